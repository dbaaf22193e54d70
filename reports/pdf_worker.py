"""Turn one HTML text into one PDF, in a process of its own: a job as JSON on stdin, the PDF on stdout.

It imports no Django, opens no connection and reads no file outside the job's folders; when it dies, the portal lives.
Exit code 0: done. 1: the job failed. 3: a system library is missing. The last line on stderr is the reason.
"""

import base64
import io
import json
import logging
import mimetypes
import os
import resource
import sys
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

FONTS = Path(__file__).resolve().parent / "fonts"
LOGGER = logging.getLogger("weasyprint")
VARIANT = "pdf/a-3a"
MIME = mimetypes.MimeTypes()  # Python's own list, without the machine's


class Failed(Exception):
    """The PDF would be wrong or unsafe. The message is for staff."""


class Mistakes(logging.Handler):
    """What WeasyPrint only logs and we refuse: a lost picture, a link to nowhere, a letter that is in no font."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.found = []

    def emit(self, record):
        if record.levelno >= logging.ERROR or record.msg.startswith(".notdef"):
            self.found.append(record.getMessage())


class Progress(logging.Handler):
    """What WeasyPrint says it is at, a line each, for whoever holds the other end of the pipe."""

    def __init__(self, pipe):
        super().__init__(logging.INFO)
        self.pipe = pipe

    def emit(self, record):
        os.write(self.pipe, f"{record.getMessage()}\n".encode())


def fetcher(folders: dict[str, str]):
    """Return a fetcher of files below `folders` ({start of address: folder}); any other address ends the job."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):
        def fetch(self, url, headers=None):
            for start, folder in folders.items():
                if url.startswith(start):
                    root = Path(folder).resolve()
                    path = (root / unquote(urlsplit(url.removeprefix(start)).path)).resolve()
                    if path.is_relative_to(root) and path.is_file():
                        mime = MIME.guess_type(path.name)[0] or "application/octet-stream"
                        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": mime})
            # Logged too: inside an SVG even this error is swallowed. Any other would only cost the page its picture.
            LOGGER.error("refused address: %s", url[:200])
            raise FatalURLFetchingError

    return Fetcher()


def attachments(files: list[dict], date: str):
    import weasyprint

    moment = datetime.fromisoformat(date)
    for file in sorted(files, key=lambda file: file["name"]):  # as PDF wants its list of names
        file |= {"file_obj": io.BytesIO(base64.b64decode(file.pop("content"))), "created": moment, "modified": moment}
        del file["mime"]  # WeasyPrint guesses it (pdf_tags.py)
        yield weasyprint.Attachment(**file)


def render(job: dict) -> bytes:
    """Return the PDF of a job, whose fields `reports.pdf.render_pdf` explains. Same job, same bytes."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    from reports import pdf_metadata, pdf_tags

    LOGGER.addHandler(mistakes := Mistakes())
    if job.get("progress") is not None:
        weasyprint.PROGRESS_LOGGER.setLevel(logging.INFO)
        weasyprint.PROGRESS_LOGGER.addHandler(Progress(job["progress"]))
    try:
        html = weasyprint.HTML(string=job["html"], base_url=job["base_url"], url_fetcher=fetcher(job["folders"]))
        document = html.render(font_config=FontConfiguration(), pdf_variant=VARIANT)
        about = document.metadata
        about.title, about.lang = job["title"], job["language"]
        about.created = about.modified = job["date"]
        about.authors = [pdf_metadata.WHO]
        about.description = job["description"]
        mimes = {file["name"]: file["mime"] for file in job["attachments"]}
        about.attachments = list(attachments(job["attachments"], job["date"]))
        pdf_tags.drop_inner_links(document)
        pdf = document.write_pdf(finisher=pdf_tags.Finisher(pdf_metadata.packet(job), mimes), pdf_variant=VARIANT)
    except FatalURLFetchingError:
        pass  # is among the mistakes
    if mistakes.found:
        raise Failed("; ".join(dict.fromkeys(mistakes.found)))
    return pdf


def main() -> int:
    job = json.load(sys.stdin.buffer)
    # Before WeasyPrint is imported: fontconfig reads them once.
    os.environ |= {"FONTCONFIG_FILE": str(FONTS / "fonts.conf"), "XDG_CACHE_HOME": job["cache"]}
    try:
        import weasyprint  # noqa: F401
    except OSError as error:
        return end(3, f"missing system library: {error}")
    if "html" not in job:  # only asked whether every part is there
        return 0
    # After the import, so that a tight limit is not taken for a missing library. The parent watches the clock;
    # the limit on processor time is for a worker that outlives its parent.
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (job["memory_mib"] << 20, before[1]))
    resource.setrlimit(resource.RLIMIT_CPU, (job["seconds"],) * 2)
    try:
        pdf = render(job)
    except MemoryError:
        resource.setrlimit(resource.RLIMIT_AS, before)  # enough to say so and leave in order
        return end(1, f"out of memory: the limit is {job['memory_mib']} MiB")
    except Exception as error:
        return end(1, str(error) if isinstance(error, Failed) else f"{type(error).__name__}: {error}")
    sys.stdout.buffer.write(pdf)
    return 0


def end(code: int, reason: str) -> int:
    sys.stderr.write(" ".join(reason.split()) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
