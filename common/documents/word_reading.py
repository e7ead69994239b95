"""A Word file as lines and grids in their order, whoever saved it: nothing of it is left out, nothing is understood yet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from .prepare import printable

HEADER, FOOTER = "Header", "Footer"
NOTES = {
    "footnotes": "Footnote", "endnotes": "Endnote", "comments": "Comment", "header": HEADER, "footer": FOOTER,
}  # fmt: skip
CONTENTS, PAGE = re.compile(r"^toc \d", re.IGNORECASE), re.compile(r"\s*\d+$")
PAGE_NUMBER = re.compile(r"(page)?\s*\d*\s*((of|/)\s*\d+)?", re.IGNORECASE)
UNDER = ("caption", "table caption")  # what names a table is no heading of its own
PICTURES, DESCRIBED = (qn("wp:inline"), qn("wp:anchor")), qn("wp:docPr")
HEADING = re.compile(r"^heading (\d)", re.IGNORECASE)
P, TBL, TR, TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
TEXT, TAB, BREAK, CARRIAGE = qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")
HYPHEN, BOX, FORMULA = qn("w:noBreakHyphen"), qn("w:txbxContent"), qn("m:t")
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MARK, NAME = qn("w:bookmarkStart"), qn("w:name")


@dataclass(frozen=True)
class Line:
    """A paragraph. ``level``: of a heading, 0 for any other; ``marks``: its bookmarks; ``style``: its style's name.

    ``bold``: all of its words are, as in a heading that somebody made by hand.
    """

    text: str
    level: int = 0
    bullet: bool = False
    style: str = ""
    marks: frozenset[str] = frozenset()
    bold: bool = False


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
    read = [block for block in _blocks(document.element.body, document) if isinstance(block, Grid) or block.text]
    return _without_contents(read)


def _without_contents(read: list[Read]) -> list[Read]:
    """Without the lines of a table of contents whose headings are there themselves."""
    said = {block.text for block in read if isinstance(block, Line) and not CONTENTS.match(block.style)}
    return [
        block
        for block in read
        if isinstance(block, Grid) or not CONTENTS.match(block.style) or PAGE.sub("", block.text) not in said
    ]


def _blocks(parent: Any, document: WordDocument) -> Iterator[Read]:
    for child in _within(parent, P, TBL):
        if child.tag == P:
            yield _line(Paragraph(child, document._body))
            yield from _boxes(child, document)
        else:
            yield _grid(child)


def _within(parent: Any, *wanted: str) -> Iterator[Any]:
    """The nearest elements of these names: directly below, or within what only wraps them (a content control)."""
    for child in parent.iterchildren():
        if child.tag in wanted:
            yield child
        elif child.tag != FALLBACK:
            yield from _within(child, *wanted)


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
        bold=style.lower() not in UNDER and _is_bold(paragraph),
    )


def _is_bold(paragraph: Paragraph) -> bool:
    """Whether all of its words are bold, by their own look or their style's."""
    runs = [run for run in paragraph.runs if run.text.strip()]
    style = paragraph.style.font.bold if paragraph.style is not None else None
    return bool(runs) and all(style if run.bold is None else run.bold for run in runs)


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
    for node in element.iter(TEXT, TAB, BREAK, CARRIAGE, HYPHEN, FORMULA):
        if node.tag == TAB and node.getparent().tag != qn("w:r"):
            continue  # a stop of the style, not one that somebody typed
        if _boxed(node, element):
            continue
        said.append({TEXT: node.text or "", FORMULA: node.text or "", TAB: "\t", HYPHEN: "-"}.get(node.tag, "\n"))
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
    """What stands outside the text, each with what it is: notes, comments, headers and footers, and pictures."""
    found: list[tuple[str, str]] = []
    for relation in document.part.rels.values():
        what = NOTES.get(relation.reltype.rpartition("/")[2])
        if what and not relation.is_external:
            root = parse_xml(relation.target_part.blob)
            said = [(what, text) for text in (text_of(paragraph) for paragraph in root.iter(P)) if text]
            # A header is kept once for each kind of page; a page's number says nothing of the plan.
            repeats = what in (HEADER, FOOTER)
            found += [one for one in said if not repeats or (one not in found and not PAGE_NUMBER.fullmatch(one[1]))]
    return found + list(_pictures(document))


def _pictures(document: WordDocument) -> Iterator[tuple[str, str]]:
    """Pictures, charts and diagrams by what is said of each; text boxes are read as text."""
    for drawing in document.element.body.iter(*PICTURES):
        if next(drawing.iter(BOX), None) is None:
            said = next(drawing.iter(DESCRIBED), None)
            name = said.get("descr") or said.get("title") or said.get("name") if said is not None else ""
            yield "Picture", printable(name or "A picture")


def _grid(table: Any) -> Grid:
    """A cell that spans several columns stands once; one that spans rows says its words in each of them.

    A row with fewer cells than the one that has most keeps them under that row's.
    """
    above: dict[int, str] = {}
    read = [(_cells(row, above), _marks(row)) for row in _within(table, TR)]
    first = max((cells for cells, _ in read), key=len, default=[])
    return Grid(tuple(Row(_under(cells, first), marks) for cells, marks in read))


def _cells(row: Any, above: dict[int, str]) -> list[tuple[int, str]]:
    """The row's cells with the columns of the table's grid at which they begin. ``above``: the words there so far."""
    cells = []
    place = row.grid_before
    for cell in _within(row, TC):
        text = above.get(place, "") if cell.vMerge == "continue" else _cell(cell)
        above[place] = text
        cells.append((place, text))
        place += cell.grid_span
    return cells


def _under(cells: list[tuple[int, str]], first: list[tuple[int, str]]) -> tuple[str, ...]:
    if not 1 < len(cells) < len(first):
        return tuple(text for _, text in cells)
    said = [""] * len(first)
    for place, text in cells:
        column = max((n for n, (begins, _) in enumerate(first) if begins <= place), default=0)
        said[column] = f"{said[column]}\n{text}".strip()
    return tuple(said)


def _cell(cell: Any) -> str:
    """Its paragraphs, those of a table within it too; Word writes a text box's a second time for older programs."""
    said = [_bulleted(p) for p in cell.iter(P) if not any(above.tag == FALLBACK for above in p.iterancestors())]
    return "\n".join(text for text in said if text)


def _bulleted(paragraph: Any) -> str:
    text = text_of(paragraph)
    return f"• {text}" if text and paragraph.pPr is not None and paragraph.pPr.numPr is not None else text
