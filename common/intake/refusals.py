"""Refusals that more than one reader makes, worded once."""

from . import limits
from .parts import FileRefused


def damaged(filename: str) -> FileRefused:
    """The refusal of a file that is broken or cut short."""
    return FileRefused(
        "damaged",
        f"{filename} is damaged or only a part of it arrived. Open it in your spreadsheet program, save it "
        "and try again.",
    )


def document_type(filename: str, part: str) -> FileRefused:
    """The refusal of XML that declares entities: spreadsheet programs never write it, attackers do."""
    return FileRefused(
        "xml-entities",
        f"{filename} was not opened, because its part {part} declares XML entities. "
        "Copy the table alone into a new workbook and save that.",
    )


def external_links(filename: str, where: str = "") -> FileRefused:
    """The refusal of a workbook whose values come from other files. ``where`` is " in sheet …" or empty."""
    return FileRefused(
        "external-links",
        f"{filename} takes values from other files{where}. In Excel use Data, Edit Links, Break Link, "
        "or paste the values into a new workbook, and save that.",
    )


def password_protected(filename: str) -> FileRefused:
    """The refusal of a file that cannot be read without its password."""
    return FileRefused(
        "password-protected",
        f"{filename} is protected by a password. Open it, remove the password (File, Info, Protect) and save it again.",
    )


def text_too_long(where: str) -> FileRefused:
    """The refusal of a text that a spreadsheet cell could not hold. ``where`` names the sheet and cell, or the line."""
    return FileRefused(
        "text-too-long",
        f"{where}: the text is longer than {limits.MAX_TEXT:,} characters, which no spreadsheet cell keeps whole. "
        "Shorten it.",
    )


def too_many_rows(where: str) -> FileRefused:
    """The refusal of a longer table than is read at once. ``where`` names the file or sheet."""
    return FileRefused(
        "too-many-rows", f"{where} has more than {limits.MAX_ROWS:,} rows. Split the table into several files."
    )


def far_cell(sentence: str) -> FileRefused:
    """The refusal of a stray cell far outside any table. ``sentence`` names the sheet and cell."""
    return FileRefused(
        "far-cell",
        f"{sentence}, far outside any table (at most {limits.MAX_ROWS:,} rows and {limits.MAX_COLUMNS:,} columns are "
        "read). Delete what is there, or copy the table alone into a new sheet, and save it again.",
    )


def too_large_to_read(filename: str) -> FileRefused:
    """The refusal of a workbook that would take more time or memory than any table should."""
    return FileRefused(
        "too-complex",
        f"{filename} takes too long or too much memory to read. Copy the table alone into a new workbook "
        "(or save it as CSV), split it if it is very long, and try again.",
    )
