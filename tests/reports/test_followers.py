"""Who gets a mail on new editions: whoever asked, confirmed, and did not stop."""

import re

import pytest
from django.core import mail, signing
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import OutgoingMail
from countries.models import Country
from reports import followers, jobs
from reports.models import Edition, Follower, Told
from tests.countries.making import staff
from tests.publishing import publish_again

from .second_edition import much_changed

pytestmark = pytest.mark.django_db
WHO = "amina@example.org"
FOLLOW = "/en/follow/"


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def nepal() -> Country:
    return Country.objects.get(slug="nepal")


def ask(client: Client, address: str = WHO, country: str = "nepal", language: str = "en", **more):
    """Send the form, as somebody does who reads that language."""
    return client.post(f"/{language}/follow/", {"address": address, "country": country}, **more)


def link_in(message) -> str:
    """The path of the last link in a mail."""
    return re.findall(r"http://127\.0\.0\.1:8000(/\S+)", message.body)[-1]


def follows(address: str = WHO, country: Country | None = None, language: str = "en") -> Follower:
    return Follower.objects.create(address=address, country=country, language=language)


# To ask


def test_an_address_follows_once_its_owner_has_opened_the_link_and_clicked(
    client: Client, nepal: Country, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = ask(client, " Amina@Example.org ")
    assert answer["Location"] == "/en/follow/sent/"
    assert [message.to for message in mail.outbox] == [[WHO]]
    assert not Follower.objects.exists()
    at = link_in(mail.outbox[0])
    assert WHO in client.get(at).content.decode()
    assert not Follower.objects.exists()  # a program that guards a mailbox opens links
    assert client.post(at).status_code == client.post(at).status_code == 200
    follower = Follower.objects.get()
    assert (follower.address, follower.country, follower.language) == (WHO, nepal, "en")


def test_nothing_is_kept_of_an_address_that_was_not_confirmed(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ask(client)
    kept = [str(value) for row in OutgoingMail.objects.values() for value in row.values()]
    assert not any(WHO in value for value in kept)
    assert not Follower.objects.exists()


def test_who_follows_already_is_answered_like_everybody_else(
    client: Client, nepal: Country, django_capture_on_commit_callbacks
) -> None:
    follows(country=nepal)
    answers = []
    for address in (WHO, "nobody@example.org"):
        with django_capture_on_commit_callbacks(execute=True):
            answers.append(ask(client, address))
    known, unknown = answers
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    texts = [re.sub(r"http\S+", "", message.body) for message in mail.outbox]
    assert len(texts) == 2
    assert texts[0] == texts[1]


def test_to_confirm_again_keeps_one_row_in_the_language_of_the_last_time(client: Client, nepal: Country) -> None:
    follows(country=nepal, language="fr")
    followers.confirm(followers.Wish(WHO, "nepal", "es"))
    assert Follower.objects.get().language == "es"
    followers.confirm(followers.Wish(WHO, "", "es"))
    followers.confirm(followers.Wish(WHO, "", "es"))
    assert Follower.objects.count() == 2


@pytest.mark.parametrize("country", ["nepal", None])
def test_the_database_keeps_an_address_once_for_a_country_and_once_for_all(country: str | None) -> None:
    of = country and Country.objects.get(slug=country)
    follows(country=of)
    with pytest.raises(IntegrityError), transaction.atomic():
        follows(WHO.upper(), country=of)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "This field is required"),
        ({"address": "nobody"}, "valid email address"),
        ({"address": f"{'a' * 250}@example.org"}, "at most 254 characters"),
        ({"address": "a@example.org\nBcc: b@example.org"}, "valid email address"),
        ({"address": WHO, "country": "tunisia"}, "Select a valid choice"),
        ({"address": WHO, "country": "atlantis"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_with_the_form_is_said_and_nothing_is_sent(
    client: Client, sent: dict, says: str, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(FOLLOW, sent)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert mail.outbox == []


def test_the_form_begins_with_the_country_that_the_address_names(client: Client) -> None:
    assert '<option value="nepal" selected>' in client.get(f"{FOLLOW}?country=nepal").content.decode()
    for unknown in ("atlantis", "tunisia", "%00", "<script>"):
        html = client.get(FOLLOW, {"country": unknown}).content.decode()
        assert " selected" not in html  # so it begins with the first: all countries
        assert "<script>" not in html


def test_an_e_report_leads_to_the_form_and_gets_no_cookie_for_it(client: Client) -> None:
    answer = client.get("/fr/countries/nepal/")
    assert 'href="/fr/follow/?country=nepal"' in answer.content.decode()
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_few_mails_go_to_one_address_and_one_visitor_asks_for_not_many(client: Client) -> None:
    here, there = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "198.51.100.7"}
    answers = [ask(client, **here).status_code for _time in range(5)]
    assert answers == [302] * 4 + [429]
    assert ask(client, **there).status_code == 429  # from elsewhere it is the same mailbox
    assert ask(client, "boris@example.org", **here).status_code == 302
    answers = [ask(client, f"somebody-{number}@example.org", **here).status_code for number in range(20)]
    assert answers[-1] == 429
    assert ask(client, "carla@example.org", **there).status_code == 302
    refusal = ask(client, **here, language="fr")
    assert re.search(r'<html[^>]* lang="fr"', refusal.content.decode())


# The link


def confirmation(wish: tuple = (WHO, "nepal", "en"), salt: str = followers.CONFIRM) -> str:
    return f"/en/follow/confirm/{signing.dumps(wish, salt=salt)}/"


def test_a_link_that_is_not_ours_or_too_old_is_gone_and_its_page_says_what_to_do(client: Client, monkeypatch) -> None:
    good = confirmation()
    forged = [confirmation(salt="another"), good[:-4] + "abc/", "/en/follow/confirm/x/", "/en/follow/stop/x/"]
    forged += [good.replace("confirm", "stop"), confirmation((WHO, "tunisia", "en"))]
    now = timezone.now().timestamp()
    for address in forged:
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 410
            assert 'href="/en/follow/"' in answer.content.decode()
    monkeypatch.setattr("time.time", lambda: now + 8 * 24 * 60 * 60)
    assert client.post(good).status_code == 410
    assert not Follower.objects.exists()


def test_a_page_behind_a_link_is_kept_by_nobody(client: Client, nepal: Country) -> None:
    for address in (confirmation(), followers.stop_address(follows(country=nepal))):
        answer = client.get(address.removeprefix("http://127.0.0.1:8000"))
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer.content.decode()


# To be told


def told(edition: Edition, capture) -> list:
    mail.outbox.clear()
    with capture(execute=True):
        jobs.tell_followers.enqueue(edition.pk)
    return mail.outbox


def test_whoever_follows_the_country_or_all_is_told_once_and_nobody_else(
    nepal: Country, django_capture_on_commit_callbacks
) -> None:
    follows("of-nepal@example.org", nepal)
    follows("of-uganda@example.org", Country.objects.get(slug="uganda"))
    follows("of-all@example.org")
    follows("of-both@example.org", nepal)
    follows("of-both@example.org")
    edition = publish_again(nepal)
    sent = told(edition, django_capture_on_commit_callbacks)
    who = ["of-all@example.org", "of-both@example.org", "of-nepal@example.org"]
    assert sorted(message.to[0] for message in sent) == who
    assert told(edition, django_capture_on_commit_callbacks) == []
    again = publish_again(nepal)
    assert len(told(again, django_capture_on_commit_callbacks)) == 3


def test_a_worker_that_comes_second_tells_nobody_twice(nepal: Country) -> None:
    follower, edition = follows(country=nepal), publish_again(nepal)
    words = followers.words_on(edition)  # both have read whom to tell
    assert followers.tell_one(follower, edition, words)
    assert not followers.tell_one(follower, edition, words)
    assert OutgoingMail.objects.filter(kind="edition").count() == 1


def test_whoever_stops_while_others_are_told_keeps_nobody_from_it(nepal: Country) -> None:
    follower, edition = follows(country=nepal), publish_again(nepal)
    Follower.objects.all().delete()
    assert not followers.tell_one(follower, edition, followers.words_on(edition))
    assert not OutgoingMail.objects.filter(kind="edition").exists()


def test_the_mail_says_what_there_is_to_know_in_the_readers_language(
    nepal: Country, django_capture_on_commit_callbacks
) -> None:
    follows("french@example.org", nepal, "fr")
    follows("english@example.org", nepal, "en")
    sent = {message.to[0]: message for message in told(much_changed(), django_capture_on_commit_callbacks)}
    english, french = sent["english@example.org"], sent["french@example.org"]
    assert english.subject == "Nepal: edition 2 of the e-report"
    assert "http://127.0.0.1:8000/en/countries/nepal/editions/2/" in english.body
    assert re.search(r"\d+ changes since edition 1", english.body)
    assert "/en/countries/nepal/editions/2/changes/" in english.body
    assert "Népal" in french.subject
    assert "/fr/countries/nepal/editions/2/" in french.body
    html = french.alternatives[0][0]
    assert '<html lang="fr"' in html
    assert link_in(french) in html


def test_the_first_edition_of_a_country_is_told_without_changes(django_capture_on_commit_callbacks) -> None:
    follows()
    (message,) = told(Edition.objects.of("nepal").get(), django_capture_on_commit_callbacks)
    assert "changes" not in message.body


def test_a_mail_that_fails_keeps_nobody_else_from_being_told(
    nepal: Country, django_capture_on_commit_callbacks, settings
) -> None:
    follows("one@example.org", nepal)
    follows("two@example.org", nepal)
    settings.EMAIL_BACKEND = "tests.countries.failing.EmailBackend"
    edition = publish_again(nepal)
    assert told(edition, django_capture_on_commit_callbacks) == []
    assert Told.objects.filter(edition=edition).count() == 2  # the mails wait, and are tried again by themselves


# To stop


def test_a_follower_stops_with_the_link_in_each_mail_and_everything_of_them_is_gone(
    client: Client, nepal: Country, django_capture_on_commit_callbacks
) -> None:
    follows(country=nepal)
    other = follows("boris@example.org", nepal)
    message = next(m for m in told(publish_again(nepal), django_capture_on_commit_callbacks) if m.to == [WHO])
    at = link_in(message)
    assert client.get(at).status_code == 200
    assert Follower.objects.count() == 2
    for answer in (client.post(at), client.post(at), client.get(at)):
        assert answer.status_code == 200
        assert "You get no more of these mails" in answer.content.decode()
    assert list(Follower.objects.all()) == [other]
    assert not Told.objects.exclude(follower=other).exists()


def test_mail_that_waits_is_taken_back_when_its_reader_stops(
    nepal: Country, django_capture_on_commit_callbacks, settings
) -> None:
    follower, other = follows(country=nepal), follows("boris@example.org", nepal)
    settings.EMAIL_BACKEND = "tests.countries.failing.EmailBackend"
    told(publish_again(nepal), django_capture_on_commit_callbacks)
    followers.stop(follower)
    assert [waiting.to for waiting in OutgoingMail.objects.unsent()] == [other.address]


def test_a_mail_program_stops_by_itself_without_a_page_or_a_cookie(
    nepal: Country, django_capture_on_commit_callbacks
) -> None:
    follows(country=nepal)
    (message,) = told(publish_again(nepal), django_capture_on_commit_callbacks)
    headers = message.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"  # RFC 8058
    address = re.fullmatch(r"<http://127\.0\.0\.1:8000(\S+)>", str(headers["List-Unsubscribe"]))[1]
    answer = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert not Follower.objects.exists()


def test_the_link_to_stop_of_one_follower_stops_no_other(client: Client, nepal: Country) -> None:
    first, second = follows(country=nepal), follows("boris@example.org", nepal)
    address = followers.stop_address(first).removeprefix("http://127.0.0.1:8000")
    client.post(address)
    assert list(Follower.objects.all()) == [second]
    third = follows(country=nepal)  # whoever asks again is another row, and an old link is not theirs
    client.post(address)
    assert Follower.objects.filter(pk=third.pk).exists()


# The secretariat


def admin_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_staff_count_followers_by_country_and_administrators_alone_see_addresses(nepal: Country) -> None:
    follows(country=nepal)
    follower = follows("boris@example.org", nepal)
    at = "/admin/reports/follower/"
    count = re.compile(r"Nepal\s*\(2\)")
    for user, sees in ((staff("reports.view_follower"), False), (staff(is_superuser=True), True)):
        client = admin_of(user)
        listed = client.get(at).content.decode()
        assert count.search(listed)
        for page in (listed, client.get(f"{at}{follower.pk}/change/").content.decode()):
            assert ("boris@example.org" in page) == sees
        found = client.get(at, {"q": "boris"}).content.decode()
        assert ("1 result" in found) == sees
        guessed = client.get(at, {"address__startswith": "boris"})
        assert (guessed.status_code == 200) == sees
        assert client.post(f"{at}{follower.pk}/delete/", {"post": "yes"}).status_code == (302 if sees else 403)
    assert not Follower.objects.filter(pk=follower.pk).exists()


def test_the_log_of_the_admin_names_no_address(nepal: Country) -> None:
    from django.contrib.admin.models import LogEntry

    follower = follows(country=nepal)
    admin_of(staff(is_superuser=True)).post(f"/admin/reports/follower/{follower.pk}/delete/", {"post": "yes"})
    assert not LogEntry.objects.filter(object_repr__contains="@").exists()
    assert LogEntry.objects.exists()
