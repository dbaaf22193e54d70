"""A portal to measure: the production settings, the seed, gunicorn, on a port and in a folder of its own."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 30


@contextlib.contextmanager
def portal() -> Iterator[str]:
    """Its address, while it runs."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is ended, too
    with tempfile.TemporaryDirectory(prefix="pathfinder-bench-") as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        site = f"http://127.0.0.1:{port}"
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "PORTAL_URL": site,
            "SECRET_KEY": secrets.token_urlsafe(64),
            "SECURE_SSL_REDIRECT": "0",
            "VAR_DIR": folder,
        }
        options = {"cwd": ROOT, "env": environment, "stdout": subprocess.DEVNULL}
        for laptop, command in (("0", "migrate"), ("1", "seed --demo"), ("0", "collectstatic --no-input")):
            environment["LAPTOP"] = laptop
            subprocess.run([sys.executable, "manage.py", *command.split()], check=True, **options)
        # Threads keep a connection open from one request to the next, as nginx does.
        gunicorn = ["-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "8", "--log-level", "warning"]
        server = subprocess.Popen([sys.executable, *gunicorn, "benchmarks.served"], **options)
        try:
            wait_for(site)
            yield site
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


def wait_for(site: str) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            with urlopen(f"{site}/healthz", timeout=1):  # noqa: S310  our own address
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
