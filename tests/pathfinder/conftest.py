from pathlib import Path

import pytest

from tests.pathfinder.seed_folder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A small folder of files to seed from."""
    return Folder(tmp_path)
