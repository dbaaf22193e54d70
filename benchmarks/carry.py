"""What it costs to publish, export, import and print for nine countries and for two hundred, as a Markdown table.

Of each command, with its start (which the floor is alone): seconds of processor time, since the machine does other
things as well; the most memory it held; the size of what it made.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from .portal import ROOT

PUBLISHER = ["--by", "publisher@example.org"]
PRINT = """
import django; django.setup()
from reports.global_report import rendering
from reports.models import GlobalEdition
with rendering.pdf_of(GlobalEdition.objects.newest(), "en") as pdf:
    print(pdf.size)
"""

# Name, program, and below the folder what it made.
Step = tuple[str, list[str], str]
FLOOR = "start and stop (floor)"


def steps(out: Path) -> list[Step]:
    manage = ["manage.py"]
    return [
        (FLOOR, ["-c", "import django; django.setup()"], ""),
        ("global report: PDF in English", ["-c", PRINT], "var/renderings"),
        ("export_data", [*manage, "export_data", str(out / "data")], "data"),
        ("export_site without PDFs", [*manage, "export_site", "--without-pdfs", str(out / "site")], "site"),
        ("export_site again, nothing changed", [*manage, "export_site", "--without-pdfs", str(out / "site")], "site"),
        ("import_data, only shown", [*manage, "import_data", str(out / "data" / "pathfinder.json"), *PUBLISHER], ""),
    ]


def run(program: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds of processor time, and MiB of the largest of its processes. Ends here when the program failed."""
    with tempfile.TemporaryFile() as said:
        pid = os.posix_spawn(
            sys.executable,
            [sys.executable, *program],
            environment,
            file_actions=[(os.POSIX_SPAWN_DUP2, said.fileno(), 1), (os.POSIX_SPAWN_DUP2, said.fileno(), 2)],
        )
        _pid, status, usage = os.wait4(pid, 0)
        if status:
            said.seek(0)
            sys.exit(f"{program} failed:\n{said.read().decode()}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def measure(countries: int) -> dict[str, tuple[float, float, int]]:
    with tempfile.TemporaryDirectory(prefix="pathfinder-carry-") as folder:
        out = Path(folder)
        (out / "var").mkdir()
        environment = os.environ | {
            "LAPTOP": "1",
            "VAR_DIR": str(out / "var"),
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "DJANGO_SETTINGS_MODULE": "pathfinder.settings",
        }
        name = "seed, invent and publish"
        found = {name: (*run(["-m", "benchmarks.world", str(countries)], environment), size_of(out))}
        for name, program, made in steps(out):
            seconds, mib = run(program, environment)
            found[name] = (seconds, mib, size_of(out / made) if made else 0)
        return found


def cells(measured: tuple[float, float, int]) -> list[str]:
    seconds, mib, size = measured
    return [f"{seconds:.1f}", f"{mib:.0f}", f"{size / 2**20:.1f}" if size else ""]


def line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("countries", type=int, nargs="*", default=[9, 200])
    counts = parser.parse_args().countries
    os.chdir(ROOT)
    found = [measure(countries) for countries in counts]
    print(line(["", *(head for n in counts for head in (f"{n}: seconds", "MiB held", "MiB made"))]))
    print(line(["---"] * (1 + 3 * len(counts))))
    for name in found[0]:
        print(line([name, *(cell for each in found for cell in cells(each[name]))]))


if __name__ == "__main__":
    main()
