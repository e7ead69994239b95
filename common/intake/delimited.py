"""Reads a text table: encoding, delimiter and quotes found out from the file itself, and said."""

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from . import limits
from .columns import ColumnSpec, read_headings
from .parts import FileRefused, Note, RawCell, RawRow, RawSheet
from .refusals import far_cell, text_too_long, too_many_rows
from .wording import letters

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SHOWN = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with byte-order mark",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
}
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
# Enough lines to find the headings in; a whole file need not be parsed three times.
_SAMPLE_CHARACTERS = 20_000
# Tens of thousands are made, and RawCell(…) takes longer.
_cell = RawCell._make


def read_delimited(data: bytes, filename: str, spec: ColumnSpec) -> RawSheet:
    """The file's rows, in order; blank lines count in the numbering. Raises FileRefused."""
    text, encoding = decode(data, filename)
    delimiter, said = _delimiter(text, spec)
    notes = []
    if encoding != "UTF-8":
        notes.append(Note("encoding", f"{filename} was read as {encoding}."))
    if delimiter != ",":
        notes.append(Note("delimiter", f"{filename} separates its columns with {_DELIMITERS[delimiter]}."))
    records = enumerate(_records(text, delimiter, filename), 1)
    if said:
        next(records)
    return RawSheet(rows=_rows(records, filename), encoding=encoding, notes=notes)


def _rows(records: Iterator[tuple[int, list[str]]], filename: str) -> Iterator[RawRow]:
    for number, fields in records:
        cells = tuple([_cell((at, "text", text, "")) for at, text in enumerate(fields, 1) if text.strip()])
        if not cells:
            continue
        if cells[-1].column > limits.MAX_COLUMNS:
            raise far_cell(f"{filename} has something in cell {letters(cells[-1].column)}{number}")
        if number > limits.MAX_ROWS:
            raise too_many_rows(filename)
        yield RawRow(number, cells)


def decode(data: bytes, filename: str) -> tuple[str, str]:
    """The text, and the name of its encoding as shown. Raises FileRefused for NUL bytes and unknown encodings."""
    for codec in _codecs(data):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            line = text.count("\n", 0, text.index("\x00")) + 1
            raise FileRefused(
                "nul-bytes",
                f"{filename} has a NUL byte in line {line}, so it is not a text file or is damaged. "
                "Open it in your spreadsheet program and save it again as CSV (UTF-8).",
            )
        return text, _SHOWN[codec]
    raise FileRefused(
        "unknown-encoding",
        f"{filename} is not in UTF-8, UTF-16 or Windows-1252, so its letters cannot be read. "
        "Open it in your spreadsheet program and save it again as CSV (UTF-8).",
    )


def _codecs(data: bytes) -> list[str]:
    """The encodings to try, in order."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return [codec]
    # UTF-16 without its mark: in a mostly Latin text every other byte is zero.
    sample = data[:2_000]
    half = len(sample) // 2
    if len(data) % 2 == 0 and half:
        if sample[1::2].count(0) > half * 0.7 and not sample[0::2].count(0):
            return ["utf-16-le"]
        if sample[0::2].count(0) > half * 0.7 and not sample[1::2].count(0):
            return ["utf-16-be"]
    return ["utf-8", "cp1252"]


def _delimiter(text: str, spec: ColumnSpec) -> tuple[str, bool]:
    """The delimiter under which most headings are known (at a tie, most columns), and whether a first line says it."""
    first = text[:6].splitlines()[0].lower() if text else ""
    if first.startswith("sep=") and first[4:5] in _DELIMITERS:
        return first[4], True
    sample = text[:_SAMPLE_CHARACTERS]
    return max(_DELIMITERS, key=lambda delimiter: _known_headings(sample, delimiter, spec)), False


def _known_headings(sample: str, delimiter: str, spec: ColumnSpec) -> tuple[int, int]:
    """How many headings are known in the best of the first rows, and how many columns the first row has."""
    # Not strict: the sample may end within quotes.
    filled = (row for row in csv.reader(StringIO(sample, newline=""), delimiter=delimiter) if any(map(str.strip, row)))
    rows = list(islice(filled, limits.HEADING_ROWS))
    raw = [RawRow(0, tuple(RawCell(at, "text", text) for at, text in enumerate(row, 1))) for row in rows]
    known = max((len(read_headings(spec, row).found) for row in raw), default=0)
    return known, len(rows[0]) if rows else 0


def _records(text: str, delimiter: str, filename: str) -> Iterator[list[str]]:
    """Each record's fields. Line ends of every kind count; quotes must be closed, or rows would be swallowed."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        if "field larger" in str(error):
            raise text_too_long(f"{filename}, line {reader.line_num}") from error
        raise FileRefused(
            "quotes",
            f"{filename}: a quotation mark is out of place or never closed, seen at line {reader.line_num}. "
            'Close it, or write a quotation mark within quoted text twice ("").',
        ) from error
