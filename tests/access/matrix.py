"""Who may use which address, and how. An address that is missing here fails the suite (test_access.py).

A rule reads: this address answers these people, to these methods, with these statuses. To any other method it answers
them 405. Whoever is not named gets a refusal, whatever the method: anonymous people are sent to sign in, others get
the status named as `refusal`. In paths, `{update}` is an update of Nepal that waits for review, `{evidence}` a file
of another, `{term}` the term of its focal point, `{mail}` a mail that was given up (visitors.py).
"""

from dataclasses import dataclass

OUT = frozenset({"anonymous", "switched off"})
FOCAL_POINTS = frozenset({"focal point", "deputy"})  # of Nepal, the country in the paths
REPORTERS = FOCAL_POINTS | {"editor", "publisher", "administrator"}
PUBLISHERS = frozenset({"publisher", "administrator"})
REVIEWERS = frozenset({"reviewer", "administrator"})
STAFF = frozenset({"editor", "reviewer", "publisher", "administrator"})
SIGNED_IN = FOCAL_POINTS | STAFF | {"focal point of another country", "former focal point"}
EVERYBODY = SIGNED_IN | OUT


@dataclass(frozen=True)
class Rule:
    """One address: who gets an answer; the status of a GET or HEAD; that of a form in which nothing is filled in."""

    path: str
    who: frozenset[str] = EVERYBODY
    status: int = 200
    sent: int | None = None  # None: it takes no POST
    put: bool = False  # Django's own form views take PUT for POST
    reads: bool = True  # False: it answers no GET
    whatever: bool = False  # True: every method gets `status`
    refusal: int = 404
    hidden: bool = False  # True: nobody is sent to sign in, it is not there
    # True: no token of a page is asked for. Whoever knows the address may send its form; the API takes no form at all.
    is_secret: bool = False


def public(path: str, status: int = 200) -> Rule:
    """Everybody reads it, nobody writes through it."""
    return Rule(path, status=status)


def api(path: str) -> Rule:
    """Programs read it, and whatever else they send is refused for what it is."""
    return Rule(f"/api/v1/{path}", is_secret=True)


def form(path: str, who: frozenset[str] = SIGNED_IN, sent: int = 422, refusal: int = 404) -> Rule:
    """One of allauth's forms."""
    return Rule(path, who, sent=sent, put=True, refusal=refusal)


def led_on(path: str, who: frozenset[str] = SIGNED_IN, refusal: int = 404) -> Rule:
    """Leads everybody on whom it knows: to begin where one has to, or to give the password once more first."""
    return Rule(path, who, status=302, whatever=True, refusal=refusal)


MATRIX = {
    "root": public("/", status=302),
    "healthz": public("/healthz"),
    "readyz": public("/readyz"),
    "robots": public("/robots.txt"),
    "sitemap": public("/sitemap.xml"),
    "calendar": public("/events.ics"),
    "styleguide": Rule("/en/styleguide/", STAFF, hidden=True),
    "reports:home": public("/en/"),
    "reports:country-list": public("/en/countries/"),
    "reports:country": public("/en/countries/nepal/"),
    "reports:country-pdf": public("/en/countries/nepal/report.pdf"),
    "reports:edition-list": public("/en/countries/nepal/editions/"),
    "reports:edition": public("/en/countries/nepal/editions/1/"),
    "reports:edition-changes": public("/en/countries/nepal/editions/1/changes/"),
    "reports:edition-pdf": public("/en/countries/nepal/editions/1/report.pdf"),
    "reports:edition-data": public("/en/countries/nepal/editions/1/edition.json"),
    "reports:edition-citation": public("/en/countries/nepal/editions/1/cite.bib"),
    "data": public("/data/", status=302),
    "data-file": public("/data/countries.csv"),
    "reports:data": public("/en/data/"),
    "reports:global": public("/en/report/"),
    "reports:global-pdf": public("/en/report.pdf"),
    "reports:global-edition-list": public("/en/report/editions/"),
    "reports:global-edition": public("/en/report/editions/1/"),
    "reports:global-edition-pdf": public("/en/report/editions/1/report.pdf"),
    "reports:global-edition-data": public("/en/report/editions/1/edition.json"),
    "reports:global-edition-citation": public("/en/report/editions/1/cite.ris"),
    "reports:api-docs": public("/en/data/api/"),
    "api:documentation": public("/api/", status=302),
    "api:index": api(""),
    "api:openapi": api("openapi.json"),
    "api:editions-list": api("editions/"),
    "api:editions-item": api("editions/nepal/1/"),
    "api:countries-list": api("countries/?region=asia"),
    "api:countries-item": api("countries/nepal/"),
    "api:actions-list": api("actions/?theme=child-labour"),
    "api:actions-item": api("actions/NPL-04/"),
    "api:next-steps-list": api("next-steps/"),
    "api:next-steps-item": api("next-steps/mauritania/1/"),
    "api:milestones-list": api("milestones/"),
    "api:milestones-item": api("milestones/nepal/roadmap-adopted/"),
    "api:workshops-list": api("workshops/"),
    "api:workshops-item": api("workshops/nepal/1/"),
    "api:events-list": api("events/"),
    "api:events-item": api("events/hlpf-2019/"),
    "api:themes-list": api("themes/"),
    "api:themes-item": api("themes/child-labour/"),
    "api:library-documents-list": api("library/documents/"),
    "api:library-documents-item": api("library/documents/global-progress-2019/"),
    "api:library-toolkit-list": api("library/toolkit/"),
    "api:library-toolkit-item": api("library/toolkit/introduction/"),
    "api:library-lessons-list": api("library/lessons/"),
    "api:library-lessons-item": api("library/lessons/endorsement/"),
    "api:library-networks-list": api("library/networks/"),
    "api:library-networks-item": api("library/networks/child-labour-platform/"),
    "reports:country-picture": public("/en/countries/nepal/card.png"),
    "reports:edition-picture": public("/en/countries/nepal/editions/1/card.png"),
    # No edition of the seed lists a file; tests/reports/test_public_evidence.py has one that does.
    "reports:edition-file": public("/en/countries/nepal/editions/1/files/none/", status=404),
    "reports:theme-list": public("/en/themes/"),
    "reports:theme": public("/en/themes/child-labour/"),
    "reports:compare": public("/en/compare/?country=nepal&country=uganda"),
    "reports:practice-list": public("/en/library/good-practices/"),
    "reports:search": public("/en/search/?q=labour"),
    "feed": public("/feed.atom"),
    "reports:feed": public("/en/feed.atom"),
    "reports:country-feed": public("/en/countries/nepal/feed.atom"),
    "reports:theme-feed": public("/en/themes/child-labour/feed.atom"),
    "reports:follow": Rule("/en/follow/", sent=422),
    "reports:follow-sent": public("/en/follow/sent/"),
    "reports:follow-confirm": Rule("/en/follow/confirm/x/", status=410, sent=410),
    "reports:follow-stop": Rule("/en/follow/stop/x/", status=410, sent=410, is_secret=True),
    "events:event-list": public("/en/events/"),
    "events:calendar": public("/en/events/calendar.ics"),
    "events:event": public("/en/events/child-labour-forum-2020/"),
    "events:event-calendar": public("/en/events/asian-regional-meeting-2019/event.ics"),
    "library:home": public("/en/library/"),
    "library:about": public("/en/about/"),
    "library:accessibility": public("/en/accessibility/"),
    "library:privacy": public("/en/privacy/"),
    # The desk
    "priorities:desk": Rule("/en/desk/", SIGNED_IN),
    "priorities:report": Rule("/en/desk/nepal/npl-04/", REPORTERS, sent=302),  # an empty draft
    "priorities:all-unchanged": Rule("/en/desk/nepal/unchanged/", REPORTERS, sent=302, reads=False),
    "priorities:drafts": Rule("/en/desk/nepal/drafts/", REPORTERS | REVIEWERS),
    # Nothing of Nepal was accepted: it leads back to the page that says so.
    "priorities:draft": Rule("/en/desk/nepal/drafts/vnr.docx", REPORTERS | REVIEWERS, status=302),
    "reports:preview": Rule("/en/desk/nepal/preview/", REPORTERS | REVIEWERS),
    "priorities:workbook": Rule("/en/desk/nepal/workbook/", REPORTERS, sent=422),
    "priorities:workbook-download": Rule("/en/desk/nepal/workbook/download/", REPORTERS),
    "priorities:workbook-save": Rule("/en/desk/nepal/workbook/save/", REPORTERS, sent=422, reads=False),
    "reports:publish-list": Rule("/en/desk/publish/", PUBLISHERS),
    "reports:publish-files": Rule("/en/desk/publish/files/", PUBLISHERS, sent=302, reads=False),
    "reports:publish": Rule("/en/desk/nepal/publish/", PUBLISHERS, sent=422),
    "reports:publish-report": Rule("/en/desk/nepal/publish/report/", PUBLISHERS),
    "reports:withdraw": Rule("/en/desk/nepal/editions/1/withdraw/", PUBLISHERS, sent=422),
    "reports:publish-global": Rule("/en/desk/publish/global/", PUBLISHERS, sent=422),
    "reports:publish-global-report": Rule("/en/desk/publish/global/report/", PUBLISHERS),
    "reports:publish-global-pdfs": Rule("/en/desk/publish/global/pdfs/", PUBLISHERS, sent=302),
    "reports:withdraw-global": Rule("/en/desk/publish/global/1/withdraw/", PUBLISHERS, sent=422),
    "reports:publish-pdfs": Rule("/en/desk/nepal/publish/pdfs/", PUBLISHERS, sent=302, reads=False),
    "priorities:unchanged": Rule("/en/desk/nepal/npl-04/unchanged/", REPORTERS, sent=302, reads=False),
    "priorities:files": Rule("/en/desk/nepal/npl-04/files/", REPORTERS, status=302, sent=302),  # before a draft
    "priorities:file-remove": Rule("/en/desk/nepal/npl-04/files/1/remove/", REPORTERS, sent=302, reads=False),
    "priorities:file": Rule("/en/desk/files/{evidence}/", REPORTERS | REVIEWERS),
    "priorities:review-list": Rule("/en/desk/review/", REVIEWERS),
    "priorities:cycle-list": Rule("/en/desk/cycles/", REVIEWERS),
    "priorities:review": Rule("/en/desk/review/{update}/", REVIEWERS, sent=422),
    "priorities:ask": Rule("/en/desk/review/{update}/comments/", REVIEWERS, sent=422),
    "priorities:answer": Rule("/en/desk/nepal/npl-05/comments/{update}/", REPORTERS, sent=422),
    # Who speaks for which country
    "countries:people": Rule("/en/desk/people/", REVIEWERS),
    "countries:appoint": Rule("/en/desk/people/appoint/", REVIEWERS, sent=422),
    "countries:end-term": Rule("/en/desk/people/{term}/end/", REVIEWERS, sent=422),
    "countries:hand-over": Rule("/en/desk/people/{term}/hand-over/", REVIEWERS, sent=422),
    "countries:invite": Rule("/en/desk/people/{term}/invite/", REVIEWERS, sent=302, reads=False),
    # Mail that has not left us
    "mail:list": Rule("/en/desk/mail/", REVIEWERS),
    "mail:again": Rule("/en/desk/mail/{mail}/again/", REVIEWERS, sent=302, reads=False),
    # The way in; whoever is in already is led to the desk
    "account_login": form("/en/account/login/", OUT, refusal=302),
    "account_signup": led_on("/en/account/signup/", EVERYBODY),
    "account_inactive": public("/en/account/inactive/"),
    "account_reset_password": form("/en/account/password/reset/", EVERYBODY),
    "account_reset_password_done": public("/en/account/password/reset/done/"),
    "account_reset_password_from_key": Rule("/en/account/password/reset/key/1-x/", status=410, whatever=True),
    "account_reset_password_from_key_done": public("/en/account/password/reset/key/done/"),
    "mfa_authenticate": led_on("/en/account/2fa/authenticate/", OUT, refusal=302),
    "mfa_login_webauthn": Rule("/en/account/2fa/webauthn/login/", OUT, status=302, sent=302, put=True, refusal=302),
    # One's own account
    "account_logout": Rule("/en/account/logout/", SIGNED_IN, sent=302),
    "account_reauthenticate": form("/en/account/reauthenticate/"),
    "account_change_password": form("/en/account/password/change/"),
    "account_set_password": led_on("/en/account/password/set/"),
    "usersessions_list": form("/en/account/sessions/", sent=302),
    "account_data": Rule("/en/account/data/", SIGNED_IN),
    "account_data_file": Rule("/en/account/data/file/", SIGNED_IN, status=302),  # the password once more
    "account_data_erase": Rule("/en/account/data/erase/", SIGNED_IN, status=302, sent=302),
    "account_session_end": Rule("/en/account/sessions/1/end/", SIGNED_IN, sent=302, reads=False),
    "mfa_index": Rule("/en/account/2fa/", SIGNED_IN),
    "mfa_reauthenticate": led_on("/en/account/2fa/reauthenticate/"),
    "mfa_activate_totp": led_on("/en/account/2fa/totp/activate/"),
    "mfa_deactivate_totp": Rule("/en/account/2fa/totp/deactivate/", SIGNED_IN, status=404, whatever=True),
    "mfa_view_recovery_codes": Rule("/en/account/2fa/recovery-codes/", SIGNED_IN, status=404),
    "mfa_generate_recovery_codes": led_on("/en/account/2fa/recovery-codes/generate/"),
    "mfa_download_recovery_codes": Rule(
        "/en/account/2fa/recovery-codes/download/", SIGNED_IN, status=404, whatever=True
    ),
    "mfa_list_webauthn": Rule("/en/account/2fa/webauthn/", SIGNED_IN),
    "mfa_add_webauthn": led_on("/en/account/2fa/webauthn/add/"),
    "mfa_reauthenticate_webauthn": led_on("/en/account/2fa/webauthn/reauthenticate/"),
    "mfa_remove_webauthn": led_on("/en/account/2fa/webauthn/keys/1/remove/"),
    "mfa_edit_webauthn": led_on("/en/account/2fa/webauthn/keys/1/edit/"),
    # The secretariat's own screens: test_access.py asks each of them
    "admin:*": Rule("/admin/", STAFF, refusal=403),
}
