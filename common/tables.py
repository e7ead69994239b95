"""Tables that go out in the columns in which they come in: each room registers its own, one command writes them all."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.core.serializers.json import DjangoJSONEncoder

from common.documents.safe import typed_text
from common.documents.sheets import Sheet, to_csv, to_xlsx

# How a table is written, and the type that the browser is told.
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}


class UnknownReference(Exception):
    """A table was asked for the rows of something that there is not; the message is the sentence."""


@dataclass(frozen=True)
class Table:
    """A table that can be taken out. ``sheet(reference)`` has all its rows for an empty reference, else those of one record.

    It raises UnknownReference where there is no such record. ``of``: what a reference may name, as a sentence ends.
    """

    name: str
    sheet: Callable[[str], Sheet]
    of: str


_tables: dict[str, Table] = {}


def register(*tables: Table) -> None:
    """Add tables to those that ``export_table`` knows."""
    _tables.update({table.name: table for table in tables})


def tables() -> dict[str, Table]:
    """Every registered table by its name, in the order in which the rooms registered them."""
    return dict(_tables)


def write_sheet(sheet: Sheet, form: str) -> bytes:
    """A table's bytes as csv, xlsx or json (a list of objects by column), to be read again as they are."""
    if form == "csv":
        return to_csv(sheet)
    if form == "xlsx":
        rows = ([typed_text(value) for value in row] for row in sheet.rows)
        return to_xlsx([replace(sheet, rows=rows)], title=sheet.title)
    headings = [column.heading for column in sheet.columns]
    records = [dict(zip(headings, row, strict=True)) for row in sheet.rows]
    return (json.dumps(records, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder) + "\n").encode()
