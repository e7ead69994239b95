"""A document's blocks as parts of a web page: the templates in ``components/blocks/`` print what is worked out here."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from .blocks import Block, Bullets, Cell, Changes, Facts, Heading, Paragraph, Span, Table
from .prepare import ANY_SHAPE, DIRECTIONS, LONGEST_BADGE, RATINGS, check, in_order, is_group, printable, shape

HEADINGS = {1: "govuk-heading-l", 2: "govuk-heading-m"}
PARAGRAPHS = {"lead": "govuk-body-l", "muted": "govuk-body los-muted", "note": "govuk-inset-text"}
LOWEST_HEADING = 6
LONG_TEXT = 60  # a column that holds more keeps a width that can be read


@dataclass(frozen=True)
class PageCell:
    """A cell: its words, their shape and tone (``look``: rag, direction, tag, words or none), and its class."""

    text: str
    shape: str = ""
    look: str = ""
    key: str = ""
    css: str = ""
    tag: str = "td"


@dataclass
class Group:
    """The rows under one group's heading; the first group of a table may have none."""

    heading: PageCell | None
    rows: list[list[PageCell]] = field(default_factory=list)


def page_parts(blocks: list[Block], offset: int = 1, prefix: str = "table") -> Iterator[dict[str, Any]]:
    """What each block's template needs. A heading of level 1 becomes h2 when ``offset`` is 1, under the page's own h1.

    Tables are labelled by captions whose ids begin with ``prefix``: give each list of blocks on one page its own.
    Raises ValueError for a table whose rows do not fit its columns.
    """
    tables = 0
    for block in in_order(blocks):
        kind = type(block).__name__.lower()
        part: dict[str, Any] = {"template": f"components/blocks/{kind}.html"}
        match block:
            case Heading():
                level = min(block.level + offset, LOWEST_HEADING)
                css = HEADINGS.get(level, "govuk-heading-s")
                yield part | {"level": level, "css": css, "text": printable(block.text), "anchor": block.anchor}
            case Paragraph():
                yield part | {"css": PARAGRAPHS.get(block.style, "govuk-body"), "text": printable(block.text)}
            case Bullets() if block.items:
                yield part | {"items": [printable(item) for item in block.items], "numbered": block.numbered}
            case Facts() if block.rows:
                yield part | {"rows": [(printable(term), printable(value)) for term, value in block.rows]}
            case Changes() if block.rows:
                yield part | {"rows": [(printable(term), marked_runs(spans)) for term, spans in block.rows]}
            case Table():
                tables += 1
                yield part | {"id": f"{prefix}-{tables}"} | _table(block)


def marked_runs(spans: list[Span]) -> list[tuple[str, str]]:
    """Each stretch of a compared text with its mark; spaces at its ends stand outside the mark."""
    runs = []
    for span in spans:
        text = printable(span.text)
        inner = text.strip() if span.mark else ""
        before, _, after = text.partition(inner) if inner else (text, "", "")
        runs += [(before, ""), (inner, span.mark), (after, "")]
    return [run for run in runs if run[0]]


def _table(table: Table) -> dict[str, Any]:
    check(table)
    groups: list[Group] = []
    for row in table.rows:
        cells = [_cell(cell) for cell in row]
        if is_group(table, row):
            groups.append(Group(cells[0]))
        else:
            if not groups:
                groups.append(Group(None))
            # The first cell names its row; where it is empty, nothing does.
            tag = "th" if cells[0].text else "td"
            groups[-1].rows.append([replace(cells[0], tag=tag), *cells[1:]])
    body = [row for row in table.rows if not is_group(table, row)]
    columns = [
        {"text": printable(heading), "css": _column_css([row[number] for row in body])}
        for number, heading in enumerate(table.columns)
    ]
    return {"caption": printable(table.caption), "titled": table.titled, "columns": columns, "groups": groups}


def _column_css(cells: list[Cell]) -> str:
    if any(cell.number for cell in cells):
        return "los-num"
    return "los-table__text" if any(len(cell.text) > LONG_TEXT for cell in cells) else ""


def _cell(cell: Cell) -> PageCell:
    text, css = printable(cell.text), "los-num" if cell.number else ""
    if not cell.tone or not text.strip():
        return PageCell(text, css=css)
    own = text.lstrip()[:1] if text.lstrip().startswith(ANY_SHAPE) else ""
    words = text.lstrip()[1:].lstrip() if own else text
    mark = own or shape(cell)
    if len(text) > LONGEST_BADGE or "\n" in text:
        return PageCell(words, mark, "words", "", css)
    if cell.tone in RATINGS:
        return PageCell(words, mark, "rag", "none" if cell.tone == "grey" else cell.tone, css)
    if cell.tone in DIRECTIONS:
        return PageCell(words, mark, "direction", cell.tone, css)
    if cell.tone == "blue":
        return PageCell(text, "", "tag", "blue", css)
    return PageCell(text, css=css)
