"""The folder that an export writes: whole files, only what changed, and nothing that is not its own."""

import fcntl
import hashlib
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

# What `sha256sum -c` reads. It is also the list of all that is ours in the folder.
SUMS = "checksums.sha256"
# The same while files are written: a line before each. It is what a run that was interrupted leaves of itself.
JOURNAL = "checksums.part"
PART = "writing.part"


class Refused(Exception):
    """The folder holds something that no export wrote there."""


class Folder:
    """A folder that is kept the same as what is written into it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sums: dict[str, str] = {}  # of what this run wrote or found the same
        self.changed: set[str] = set()
        is_ours = (root / SUMS).is_file() or (root / JOURNAL).is_file()
        if root.exists() and not (root.is_dir() and (is_ours or not any(root.iterdir()))):
            raise Refused(f"{root} is not empty and was not written by an export")
        root.mkdir(parents=True, exist_ok=True)
        self.before = {*names_in(root / SUMS), *names_in(root / JOURNAL)}
        self.journal = self.open_journal()

    def open_journal(self) -> IO[str]:
        journal = (self.root / JOURNAL).open("a", encoding="utf-8")
        try:
            fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            journal.close()
            raise Refused(f"another export writes into {self.root}") from None
        return journal

    def write(self, name: str, content: bytes) -> None:
        """Keep a file. The same bytes are left alone, and with them the time of their writing."""
        path = self.path(name)
        checksum = hashlib.sha256(content).hexdigest()
        is_there = path.is_file()
        if name not in self.sums and name not in self.before and is_there:
            raise Refused(f"{path} is in the way: no export wrote it")
        self.sums[name] = checksum
        if is_there and path.stat().st_size == len(content) and path.read_bytes() == content:
            return
        self.note(name, checksum)
        path.parent.mkdir(parents=True, exist_ok=True)
        put(self.root / PART, path, content)
        self.changed.add(name)

    def note(self, name: str, checksum: str) -> None:
        """Before the file is there, so that whatever happens next it is known to be ours."""
        self.journal.write(f"{checksum}  {name}\n")
        self.journal.flush()

    def path(self, name: str) -> Path:
        """Where a file is, which is in this folder: neither a link out of it nor a name with dots leads elsewhere."""
        path = self.root / name
        if path.is_symlink() or not path.parent.resolve().is_relative_to(self.root.resolve()) or ".." in path.parts:
            raise Refused(f"{path} leads out of {self.root}")
        return path

    def finish(self) -> int:
        """Take away what belongs to the site no more, and say what is there. How many files were taken away."""
        gone = sorted(self.before - set(self.sums))
        for name in gone:
            path = self.path(name)
            path.unlink(missing_ok=True)
            with suppress(OSError):  # a folder that still holds something stays
                for folder in path.relative_to(self.root).parents:
                    if folder != Path():
                        (self.root / folder).rmdir()
        lines = "".join(f"{self.sums[name]}  {name}\n" for name in sorted(self.sums))
        if not (self.root / SUMS).is_file() or (self.root / SUMS).read_text(encoding="utf-8") != lines:
            put(self.root / PART, self.root / SUMS, lines.encode())
        (self.root / JOURNAL).unlink()
        return len(gone)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.journal.close()


def put(part: Path, path: Path, content: bytes) -> None:
    """Write beside its place, then rename: a file is whole or not there."""
    part.write_bytes(content)
    part.replace(path)


def names_in(list_of_sums: Path) -> list[str]:
    """The files that such a list names. Its last line may have been cut off; that file is not there yet."""
    if not list_of_sums.is_file():
        return []
    lines = list_of_sums.read_text(encoding="utf-8").split("\n")[:-1]
    return [name for line in lines for _sum, blanks, name in [line.partition("  ")] if blanks]
