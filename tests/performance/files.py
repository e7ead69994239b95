"""Files of results, made in code."""

import openpyxl

from tests.common.files import saved


def csv_file(*lines, encoding="utf-8"):
    return "\r\n".join(lines).encode(encoding) + b"\r\n"


def xlsx_file(*rows, sheet="Results", formats=None):
    """A workbook; ``formats`` sets number formats by cell ("C2": "0.0%")."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    for cell, number_format in (formats or {}).items():
        page[cell].number_format = number_format
    return saved(book)
