"""The Word markup of words and tables, written as text and parsed once: python-docx's own cells are far slower."""

import re
from collections.abc import Iterator
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

from .blocks import ADDED, REMOVED, Cell, Changes, Facts, Span, Table
from .prepare import bracketed, check, is_group, printable, widths, words_of

BOOKMARK_NAME = re.compile(r"[A-Za-z_]\w{0,39}", re.ASCII)
NAMESPACE = nsdecls("w")
SOFT, GROUP = "F3F6F6", "E3ECEC"
BRAND, MUTED = "12434A", "4B5A5E"
TONES = {
    "red": "B3261E", "amber": "5C3B00", "green": "1C6B3C", "blue": "1D5A96", "grey": MUTED, "none": MUTED,
    "improving": "1C6B3C", "worsening": "B3261E", "stable": MUTED,
}  # fmt: skip
MARKS = {REMOVED: (TONES["red"], "through"), ADDED: (TONES["green"], "under")}
TERM_SHARE = 0.3


class Bookmarks:
    """Names already used in one document: Word keeps a name once only, so the first place that asks for it has it."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._used: set[str] = set()

    def around(self, name: str, content: str) -> str:
        """The content between the marks that give it the name; as it is when there is no name or it is taken."""
        if not name or name.lower() in self._used:
            return content
        self._used.add(name.lower())
        number = next(self._numbers)
        start = f"<w:bookmarkStart w:id={quoteattr(str(number))} w:name={quoteattr(name)}/>"
        return f"{start}{content}<w:bookmarkEnd w:id={quoteattr(str(number))}/>"


def hidden_name(name: str) -> str:
    """The name as Word keeps it: one that begins with an underscore is not listed to the person who edits.

    Raises ValueError for one that Word would cut or drop: over 40 characters, or other than letters, figures and _.
    """
    hidden = name if not name or name.startswith("_") else f"_{name}"
    if hidden and not BOOKMARK_NAME.fullmatch(hidden):
        raise ValueError(f"“{name}” cannot be a bookmark: use up to 39 letters, figures and underscores.")
    return hidden


def anchor_name(anchor: str) -> str:
    """A heading's anchor as a bookmark: what Word does not take in a name becomes an underscore."""
    name = re.sub(r"[^A-Za-z0-9_]", "_", anchor)[:39]
    return name if not name or BOOKMARK_NAME.fullmatch(name) else f"_{name}"


def run(text: str, colour: str = "", bold: bool = False, ground: str = "", line: str = "") -> str:
    """A run of text; its line breaks and tabs are Word's own. Colours are six hexadecimal figures.

    ``line``: "through" or "under".
    """
    look = ("<w:b/>" if bold else "") + ("<w:strike/>" if line == "through" else "")
    look += f'<w:color w:val="{colour}"/>' if colour else ""
    look += '<w:u w:val="single"/>' if line == "under" else ""
    look += f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>' if ground else ""
    lines = escape(printable(text)).replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>").split("\n")
    words = "<w:br/>".join(f"<w:t xml:space='preserve'>{line}</w:t>" for line in lines)
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{words}</w:r>"


def paragraph(style: str, content: str, properties: str = "") -> str:
    """A paragraph of the named style (by its id) around runs."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def parsed(markup: str) -> BaseOxmlElement:
    """The element that the markup describes, with Word's namespace declared on it."""
    element: BaseOxmlElement = parse_xml(re.sub(r"^<(w:\w+)", rf"<\1 {NAMESPACE}", markup, count=1))
    return element


def table_markup(table: Table, bookmarks: Bookmarks, room: int, landscape: bool) -> str:
    """A table with a header row that repeats on each page. ``room`` is the width between the margins, in twips."""
    check(table)
    grid = [round(share * room) for share in widths(table, landscape).shares]
    rows = "".join(_rows(table, bookmarks, grid))
    caption = f"<w:tblCaption w:val={quoteattr(printable(table.caption))}/>" if table.caption else ""
    return _table(rows, grid, '<w:tblLook w:val="0620" w:firstRow="1" w:firstColumn="0"/>' + caption)


def facts_markup(facts: Facts, room: int) -> str:
    """The facts as a table of two columns: the term and its value."""
    grid = [round(room * TERM_SHARE), room - round(room * TERM_SHARE)]
    rows = "".join(
        _row(_cell(grid[0], run(term, MUTED, bold=True)) + _cell(grid[1], run(value))) for term, value in facts.rows
    )
    return _table(rows, grid, '<w:tblLook w:val="0680" w:firstRow="0" w:firstColumn="1"/>')


def changes_markup(changes: Changes, room: int) -> str:
    """The terms beside their compared texts, as a table of two columns."""
    grid = [round(room * TERM_SHARE), room - round(room * TERM_SHARE)]
    rows = "".join(
        _row(_cell(grid[0], run(term, MUTED, bold=True)) + _cell(grid[1], "".join(map(_marked, spans))))
        for term, spans in changes.rows
    )
    return _table(rows, grid, '<w:tblLook w:val="0680" w:firstRow="0" w:firstColumn="1"/>')


def _marked(span: Span) -> str:
    colour, line = MARKS.get(span.mark, ("", ""))
    return run(bracketed(span), colour, line=line)


def _table(rows: str, grid: list[int], look: str) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="PlanTable"/><w:tblW w:w="{sum(grid)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{look}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>'
    )


def _rows(table: Table, bookmarks: Bookmarks, grid: list[int]) -> Iterator[str]:
    body = [row for row in table.rows if not is_group(table, row)]
    numbers = [any(row[column].number for row in body) for column in range(len(grid))]
    headings = zip(grid, table.columns, numbers, strict=True)
    yield _row(
        "".join(_cell(width, run(text, MUTED, bold=True), SOFT, right=right) for width, text, right in headings),
        header=True,
    )
    for row in table.rows:
        if is_group(table, row):
            words = bookmarks.around(hidden_name(row[0].bookmark), run(words_of(row[0]), BRAND, bold=True))
            yield _row(_cell(sum(grid), words, GROUP, span=len(grid)))
        else:
            yield _row("".join(_body_cell(cell, width, bookmarks) for cell, width in zip(row, grid, strict=True)))


def _body_cell(cell: Cell, width: int, bookmarks: Bookmarks) -> str:
    words = run(words_of(cell), TONES.get(cell.tone, ""), bold=cell.tone in TONES)
    return _cell(width, bookmarks.around(hidden_name(cell.bookmark), words), right=cell.number)


def _row(cells: str, header: bool = False) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if header else ''}</w:trPr>{cells}</w:tr>"


def _cell(width: int, words: str, fill: str = "", span: int = 1, right: bool = False) -> str:
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    # A filled row is a header or a group: it stays with the row under it.
    properties = ("<w:keepNext/>" if fill else "") + ('<w:jc w:val="right"/>' if right else "")
    content = paragraph("TableText", words, properties)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}{ground}</w:tcPr>{content}</w:tc>'
