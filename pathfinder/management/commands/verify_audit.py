import hashlib
import time
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError, CommandParser

from library import audit, audit_check
from library.models import AuditEntry
from priorities.models import Evidence, ProgressUpdate
from reports.models import Edition, checksum_of

SECONDS_BETWEEN_LINES = 2


class Command(BaseCommand):
    help = "Tell whether what was written once is still as it was: the audit chain, editions, files of evidence."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", help="a seal that was written down earlier: the chain has to hold it still")
        parser.add_argument(
            "--adopt", action="store_true", help="name what no entry names yet, once you know where it comes from"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.told = time.monotonic()
        if options["adopt"]:
            self.stdout.write(f"{audit.adopt()} rows named that no entry named.")
        found = 0
        for found, fault in enumerate(self.faults(options["head"]), 1):  # noqa: B007  counted to the end
            self.stdout.write(fault)
        number, seal = audit.head()
        self.stdout.write(f"{number} entries, head {seal}")
        if found:
            raise CommandError(f"{found} {'fault' if found == 1 else 'faults'}.")

    def faults(self, head: str | None) -> Iterator[str]:
        """All that is wrong, line by line."""
        if head and not AuditEntry.objects.filter(chained=head.strip().lower()).exists():
            yield f"head {head}: no entry has this seal, so the chain was cut or written anew"
        yield from chain(audit_check.faults(self.tell), faults_of_editions(), faults_of_files(self.tell))

    def tell(self, line: str) -> None:
        """How far it has come, every few seconds."""
        if time.monotonic() - self.told >= SECONDS_BETWEEN_LINES:
            self.stderr.write(f"… {line}")
            self.told = time.monotonic()


def faults_of_editions() -> Iterator[str]:
    """Editions whose content is not what their checksum was taken of, even if the chain never knew them otherwise."""
    for pks in audit_check.pages(Edition.objects.all()):
        for pk, values in audit_check.read(Edition, pks, ["content", "checksum"]):
            if not values or checksum_of(values["content"]) != values["checksum"]:
                yield f"reports.edition {pk}: its content is not what its checksum was taken of"


def faults_of_files(tell: audit_check.Tell) -> Iterator[str]:
    """Files of accepted updates that are gone or not what was accepted."""
    for pks in audit_check.pages(Evidence.objects.filter(update__state=ProgressUpdate.State.ACCEPTED)):
        for pk, values in audit_check.read(Evidence, pks, ["file", "sha256"]):
            if values and sha256_of(values["file"]) != values["sha256"]:
                yield f"priorities.evidence {pk}: its file is gone or not the one that was accepted"
        tell(f"files up to {pks[-1]}")


def sha256_of(name: str) -> str:
    """Of that file of evidence, read bit by bit; nothing if there is none."""
    digest = hashlib.sha256()
    try:
        with storages["evidence"].open(name) as file:
            for part in file.chunks():
                digest.update(part)
    except (OSError, SuspiciousOperation):  # the second: a name that leads elsewhere
        return ""
    return digest.hexdigest()
