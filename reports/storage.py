import os
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Files appear whole or not at all: written beside their place, then renamed into it."""

    def _save(self, name: str, content: File) -> str:
        part = f"{name}.{os.getpid()}.part"
        self.delete(part)  # left by a process of the same number that died
        super()._save(part, content)
        Path(self.path(part)).replace(self.path(name))
        return name

    def get_available_name(self, name: str, max_length: Any = None) -> str:
        """The name itself: here a name says what is in the file, so the same name means the same bytes."""
        return name
