"""A document as an accessible PDF (PDF/UA-1): tagged, with a title, a language, headings in order and table headers."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings

from . import typeset
from .blocks import Block, Bullets, Cell, Changes, Document, Facts, Heading, Paragraph, Span, Table
from .fit import DENSE_SPARK, INSET, LEADING, SPARK, Fitted, fits
from .fonts import shown_by
from .glyphs import breakable, showable
from .prepare import (
    DIRECTIONS,
    LONGEST_BADGE,
    RATINGS,
    Widths,
    bracketed,
    check,
    in_order,
    is_group,
    lines_of,
    widths,
    words_of,
)
from .ruler import Ruler

TEMPLATE = Path(__file__).with_name("report.typ")
PARAGRAPH_STYLES = ("lead", "muted", "note")
LONGEST_SECONDS = 60
MOST_TRIES = 4  # of a document that is to stand on one sheet
TOO_TALL = "takes more sheets"  # as report.typ says it
LONGEST_UNBROKEN_ROW = 15  # lines; a longer row may go on to the next page


class PdfTrouble(RuntimeError):
    """The PDF could not be made; the sentence says why, for whoever runs the service."""


def to_pdf(document: Document) -> bytes:
    """The PDF's bytes, the same for the same document.

    Raises ValueError for a table whose rows do not fit its columns, and PdfTrouble when the build has not put Inter
    into ``build/fonts`` or the typesetter fails.
    """
    fonts = settings.BASE_DIR / "build" / "fonts"
    characters = shown_by(fonts)
    if not characters:
        raise PdfTrouble(f"The fonts for PDFs are not in {fonts}: run “make setup”, which fetches them.")
    words = Words(characters)
    if not document.one_page:
        return _typeset(_document(document, words), fonts)
    return _fitted(document, words, fonts)


def _fitted(document: Document, words: "Words", fonts: Path) -> bytes:
    """In the best setting that holds what was worked out for it."""
    for block in document.blocks:
        if isinstance(block, Table):
            check(block)
    *tries, last = islice(fits(document, Ruler(fonts)), MOST_TRIES)
    for one in tries:
        try:
            return _typeset(_document(one.document, words) | _setting(one), fonts)
        except PdfTrouble as trouble:
            if TOO_TALL not in str(trouble):
                raise
    return _typeset(_document(last.document, words) | _setting(replace(last, sheets=0)), fonts)


def _setting(one: Fitted) -> dict[str, Any]:
    """How a document is set that is to stand on few sheets: lengths in points, and in ems of the tables' type."""
    return {
        "paper": one.setting.paper,
        "note": one.note,
        "fit": {
            "size": one.setting.size,
            "air": one.setting.air,
            "inset": INSET,
            "leading": LEADING,
            "spark": DENSE_SPARK if one.setting.lines == 1 else SPARK,
            "sheets": one.sheets,
        },
    }


def _typeset(made: dict[str, Any], fonts: Path) -> bytes:
    data = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    command = [sys.executable, "-I", typeset.__file__, str(TEMPLATE), str(fonts)]
    try:
        # Our own program and files; the document's words go to its standard input.
        done = subprocess.run(command, input=data.encode(), capture_output=True, timeout=LONGEST_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as late:
        raise PdfTrouble(f"The PDF took longer than {LONGEST_SECONDS} seconds to lay out and was stopped.") from late
    if done.returncode:
        raise PdfTrouble(f"The PDF could not be laid out: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


class Words:
    """Turns text into the lines that the template shows: only characters that the fonts have."""

    def __init__(self, characters: frozenset[int]) -> None:
        self.characters = characters
        self.one = partial(showable, characters=characters)

    def lines(self, text: str) -> list[str]:
        """The text's lines; never an empty list, which the template could not join."""
        return breakable(self.one(text)).split("\n")

    def line(self, text: str) -> str:
        """The text on one line, for a title, a header or a footer."""
        return " ".join(self.one(text).split())


def _document(document: Document, words: Words) -> dict[str, Any]:
    dated = document.dated
    return {
        "title": words.line(document.title) or "Untitled",
        "subtitle": words.line(document.subtitle),
        "author": words.line(document.author),
        "footer": words.line(document.footer),
        "watermark": words.line(document.watermark),
        "landscape": document.landscape,
        "paper": "a4",
        "note": "",
        "fit": None,
        "dated": dated and {"year": dated.year, "month": dated.month, "day": dated.day},
        "blocks": [_block(block, words, document) for block in in_order(document.blocks) if not _is_empty(block)],
    }


def _is_empty(block: Block) -> bool:
    return (isinstance(block, Bullets) and not block.items) or (isinstance(block, Facts | Changes) and not block.rows)


def _block(block: Block, words: Words, document: Document) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "lines": words.lines(block.text)}
        case Paragraph():
            style = block.style if block.style in PARAGRAPH_STYLES else ""
            return {"kind": "paragraph", "style": style, "lines": words.lines(block.text)}
        case Bullets():
            return {"kind": "bullets", "numbered": block.numbered, "items": [words.lines(item) for item in block.items]}
        case Facts():
            return {"kind": "facts", "rows": [[words.line(term), words.lines(value)] for term, value in block.rows]}
        case Changes():
            rows = [[words.line(term), [_span(span, words) for span in spans]] for term, spans in block.rows]
            return {"kind": "changes", "rows": rows}
        case Table():
            return _table(block, words, document)


def _span(span: Span, words: Words) -> tuple[list[str], str]:
    return words.lines(bracketed(span)), span.mark


def _table(table: Table, words: Words, document: Document) -> dict[str, Any]:
    check(table)
    fitted = widths(table, document.landscape, as_given=document.one_page)
    body = [row for row in table.rows if not is_group(table, row)]
    return {
        "kind": "table",
        "caption": [] if table.titled else words.lines(table.caption),
        "columns": [words.lines(heading) for heading in table.columns],
        "widths": fitted.shares,
        "tight": fitted.tight,
        "numbers": [any(row[column].number for row in body) for column in range(len(table.columns))],
        "rows": list(_rows(table, fitted, words, landscape=document.landscape)),
    }


def _rows(table: Table, fitted: Widths, words: Words, *, landscape: bool) -> Iterator[dict[str, Any]]:
    """The rows. Headings of groups are set as a header that their rows repeat on the next page or, with no rows, as rows only.

    The typesetter fails on a header that is followed by another or by nothing.
    """
    above: list[Any] = []
    for row in table.rows:
        cells = [_cell(cell, words) for cell in row]
        if is_group(table, row):
            if above and not table.nested:
                yield _group("row", above)
                above = []
            above += cells
            continue
        if above:
            yield _group("header", above)
            above = []
        yield {"group": "", "long": lines_of(row, fitted, landscape) > LONGEST_UNBROKEN_ROW, "cells": cells}
    yield from (_group("row", [cell]) for cell in above)


def _group(kind: str, cells: list[Any]) -> dict[str, Any]:
    return {"group": kind, "long": False, "cells": cells}


def _cell(cell: Cell, words: Words) -> tuple[list[Any], str, str]:
    """The cell's lines, its tone, and whether the tone is a badge behind the words or their colour.

    A small line has its points instead: [(x, y), …], "", "spark".
    """
    if len(cell.spark) > 1:
        return [list(point) for point in cell.spark], "", "spark"
    lines = words.lines(words_of(cell))
    if not cell.text.strip() or not cell.tone:
        return lines, "", ""
    tone = "grey" if cell.tone == "none" else cell.tone
    if cell.tone in DIRECTIONS:
        return lines, tone, "words"
    if cell.tone not in RATINGS and tone != "blue":
        return lines, "", ""
    return lines, tone, "badge" if len(lines) == 1 and len(lines[0]) <= LONGEST_BADGE else "words"
