"""A Word file as lines and grids in their order, whoever saved it: nothing of it is left out, nothing is understood yet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from .prepare import printable

NOTES = {"footnotes": "Footnote", "endnotes": "Endnote", "comments": "Comment"}
HEADING = re.compile(r"^heading (\d)", re.IGNORECASE)
P, TBL, SDT, SDT_CONTENT = qn("w:p"), qn("w:tbl"), qn("w:sdt"), qn("w:sdtContent")
TEXT, TAB, BREAK, CARRIAGE = qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")
HYPHEN, BOX, FALLBACK = (
    qn("w:noBreakHyphen"),
    qn("w:txbxContent"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)
MARK, NAME = qn("w:bookmarkStart"), qn("w:name")


@dataclass(frozen=True)
class Line:
    """A paragraph. ``level``: of a heading, 0 for any other; ``marks``: its bookmarks; ``style``: its style's name."""

    text: str
    level: int = 0
    bullet: bool = False
    style: str = ""
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Row:
    """A table's row. A row of one cell spans all columns."""

    cells: tuple[str, ...]
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Grid:
    rows: tuple[Row, ...]


Read = Line | Grid


def read_word(document: WordDocument) -> list[Read]:
    """Everything in the body that says something. Text in a box stands after the paragraph to which it is tied."""
    return [block for block in _blocks(document.element.body, document) if isinstance(block, Grid) or block.text]


def _blocks(parent: Any, document: WordDocument) -> Iterator[Read]:
    for child in parent.iterchildren():
        if child.tag == P:
            yield _line(Paragraph(child, document._body))
            yield from _boxes(child, document)
        elif child.tag == TBL:
            yield _grid(Table(child, document._body))
        elif child.tag == SDT:
            for content in child.iterchildren(SDT_CONTENT):
                yield from _blocks(content, document)


def _boxes(paragraph: Any, document: WordDocument) -> Iterator[Read]:
    """Text boxes; Word writes each twice, the second time for programs of before 2010."""
    for box in paragraph.iter(BOX):
        if not any(above.tag == FALLBACK for above in box.iterancestors()):
            yield from _blocks(box, document)


def _line(paragraph: Paragraph) -> Line:
    style = _style(paragraph)
    found = HEADING.match(style)
    numbered = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
    return Line(
        text=text_of(paragraph._p),
        level=int(found[1]) if found else 0,
        bullet=not found and (numbered or style.lower().startswith("list")),
        style=style,
        marks=_marks(paragraph._p),
    )


def _style(paragraph: Paragraph) -> str:
    """The name of the paragraph's style; of one that a council made from a heading, the heading's."""
    style = paragraph.style
    first = style.name if style is not None else ""
    for _ in range(10):
        if style is None or HEADING.match(style.name or ""):
            break
        style = style.base_style
    return (style.name if style is not None else first) or ""


def _marks(element: Any) -> frozenset[str]:
    return frozenset(mark.get(NAME, "").lower() for mark in element.iter(MARK))


def text_of(element: Any) -> str:
    """A paragraph's words, without what stands in its text boxes; line breaks are kept."""
    said: list[str] = []
    for node in element.iter(TEXT, TAB, BREAK, CARRIAGE, HYPHEN):
        if node.tag == TAB and node.getparent().tag != qn("w:r"):
            continue  # a stop of the style, not one that somebody typed
        if _boxed(node, element):
            continue
        said.append({TEXT: node.text or "", TAB: "\t", HYPHEN: "-"}.get(node.tag, "\n"))
    return printable("".join(said)).replace("\u00a0", " ").strip()


def _boxed(node: Any, paragraph: Any) -> bool:
    """Whether a text box stands between the paragraph and what is in it."""
    for above in node.iterancestors():
        if above is paragraph:
            return False
        if above.tag == BOX:
            return True
    return False


def notes_of(document: WordDocument) -> list[tuple[str, str]]:
    """Footnotes, endnotes and comments, each with what it is: they stand outside the text."""
    found = []
    for relation in document.part.rels.values():
        what = NOTES.get(relation.reltype.rpartition("/")[2])
        if what and not relation.is_external:
            root = parse_xml(relation.target_part.blob)
            found += [(what, text) for text in (text_of(paragraph) for paragraph in root.iter(P)) if text]
    return found


def _grid(table: Table) -> Grid:
    return Grid(tuple(_row(row) for row in table._tbl.tr_lst))


def _row(row: Any) -> Row:
    """A cell that spans several columns stands once; one that spans rows says its words in each of them."""
    cells = [_cell(cell) for cell in row.tc_lst]
    return Row(tuple(cells), _marks(row))


def _cell(cell: Any) -> str:
    if cell.vMerge == "continue":
        above = cell._tc_above if hasattr(cell, "_tc_above") else None
        return _cell(above) if above is not None else ""
    return "\n".join(text for text in (_bulleted(p) for p in cell.iter(P)) if text)


def _bulleted(paragraph: Any) -> str:
    text = text_of(paragraph)
    return f"• {text}" if text and paragraph.pPr is not None and paragraph.pPr.numPr is not None else text
