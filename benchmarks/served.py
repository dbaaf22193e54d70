"""The portal for gunicorn, with what stands in front of it in production, and two pages to measure it against.

nginx is not among the parts of a development machine. Of what it does only one thing counts for these figures, and is
done here: it packs HTML with gzip (level 6, as the weights in the tests). Static files come packed from WhiteNoise.
"""

import gzip
import random
from collections.abc import Callable, Iterable
from typing import Any

from pathfinder.wsgi import application as portal

StartResponse = Callable[..., Any]


def text(kib: float) -> str:
    """So many KiB once packed: words of random letters, the same in each run."""
    letters, size = random.Random(8.7), int(kib * 1024)  # noqa: S311  no secret
    words: list[str] = []
    while (missing := size - len(gzip.compress(" ".join(words).encode(), 6))) > 8:
        words += ["".join(letters.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _word in range(max(1, missing // 6))]
    return " ".join(words)


def page(name: str, html: float, *parts: str) -> str:
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{name}</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/{name}/style.css">{"".join(parts)}</head>
<body><h1>{name}</h1><p>{text(html)}</p></body></html>"""


def style(kib: float, *parts: str) -> str:
    return f"{' '.join(parts)} body{{margin:2rem}} /*{text(kib)}*/"


# A page made by hand: 12 KB. One like those of GOV.UK Frontend: 101 KB, most of it in fonts and a script that nothing
# waits for.
FONT = "@font-face{{font-family:own;font-weight:{0};font-display:swap;src:url(/peer/{0}.woff2)}}"
FILES = {
    "/floor/": ("text/html", page("floor", 8)),
    "/floor/style.css": ("text/css", style(4)),
    "/peer/": ("text/html", page("peer", 4, '<script defer src="/peer/script.js"></script>')),
    "/peer/style.css": ("text/css", style(18, FONT.format(400), FONT.format(700), "body,h1{font-family:own}")),
    "/peer/script.js": ("text/javascript", f"/*{text(13)}*/"),
    "/peer/400.woff2": ("font/woff2", text(33)),
    "/peer/700.woff2": ("font/woff2", text(33)),
}


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """A page to measure against, or the portal's answer, packed."""
    if found := FILES.get(environ["PATH_INFO"]):
        kind, body = found
        return packed([("Content-Type", kind)], body.encode(), "200 OK", start_response)
    answer: list[Any] = []
    body_of = portal(environ, lambda status, headers, *rest: answer.extend((status, headers)))
    status, headers = answer
    if not dict(headers).get("Content-Type", "").startswith("text/html"):
        start_response(status, headers)
        return body_of
    return packed(headers, b"".join(body_of), status, start_response)


def packed(headers: list[Any], body: bytes, status: str, start_response: StartResponse) -> list[bytes]:
    body = gzip.compress(body, 6, mtime=0)
    kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
    start_response(status, [*kept, ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))])
    return [body]
