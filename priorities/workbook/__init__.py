"""Reporting without a connection: a workbook of one's country, filled in anywhere and sent back."""
