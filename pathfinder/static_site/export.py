"""Writing the static site: from what the sitemap lists, along every link."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from reports import sitemaps

from .asking import Answer, Portal
from .folder import Folder
from .links import Rewriter
from .names import file_for

PAGE, STYLE = "text/html", "text/css"
MOST_REDIRECTS = 5
GONE = {404, 410}


class NotRendered(Exception):
    """An address that should have a page answers with an error."""


@dataclass(frozen=True)
class Progress:
    """How far an export is: files kept, files known of so far, and of these how many had to be written."""

    done: int
    known: int
    changed: int
    removed: int = 0


class Export:
    """One export into one folder. Of what is written only its name is remembered."""

    def __init__(self, folder: Folder, *, with_pdfs: bool = True) -> None:
        self.folder, self.with_pdfs, self.portal = folder, with_pdfs, Portal()
        self.listed = dict.fromkeys(starts())
        self.files: dict[str, str | None] = {}
        # Pages to be written, the last found first. Their answers are few: each waits for the pages it leads to alone.
        self.queue: list[tuple[str, str, Answer | None]] = []
        self.queued: set[str] = set()

    def run(self) -> Iterator[Progress]:
        """Write everything. Raises NotRendered; then what was written stays, and another run goes on from there."""
        for path in self.listed:
            self.file_for(path)
        while self.queue:
            self.write(*self.queue.pop())
            done = len(self.folder.sums)
            yield Progress(done, done + len(self.queue), len(self.folder.changed))

    def file_for(self, path: str) -> str | None:
        """The file of an address, which is written now or waits to be; None where there is nothing to be kept."""
        if path not in self.files:
            self.files[path] = self.found(path)
        return self.files[path]

    def found(self, path: str) -> str | None:
        """Whoever links to an address has to know whether anything is there. What is listed is; the rest is asked."""
        file = None if path.endswith(".pdf") and not self.with_pdfs else file_for(path)
        if not file or file in self.queued:
            return file
        self.queued.add(file)
        if path in self.listed or path.startswith(settings.STATIC_URL):
            self.queue.append((path, file, None))
            return file
        answer = self.answer(path)
        if answer.status in GONE and not is_notice(answer, file):
            return None
        if answer.content_type in (PAGE, STYLE):
            self.queue.append((path, file, answer))
        else:
            self.write(path, file, answer)
        return file

    def write(self, path: str, file: str, answer: Answer | None) -> None:
        answer = answer or self.answer(path)
        if answer.status != 200 and not is_notice(answer, file):
            raise NotRendered(f"{path} answers {answer.status}")
        rewriter = Rewriter(path, file, self.file_for)
        rewrite = {PAGE: rewriter.page, STYLE: rewriter.style}.get(answer.content_type)
        self.folder.write(file, rewrite(answer.content.decode()).encode() if rewrite else answer.content)

    def answer(self, path: str) -> Answer:
        """What is at an address in the end: a file knows no redirects."""
        for _redirect in range(MOST_REDIRECTS):
            answer = self.portal.ask(path)
            if not answer.leads_to:
                return answer
            path = urlsplit(urljoin(path, answer.leads_to)).path
        raise NotRendered(f"{path} leads on and on")


def is_notice(answer: Answer, file: str) -> bool:
    """An edition that was withdrawn has a page that says so, and nothing else."""
    return answer.status == 410 and file.endswith(".html")


def starts() -> Iterator[str]:
    """Addresses from which all others are reached by links."""
    yield "/"
    for page in sitemaps.pages():
        for address in page["languages"].values():
            yield address.removeprefix(settings.PORTAL_URL)
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield reverse("static-search", urlconf="pathfinder.static_site.urls")


def export(folder: Folder, *, with_pdfs: bool = True) -> Iterator[Progress]:
    """Make the folder hold the public site, and tell how far it is. May raise NotRendered, Refused or OSError."""
    yield from Export(folder, with_pdfs=with_pdfs).run()
    files = len(folder.sums)
    yield Progress(files, files, len(folder.changed), folder.finish())
