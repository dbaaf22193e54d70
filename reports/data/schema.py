"""The data dictionary: every table of the open data and every field in it. What TABLES says is all there is."""

from reports.data import edition_tables, library_tables
from reports.data.table import BETWEEN, CHECKS, Field, Reference, Row, Table, Type, checks_of

__all__ = ["BETWEEN", "CHECKS", "OF_EDITIONS", "OF_LIBRARY", "TABLES", "Field", "Reference", "Row", "Table", "Type",
           "checks_of"]  # fmt: skip

OF_EDITIONS: dict[str, Table] = {table.name: table for table in edition_tables.TABLES}
OF_LIBRARY: dict[str, Table] = {table.name: table for table in library_tables.TABLES}
TABLES: dict[str, Table] = OF_EDITIONS | OF_LIBRARY
