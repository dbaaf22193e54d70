import os
from pathlib import Path

from django.core.files.base import ContentFile

from reports.storage import WholeFileStorage


def test_a_file_replaces_the_one_of_its_name_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    storage = WholeFileStorage(location=tmp_path)
    for content in (b"one", b"two"):
        assert storage.save("a/b.pdf", ContentFile(content)) == "a/b.pdf"
    assert [path.read_bytes() for path in tmp_path.rglob("*.*")] == [b"two"]


def test_what_a_dead_process_left_is_written_over(tmp_path: Path) -> None:
    (tmp_path / f"b.pdf.{os.getpid()}.part").write_bytes(b"ha")
    WholeFileStorage(location=tmp_path).save("b.pdf", ContentFile(b"whole"))
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"whole"]
