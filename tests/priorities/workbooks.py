"""A workbook as a person fills it in: downloaded, cells changed, saved by another program."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from accounts.models import User
from countries.models import Country
from priorities.models import NextStep

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Paper:
    """A country's workbook in somebody's hands."""

    def __init__(self, content: bytes) -> None:
        self.book: Workbook = load_workbook(io.BytesIO(content))

    def sheet_of(self, of: Any) -> Worksheet:
        return self.book.worksheets[2 if isinstance(of, NextStep) else 1]

    def cell(self, of: Any, name: str) -> Any:
        """The cell of that action or step in that column."""
        sheet = self.sheet_of(of)
        column = next(cell.column for cell in sheet[1] if cell.value == name)
        reference = str(of.order) if isinstance(of, NextStep) else of.reference
        row = next(row[0].row for row in sheet.iter_rows(3, max_col=1) if row[0].value == reference)
        return sheet.cell(row, column)

    def write(self, of: Any, **values: Any) -> "Paper":
        for name, value in values.items():
            self.cell(of, name).value = value
        return self

    @property
    def content(self) -> bytes:
        file = io.BytesIO()
        self.book.save(file)
        return file.getvalue()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(country: Country, language: str = "en") -> str:
    return f"/{language}/desk/{country.slug}/workbook/"


def downloaded(user: User, country: Country, language: str = "en") -> Paper:
    answer = signed_in(user).get(f"{address(country, language)}download/")
    assert answer.status_code == 200
    return Paper(answer.content)


def file_of(content: bytes, name: str = "workbook.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, XLSX)
