"""What a file really is, whatever its name says; and which files are refused for that alone."""

from pathlib import PurePath

from .archive import open_archive, refuse_unsafe
from .parts import FileRefused
from .refusals import password_protected

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF-"
_MARKUP = ("<!doctype", "<html", "<table", "<meta", "<head", "<body", "<?xml", "<!--", "<workbook", "<style")
_SUFFIXES = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".ods": "ods"}
_NAMES = {"csv": "a CSV file (.csv)", "xlsx": "an Excel workbook (.xlsx)", "ods": "an OpenDocument spreadsheet (.ods)"}
_OTHER_DOCUMENTS = {
    "word/": "a Word document",
    "ppt/": "a PowerPoint presentation",
    "visio/": "a Visio drawing",
}
SAVE_AS = "Open it in your spreadsheet program and use Save As to make an Excel workbook (.xlsx) or a CSV file"


def kind_of(data: bytes, filename: str) -> str:
    """ "csv", "xlsx" or "ods" by the content. Raises FileRefused for a file of any other kind, unsafe or misnamed."""
    if not data.strip(b"\x00\r\n\t "):
        raise FileRefused("empty-file", f"{filename} is empty. Choose the file that holds the table.")
    named = _SUFFIXES.get(PurePath(filename).suffix.lower(), "")
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        kind = _zip_kind(data, filename)
    else:
        _refuse_other_content(data, filename)
        kind = "csv"
    if named == kind:
        return kind
    if kind == "csv" and named:
        raise FileRefused("damaged", f"{filename} is not {_NAMES[named]}, or only a part of it arrived. {SAVE_AS}.")
    if not named and kind == "csv":
        raise FileRefused(
            "unsupported-type",
            f"{filename} is not a kind of file that can be read. {SAVE_AS}; OpenDocument (.ods) is read as well.",
        )
    raise FileRefused(
        "wrong-extension",
        f"{filename} holds {_NAMES[kind]}, which its name does not say. Rename it to end in .{kind}.",
    )


def _zip_kind(data: bytes, filename: str) -> str:
    with open_archive(data, filename) as archive:
        refuse_unsafe(archive, filename)
        names = archive.namelist()
        mimetype = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    for folder, what in _OTHER_DOCUMENTS.items():
        if any(name.startswith(folder) for name in names):
            raise _other(filename, what)
    if "xl/workbook.bin" in names:
        raise _other(filename, "an Excel binary workbook (.xlsb)")
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if mimetype.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    raise _other(filename, "an OpenDocument text or drawing" if "opendocument" in mimetype else "a zip archive")


def _refuse_other_content(data: bytes, filename: str) -> None:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise password_protected(filename)
        if "WordDocument".encode("utf-16-le") in data:
            raise _other(filename, "an old Word document (.doc)")
        raise FileRefused("old-excel", f"{filename} is an old Excel file (.xls), whatever its name says. {SAVE_AS}.")
    if data.startswith((b"\x09\x08\x10\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00")):
        raise FileRefused("old-excel", f"{filename} is an old Excel file (.xls), whatever its name says. {SAVE_AS}.")
    if data.startswith(_PDF):
        raise _other(filename, "a PDF")
    opening = data[:1024].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if opening.startswith(tuple(mark.encode() for mark in _MARKUP)):
        raise FileRefused("web-page", f"{filename} is a web page (HTML or XML) saved under a table's name. {SAVE_AS}.")


def _other(filename: str, what: str) -> FileRefused:
    return FileRefused(
        "other-document", f"{filename} is {what}, not a spreadsheet. Choose the file that holds the table."
    )
