"""Reads an uploaded table, whatever kind of file it came in."""

from .assemble import assemble
from .columns import ColumnSpec
from .delimited import read_delimited
from .kinds import kind_of
from .limited import read_workbook
from .parts import FileRefused, Intake, RawSheet
from .wording import base_name, shown


def read_table(data: bytes, filename: str, *, columns: ColumnSpec, sheet: str = "") -> Intake:
    """Rows, notes and counts of the table in a .csv, .xlsx or .ods file.

    ``sheet`` names the sheet to read; empty means the first visible one that has the columns. Raises FileRefused with a
    stable code and one line that says what is wrong, where, and how to mend it.
    """
    raw, name, kind = raw_sheet(data, filename, columns, sheet)
    return assemble(raw, columns, name, kind)


def raw_sheet(data: bytes, filename: str, columns: ColumnSpec, sheet: str) -> tuple[RawSheet, str, str]:
    """The sheet before its headings are known, the file's own name and its kind. Raises FileRefused."""
    name = base_name(filename)
    _refuse_size(data, name)
    kind = kind_of(data, name)
    if kind != "csv":
        return read_workbook(data, name, kind, columns, sheet), name, kind
    if sheet:
        raise FileRefused(
            "unknown-sheet", f'{name} is a CSV file and has no sheet "{shown(sheet)}". Leave the sheet out.'
        )
    return read_delimited(data, name, columns), name, kind


def _refuse_size(data: bytes, filename: str) -> None:
    # Not at the top: the process that opens workbooks imports this package too, and starts without Django.
    from django.conf import settings

    if len(data) > settings.UPLOAD_MAX_BYTES:
        most = settings.UPLOAD_MAX_BYTES / 1024 / 1024
        raise FileRefused("too-large", f"{filename} is larger than {most:g} MB. Split the table into several files.")
