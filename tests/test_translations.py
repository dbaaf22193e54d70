"""The interface in French, Spanish and Arabic: nothing is missing, and each page speaks its own language."""

import gettext as gnu
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from countries.models import Milestone
from library.dates import PartialDate
from priorities.models import Implementation

LANGUAGES = ["fr", "es", "ar"]
SCRIPT = "deploy/translations.sh"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
TAG = re.compile(r"<[^>]+>")
AROUND = re.compile(r"<[^>]+>|%\(\w+\)[sd]")  # of either

# A catalogue: {message: text}. Its plurals stand under (message, number of the form).
Key = str | tuple[str, int]
Catalogue = dict[Key, str]


def po(language: str) -> Path:
    return settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"


def run(*command: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=True, capture_output=True, text=True, **options)


def read(mo: Path) -> gnu.GNUTranslations:
    with mo.open("rb") as file:
        return gnu.GNUTranslations(file)


def texts(catalogue: gnu.GNUTranslations) -> Catalogue:
    return {key: text for key, text in catalogue._catalog.items() if key}


def ids(catalogue: Catalogue) -> set[str]:
    return {key if isinstance(key, str) else key[0] for key in catalogue}


@pytest.fixture(scope="module", autouse=True)
def tools() -> None:
    if not shutil.which("msgfmt"):
        pytest.fail("gettext is missing: apt-get install gettext", pytrace=False)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Every message in the code of today, taken out as `make fix` does, in a copy of the code."""
    tree = tmp_path_factory.mktemp("code")
    for name in ("manage.py", "templates", *settings.INSTALLED_APPS):
        origin = settings.BASE_DIR / name
        if origin.is_file():
            shutil.copy(origin, tree)
        elif origin.is_dir():
            # What ends in .html.py is makemessages' own, and gone in a moment.
            unwanted = shutil.ignore_patterns("__pycache__", "fonts", "*.html.py")
            shutil.copytree(origin, tree / name, ignore=unwanted)
    folder = tree / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    lines = (settings.BASE_DIR / "Makefile").read_text().splitlines()
    (manage,) = [line for line in lines if line.startswith("MANAGE = ")]
    (makemessages,) = [line for line in lines if "makemessages" in line]
    environment = dict(word.split("=", 1) for word in shlex.split(manage.partition(" = ")[2]) if "=" in word)
    environment |= {"PATH": os.environ["PATH"], "VAR_DIR": str(tree / "var")}
    options = shlex.split(makemessages.partition("makemessages")[2])
    run(sys.executable, "manage.py", "makemessages", *options, cwd=tree, env=environment)
    run("msgen", "--output-file=filled.po", "django.po", cwd=folder)
    run("msgfmt", "--use-fuzzy", "--output-file=django.mo", "filled.po", cwd=folder)
    return texts(read(folder / "django.mo"))


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> dict[str, gnu.GNUTranslations]:
    """The catalogues as they stand in locale/, without what is fuzzy or empty."""
    found = {}
    for language in LANGUAGES:
        mo = tmp_path_factory.mktemp(language) / "django.mo"
        run("msgfmt", "--check-format", f"--output-file={mo}", po(language))
        found[language] = read(mo)
    return found


@pytest.fixture(scope="module")
def compiled(catalogues: dict[str, gnu.GNUTranslations]) -> None:
    """For tests that show pages: they show what was compiled last."""
    for language, catalogue in catalogues.items():
        mo = po(language).with_suffix(".mo")
        if not mo.exists() or texts(read(mo)) != texts(catalogue):
            pytest.fail(f"{mo} is missing or old: bash {SCRIPT}", pytrace=False)


# The catalogues


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_code_is_translated(
    english: Catalogue, catalogues: dict[str, gnu.GNUTranslations], language: str
) -> None:
    translated = texts(catalogues[language])
    assert ids(english) - ids(translated) == set(), (
        "`make fix` takes them into locale/, where they wait for their text"
    )
    assert [key for key, text in translated.items() if not text.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_translated_that_is_not_in_the_code(
    english: Catalogue, catalogues: dict[str, gnu.GNUTranslations], language: str
) -> None:
    assert ids(texts(catalogues[language])) - ids(english) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_no_guess_no_past_and_no_path_of_a_machine(language: str) -> None:
    lines = po(language).read_text().splitlines()
    assert [line for line in lines if line.startswith(("#~", "#|", "#, fuzzy", "#: /", "#: .."))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_marks_are_those_of_the_message(
    english: Catalogue, catalogues: dict[str, gnu.GNUTranslations], language: str
) -> None:
    """But a form that is for one number alone may say that number in words: "one country"."""
    catalogue = catalogues[language]
    forms = [catalogue.plural(number) for number in range(200)]
    wrong = []
    for key, text in texts(catalogue).items():
        message = english[key if isinstance(key, str) else (key[0], 0)]
        dropped = set(PLACEHOLDER.findall(message)) - set(PLACEHOLDER.findall(text))
        added = set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(message))
        may_drop = 1 if not isinstance(key, str) and forms.count(key[1]) == 1 else 0
        if added or len(dropped) > may_drop or sorted(TAG.findall(text)) != sorted(TAG.findall(message)):
            wrong.append((message, text))
    assert wrong == []


def plain(text: str) -> str:
    """The text as it is printed, a placeholder as a letter."""
    return PLACEHOLDER.sub("x", TAG.sub("", text))


@pytest.mark.parametrize(
    ("language", "never"),
    [
        # Colons, semicolons, question and exclamation marks and quotation marks hang on to their word.
        ("fr", r"(?<![\u00a0\u202f])[:;?!»]|«(?!\u00a0)|['\"“”]"),
        ("es", r"\s[:;?!»]|«\s|['\"“”]"),
        # Arabic has its own comma, semicolon and question mark.
        ("ar", r"[,;?'\"“”]|\s[:،؛؟»]|«\s"),
    ],
)
def test_each_language_is_printed_by_its_own_rules(
    catalogues: dict[str, gnu.GNUTranslations], language: str, never: str
) -> None:
    assert [text for text in texts(catalogues[language]).values() if re.search(never, plain(text))] == []


def test_a_date_to_be_typed_is_not_turned_around_in_arabic(catalogues: dict[str, gnu.GNUTranslations]) -> None:
    """After an Arabic letter 2019-02-14 is drawn as 14-02-2019, unless a left-to-right mark stands before it."""
    dates = [date for text in texts(catalogues["ar"]).values() for date in re.findall(r".?\b\d{4}-\d\d[\d-]*", text)]
    assert dates
    assert [date for date in dates if not date.startswith("\u200e")] == []


def test_arabic_is_written_in_arabic(catalogues: dict[str, gnu.GNUTranslations]) -> None:
    latin = {key for key, text in texts(catalogues["ar"]).items() if not re.search("[\u0621-\u064a]", text)}
    assert {message.partition("\x04")[2] or message for message in latin} <= {
        "%(day)s %(month)s %(year)s",
        "%(month)s %(year)s",
        "%(record)s, %(field)s: %(problem)s",
        "ISO 3166-1 alpha-2.",
        "ISO 3166-1 alpha-3.",
    }


# What Django makes of them


@pytest.mark.usefixtures("compiled")
def test_arabic_counts_in_six_forms() -> None:
    with translation.override("ar"):
        words = [
            ngettext("%(countries)s country", "%(countries)s countries", count) % {"countries": count}
            for count in (0, 1, 2, 3, 10, 11, 99, 100)
        ]
    assert words == ["لا بلدان", "بلد واحد", "بلدان", "3 بلدان", "10 بلدان", "11 بلداً", "99 بلداً", "100 بلد"]


@pytest.mark.usefixtures("compiled")
def test_nought_is_singular_in_french_and_plural_in_spanish() -> None:
    def none() -> str:
        return ngettext("%(total)s result", "%(total)s results", 0) % {"total": 0}

    with translation.override("fr"):
        assert none() == "0 résultat"
    with translation.override("es"):
        assert none() == "0 resultados"


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2019", {"en": "2019", "fr": "2019", "es": "2019", "ar": "2019"}),
        ("2019-02", {"en": "February 2019", "fr": "février 2019", "es": "febrero de 2019", "ar": "فبراير 2019"}),
        (
            "2019-08-14",
            {
                "en": "14 August 2019",
                "fr": "14 août 2019",
                "es": "14 de agosto de 2019",
                "ar": "14 أغسطس 2019",
            },
        ),
        (
            "2019-11-01",
            {
                "en": "1 November 2019",
                "fr": "1er novembre 2019",
                "es": "1 de noviembre de 2019",
                "ar": "1 نوفمبر 2019",
            },
        ),
    ],
)
def test_a_date_is_said_as_the_language_says_it(date: str, words: dict[str, str]) -> None:
    for language, said in words.items():
        with translation.override(language):
            assert PartialDate.parse(date).in_words == said


@pytest.mark.usefixtures("compiled")
def test_english_needs_no_catalogue() -> None:
    assert not (settings.BASE_DIR / "locale" / "en").exists()
    with translation.override("fr"), translation.override("en"):
        assert gettext("Countries") == "Countries"
        assert ngettext("%(countries)s country", "%(countries)s countries", 0) == "%(countries)s countries"


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_a_state_has_one_word_wherever_it_stands(language: str) -> None:
    with translation.override(language):
        for heading, label in (
            ("Done", Milestone.State.DONE.label),
            ("Under way", Milestone.State.UNDER_WAY.label),
            ("Ahead", Milestone.State.AHEAD.label),
            ("Not reported", Implementation.NOT_REPORTED.label),
        ):
            assert gettext(heading) == capfirst(label)


# Pages


class Reader(HTMLParser):
    """Reads a page: its links, and every text of it that is said to be in the page's own language."""

    VOID = {"br", "hr", "img", "input", "link", "meta"}

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.texts: list[str] = []
        self.languages: list[str] = []  # of the elements that are open
        self.language = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        self.links.add((values.get("href") or "").partition("#")[0].partition("?")[0])
        for name in ("aria-label", "alt", "content", "placeholder", "title"):
            if self.is_own:
                self.texts.append(values.get(name) or "")
        if tag == "html":
            self.language = values.get("lang") or ""
        if tag not in self.VOID:
            self.languages.append(values.get("lang") or (self.languages[-1] if self.languages else self.language))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            self.languages.pop()

    def handle_data(self, data: str) -> None:
        if self.is_own:
            self.texts.append(data)

    @property
    def is_own(self) -> bool:
        return not self.languages or self.languages[-1] == self.language

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def reader(html: str) -> Reader:
    page = Reader()
    page.feed(html)
    assert page.languages == []
    return page


def pages(client: Client, language: str) -> dict[str, str]:
    """The text of every page that can be reached from the home page, and of what nobody finds."""
    start = f"/{language}/"
    found: dict[str, str] = {}
    waiting = [
        start,
        f"{start}no-such-page/",
        f"{start}search/?q=labour",
        f"{start}search/?q=nothing+has+these+words",
        f"{start}countries/?region=oceania&engagement=candidate&theme=education",
        f"{start}countries/?region=atlantis",
    ]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        page = reader(client.get(address).content.decode())
        found[address] = page.text
        waiting += [link for link in page.links if link.startswith(start) and not link.endswith(".pdf")]
    return found


@pytest.fixture(scope="module")
def in_english(english: Catalogue, catalogues: dict[str, gnu.GNUTranslations]) -> Callable[[str, str], list[str]]:
    """A function: the longer pieces of the interface that a text shows in English, where that language has others."""
    parts = {part.strip(" .:,“”") for message in english.values() for part in AROUND.split(message)}
    long_parts = sorted(part for part in parts if len(part.split()) > 3)
    own = {language: "\n".join(texts(catalogue).values()) for language, catalogue in catalogues.items()}

    def found(text: str, language: str) -> list[str]:
        return [part for part in long_parts if part in text and part not in own[language]]

    return found


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_shows_an_english_sentence_of_the_interface(
    client: Client,
    in_english: Callable[[str, str], list[str]],
    language: str,
) -> None:
    shown = pages(client, language)
    assert len(shown) > 40
    assert {address: found for address, text in shown.items() if (found := in_english(text, language))} == {}


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_of_the_secretariat_shows_an_english_sentence_of_the_interface(
    admin_client: Client,
    in_english: Callable[[str, str], list[str]],
    language: str,
) -> None:
    addresses = [reverse("admin:index")]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
    shown = {}
    for address in addresses:
        answer = admin_client.get(address, headers={"Accept-Language": language})
        if answer.status_code == 200:
            shown[address] = reader(answer.content.decode()).text
    assert len(shown) > 40
    assert {address: found for address, text in shown.items() if (found := in_english(text, language))} == {}


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "template", ["400.html", "403.html", "404.html", "500.html", "503.html", "reports/pdf_failed.html"]
)
def test_no_error_page_shows_an_english_sentence_of_the_interface(
    rf: RequestFactory,
    in_english: Callable[[str, str], list[str]],
    language: str,
    template: str,
) -> None:
    request = rf.get(f"/{language}/countries/nepal/")
    with translation.override(language):
        request.resolver_match = resolve(request.path)
        page = reader(render_to_string(template, request=request))
    assert page.language == language
    assert in_english(page.text, language) == []


@pytest.mark.django_db
def test_english_sentences_are_found_on_english_pages(
    client: Client, in_english: Callable[[str, str], list[str]]
) -> None:
    found = in_english(reader(client.get("/en/countries/nepal/").content.decode()).text, "fr")
    assert "Every statement names its source. What is not reported is shown as not reported" in found
    assert "milestones are done. Countries do not all take them in this order" in found


@pytest.mark.django_db
@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "fr",
            [
                "Pays pionniers",
                "Alliance 8.7",
                "Népal",
                "Rapport électronique",
                "depuis février 2019",
                "3 jalons réalisés sur 14",
                "Le parcours",
                "Feuille de route adoptée",
                "Actions prioritaires",
                "Non communiqué",
                "Travail des enfants",
                "Source : [1]",
                "pas encore traduit",
                "Ce que l’on ne sait pas",
                "Somme de contrôle",
            ],
        ),
        (
            "es",
            [
                "Países pioneros",
                "Alianza 8.7",
                "Nepal",
                "Informe electrónico",
                "desde febrero de 2019",
                "3 hitos cumplidos de 14",
                "El camino",
                "Hoja de ruta adoptada",
                "Acciones prioritarias",
                "No comunicado",
                "Trabajo infantil",
                "Fuente: [1]",
                "aún sin traducir",
                "Lo que no se sabe",
                "Suma de comprobación",
            ],
        ),
        (
            "ar",
            [
                "البلدان الرائدة",
                "التحالف 8.7",
                "نيبال",
                "تقرير إلكتروني",
                "منذ فبراير 2019",
                "المراحل الرئيسية التي تمت: 3 من 14",
                "المسار",
                "اعتماد خريطة الطريق",
                "الإجراءات ذات الأولوية",
                "لم يُبلغ عنه",
                "عمل الأطفال",
                "المصدر: [1]",
                "لم يُترجم بعد",
                "ما لا يُعرف",
                "المجموع الاختباري",
            ],
        ),
    ],
)
def test_an_e_report_speaks_the_language_of_its_address(client: Client, language: str, words: list[str]) -> None:
    page = reader(client.get(f"/{language}/countries/nepal/", headers={"Accept-Language": "en"}).content.decode())
    assert page.language == language
    assert [word for word in words if word not in page.text] == []


@pytest.mark.django_db
@pytest.mark.usefixtures("compiled")
def test_english_pages_are_english_to_a_reader_of_french(client: Client) -> None:
    page = reader(client.get("/en/countries/nepal/", headers={"Accept-Language": "fr"}).content.decode())
    assert "Every statement names its source. What is not reported is shown as not reported." in page.text
    assert client.get("/", headers={"Accept-Language": "fr"})["Location"] == "/fr/"


# The script that compiles them


def copy_of_the_script(tree: Path) -> Path:
    (tree / "deploy").mkdir()
    shutil.copy(settings.BASE_DIR / SCRIPT, tree / "deploy")
    for language in LANGUAGES:
        folder = tree / po(language).parent.relative_to(settings.BASE_DIR)
        folder.mkdir(parents=True)
        shutil.copy(po(language), folder)
    return tree / SCRIPT


def test_the_script_compiles_what_changed_and_no_more(tmp_path: Path) -> None:
    script = copy_of_the_script(tmp_path)
    assert [line.split("/")[1] for line in run("bash", script).stdout.splitlines()] == sorted(LANGUAGES)
    assert all(texts(read(mo)) for mo in tmp_path.glob("locale/*/LC_MESSAGES/django.mo"))
    assert run("bash", script).stdout == ""
    changed = tmp_path / "locale/es/LC_MESSAGES/django.po"
    newest = max(path.stat().st_mtime for path in tmp_path.rglob("django.*"))
    os.utime(changed, (newest + 10, newest + 10))
    assert run("bash", script).stdout.split() == ["locale/es/LC_MESSAGES/django.po"]


def test_the_script_refuses_a_placeholder_that_is_not_in_the_message(tmp_path: Path) -> None:
    script = copy_of_the_script(tmp_path)
    broken = tmp_path / "locale/fr/LC_MESSAGES/django.po"
    broken.write_text(broken.read_text().replace("depuis %(date)s", "depuis %(jour)s"))
    done = subprocess.run(["bash", script], check=False, capture_output=True, text=True)
    assert done.returncode
    assert "'date'" in done.stderr


def test_without_gettext_the_script_says_so(tmp_path: Path) -> None:
    script = copy_of_the_script(tmp_path)
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("bash", "dirname"):
        (tools / tool).symlink_to(shutil.which(tool) or "")
    done = run(tools / "bash", script, env={"PATH": str(tools)})
    assert "gettext is missing" in done.stdout
    assert not list(tmp_path.glob("locale/*/LC_MESSAGES/*.mo"))


def test_the_suite_compiles_before_it_runs() -> None:
    lines = (settings.BASE_DIR / "deploy" / "test.sh").read_text().splitlines()
    steps = [word for line in lines for word in (SCRIPT, "$pytest") if word in line]
    assert all(order != ("$pytest", SCRIPT) for order in pairwise(steps))
    assert SCRIPT in steps
