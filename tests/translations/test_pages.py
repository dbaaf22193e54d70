"""Each page speaks its own language."""

import gettext as gnu
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from django.utils import translation

from accounts.models import User
from countries.models import Country
from library.dates import PartialDate
from tests.publishing import publish
from tests.translations.catalogues import (
    AROUND,
    LANGUAGES,
    Catalogue,
    texts,
)


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
    asked: set[str] = set()
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
        if address in asked:
            continue
        asked.add(address)
        answer = client.get(address)
        if not answer["Content-Type"].startswith("text/html"):
            continue  # data, a calendar
        page = reader(answer.content.decode())
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
    nepal = Country.objects.get(slug="nepal")
    nepal.priority_actions.filter(reference="NPL-04").update(**{f"wording_{language}": None})
    publish(country=nepal, as_of=PartialDate(2019), by=User.objects.get(email="publisher@example.org"))
    page = reader(client.get(f"/{language}/countries/nepal/", headers={"Accept-Language": "en"}).content.decode())
    assert page.language == language
    assert [word for word in words if word not in page.text] == []


@pytest.mark.django_db
@pytest.mark.usefixtures("compiled")
def test_english_pages_are_english_to_a_reader_of_french(client: Client) -> None:
    page = reader(client.get("/en/countries/nepal/", headers={"Accept-Language": "fr"}).content.decode())
    assert "Every statement names its source. What is not reported is shown as not reported." in page.text
    assert client.get("/", headers={"Accept-Language": "fr"})["Location"] == "/fr/"
