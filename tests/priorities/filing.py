"""Files of evidence as tests send them, and the folder in which they are kept."""

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from priorities.evidence.workflow import add_evidence
from priorities.models import Evidence
from priorities.models.evidence import evidence_storage


def on_disk() -> set[str]:
    return set(evidence_storage().listdir(".")[1])


def empty() -> None:
    """No file of another test is there: rows are rolled back, files are not."""
    (settings.VAR_DIR / "evidence").mkdir(exist_ok=True)
    for name in on_disk():
        evidence_storage().delete(name)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(of) -> str:
    return f"/en/desk/{of.country.slug}/{of.desk_name}/files/"


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    """As a program sends it that does not tidy names up, as browsers and SimpleUploadedFile do."""
    file = SimpleUploadedFile("x", content)
    file._name = name
    return file


def status(answer: HttpResponse) -> int:
    """Also reads to the end, after which the file is let go."""
    b"".join(answer)
    return answer.status_code


def one(update, by, content: bytes = b"a,b\n", title: str = "A table", **more) -> Evidence:
    return add_evidence(update=update, by=by, upload=sent("table.csv", content), title=title, **more)
