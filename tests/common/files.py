"""Makes the files that people upload, good and bad, in memory: no file is kept in the repository.

The same call makes the same bytes at any time: see ``steady``.
"""

import re
import zipfile
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import xlsxwriter

from common.intake import Column, ColumnSpec, FileRefused, read_table

RESULTS = ColumnSpec(
    columns=(
        Column("Reference", ("Ref", "Id", "Code", "KPI"), required=True, identifier=True),
        Column("Result", ("Value", "Actual", "Total"), required=True),
        Column("Status"),
        Column("Commentary", ("Comment", "Notes")),
        Column("Target"),
    ),
    one_of=(
        (Column("Year", required=True), Column("Period", ("Quarter",), required=True)),
        (Column("Period", ("Year", "Quarter"), required=True),),
    ),
)
HEADINGS = ["Reference", "Period", "Result"]
ROW = ["BPI108", "2018/19", 943]


def read(data, filename="results.xlsx", **options):
    return read_table(data, filename, columns=RESULTS, **options)


def refusal(data, filename="results.xlsx", **options):
    """The refusal of a file that must be refused; fails when it is read, or when the sentence is not one clear line."""
    try:
        intake = read(data, filename, **options)
    except FileRefused as refused:
        assert "\n" not in refused.sentence
        assert refused.sentence.endswith((".", "?")), refused.sentence
        return refused
    raise AssertionError(f"{filename} was read: {intake}")


def notes(intake):
    return {note.code: note.message for note in intake.notes}


def csv(*lines, encoding="utf-8", newline="\r\n"):
    return newline.join(lines).encode(encoding)


def workbook(*rows, change=None):
    """An Excel workbook with one sheet, "Results"; ``change(book, sheet)`` may alter it before it is saved."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Results"
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    return saved(book)


def shared(*rows, change=None):
    """The same table by another writer: its texts are shared strings. ``change(book, sheet)`` as for ``workbook``."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Results")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    if change:
        change(book, sheet)
    book.close()
    return steady(file.getvalue())


def saved(book):
    file = BytesIO()
    book.save(file)
    return steady(file.getvalue())


MADE_AT = (2019, 8, 20, 12, 0, 0)
_MOMENT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def steady(data):
    """The same container without the moment at which it was made."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            content = _MOMENT.sub(rb"\g<1>2019-08-20T12:00:00Z\g<3>", source.read(name))
            _write(target, name, content)
    return file.getvalue()


def _write(target, name, content, packed=zipfile.ZIP_DEFLATED):
    part = zipfile.ZipInfo(name, MADE_AT)
    part.compress_type = packed
    target.writestr(part, content)


def rezipped(data, replace=(), add=None):
    """The same container with bytes replaced (part, old, new) and parts added (name → bytes)."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        assert {part for part, _, _ in replace} <= set(source.namelist()), source.namelist()
        for name in source.namelist():
            content = source.read(name)
            for part, old, new in replace:
                if part == name:
                    assert old in content, f"{old!r} is not in {part}: {content[:500]!r}"
                    content = content.replace(old, new)
            _write(target, name, content)
        for name, content in (add or {}).items():
            _write(target, name, content)
    return file.getvalue()


def archive(**parts):
    """A zip container; the names' "__" stands for "/"."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as target:
        for name, content in parts.items():
            _write(target, name.replace("__", "/"), content, zipfile.ZIP_STORED)
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ODS_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    '<office:automatic-styles><style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)


def ods_cell(text="", kind="string", **attributes):
    given = "".join(f" {name.replace('__', ':').replace('_', '-')}={quoteattr(v)}" for name, v in attributes.items())
    return f'<table:table-cell office:value-type="{kind}"{given}><text:p>{escape(text)}</text:p></table:table-cell>'


def ods_row(*cells, attributes=""):
    written = "".join(cell if cell.startswith("<") else ods_cell(cell) for cell in cells)
    return f"<table:table-row{attributes}>{written}</table:table-row>"


def ods(*rows, extra="", **parts):
    """An OpenDocument spreadsheet with one sheet, "Results", and whatever tables ``extra`` holds."""
    tables = f'<table:table table:name="Results">{"".join(rows)}</table:table>{extra}'
    return archive(mimetype=ODS_MIMETYPE, **{"content.xml": _ODS.format(tables)}, **parts)
