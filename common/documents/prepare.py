"""What every writer does to a document before writing it, so that a page, a PDF and a Word file hold the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .blocks import ADDED, REMOVED, Block, Cell, Heading, Span, Table

# XML 1.0, which Word and Excel files are made of, cannot hold these at all; a PDF or a page has no use for them.
UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
SPACES = re.compile("[ \n\t]+")
DEEPEST_HEADING = 4
PRINTED_NUMBER = re.compile(r"^\s*\d+(?:\.\d+)*\.?\s+")

# A rating is word + shape + colour. A direction's arrow says which way the number went, so only its words can hold it.
SHAPES = {"red": "◆", "amber": "▲", "green": "●", "grey": "○", "none": "○"}
RATINGS = frozenset(SHAPES)
DIRECTIONS = frozenset({"improving", "worsening", "stable"})
LONGEST_BADGE = 24  # letters; longer words are coloured, or left plain, rather than set on a coloured ground
ANY_SHAPE = ("◆", "▲", "▼", "●", "○", "■")
# Around what was removed and added, so that neither colour nor line is needed to tell them.
BRACKETS = {REMOVED: ("[", "]"), ADDED: ("‹", "›")}

# Widths are in ems of a table's 8.5 pt text: the page between its margins, and a cell's inset on both sides.
PORTRAIT_ROOM, LANDSCAPE_ROOM = 58.0, 87.0
PADDING = 1.4
NARROWEST, LONGEST_WORD = 2.0, 12.0


def printable(text: str) -> str:
    """The text without the characters that a file cannot hold; every kind of line end becomes a newline."""
    if text.isascii() and text.isprintable():
        return text
    for line_end in ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"):
        text = text.replace(line_end, "\n")
    return UNHOLDABLE.sub("", text)


def shape(cell: Cell) -> str:
    """The shape to print before the cell's words: its rating's, unless there are no words or they begin with one."""
    text = cell.text.lstrip()
    return "" if not text or text.startswith(ANY_SHAPE) else SHAPES.get(cell.tone, "")


def in_order(blocks: list[Block]) -> Iterator[Block]:
    """The blocks with heading levels that never skip one (a screen reader's outline) and without empty headings.

    A table right under a heading that says its caption is marked so.
    """
    level, above = 0, ""
    for block in blocks:
        if isinstance(block, Table) and above and above == folded(block.caption):
            yield replace(block, titled=True)
        elif not isinstance(block, Heading):
            yield block
        elif printable(block.text).strip():
            level = max(1, min(block.level, level + 1, DEEPEST_HEADING))
            yield replace(block, level=level)
        above = folded(block.text) if isinstance(block, Heading) else ""


def folded(heading: str) -> str:
    """A heading without its number and capitals: what it says."""
    return " ".join(PRINTED_NUMBER.sub("", heading).split()).casefold()


def is_group(table: Table, row: list[Cell]) -> bool:
    """Whether the row is one cell that spans all columns."""
    return len(row) == 1 and len(table.columns) > 1


def check(table: Table) -> None:
    """Raise ValueError, naming the table and the row, unless every row fits the columns."""
    if not table.columns:
        raise ValueError(f"The table “{table.caption}” has no columns.")
    if table.widths and len(table.widths) != len(table.columns):
        raise ValueError(
            f"The table “{table.caption}” has {len(table.columns)} columns and {len(table.widths)} widths."
        )
    if any(width <= 0 for width in table.widths):
        raise ValueError(f"The table “{table.caption}” has a width that is not above zero.")
    for number, row in enumerate(table.rows, start=1):
        if len(row) not in (1, len(table.columns)):
            raise ValueError(
                f"Row {number} of the table “{table.caption}” has {len(row)} cells for {len(table.columns)} columns."
            )


@dataclass(frozen=True)
class Widths:
    """The columns' shares of the width (they sum to 1), and whether they are too tight for their longest words."""

    shares: list[float]
    tight: bool


def widths(table: Table, landscape: bool = False, as_given: bool = False) -> Widths:
    """The widths given, or worked out from the words, then evened out so that each column fits its longest word.

    ``as_given``: those given are not evened out, because the type will be made to fit them.
    """
    if as_given and table.widths:
        return Widths([width / sum(table.widths) for width in table.widths], tight=False)
    columns = [_texts(table, column) for column in range(len(table.columns))]
    wanted = table.widths or [max(1.0, *(_length(text) for text in texts)) ** 0.5 for texts in columns]
    room = LANDSCAPE_ROOM if landscape else PORTRAIT_ROOM
    needs = [max(min(_longest_word(texts), LONGEST_WORD), NARROWEST) + PADDING for texts in columns]
    if sum(needs) >= room:
        return Widths([need / sum(needs) for need in needs], tight=True)
    # Each column gets what its words need; what is left over goes to those that fall short of the share wanted.
    shares = [width * room / sum(wanted) for width in wanted]
    short = [max(share - need, 0.0) for share, need in zip(shares, needs, strict=True)]
    spare = (room - sum(needs)) / (sum(short) or 1)
    return Widths([(need + lack * spare) / room for need, lack in zip(needs, short, strict=True)], tight=False)


def lines_of(row: list[Cell], fitted: Widths, landscape: bool = False) -> float:
    """About how many lines the row's longest cell takes at these widths."""
    room = LANDSCAPE_ROOM if landscape else PORTRAIT_ROOM
    widths_in_ems = (share * room - PADDING for share in fitted.shares)
    return max(
        cell.text.count("\n") + _length(cell.text) / max(width, 1)
        for cell, width in zip(row, widths_in_ems, strict=False)
    )


def bracketed(span: Span) -> str:
    """The span's text with the brackets of its mark, which stand inside the spaces and line ends around it."""
    opening, closing = BRACKETS.get(span.mark, ("", ""))
    inner = span.text.strip()
    if not inner or not opening:
        return span.text
    before, _, after = span.text.partition(inner)
    return f"{before}{opening}{inner}{closing}{after}"


def words_of(cell: Cell) -> str:
    """The cell's text with its rating's shape before it, which stays on the line of the first word."""
    return f"{shape(cell)}\u00a0{cell.text.lstrip()}" if shape(cell) else cell.text


def _texts(table: Table, column: int) -> list[str]:
    return [table.columns[column], *(words_of(row[column]) for row in table.rows if not is_group(table, row))]


def _longest_word(texts: list[str]) -> float:
    return max((_length(word) for text in texts for word in SPACES.split(text)), default=0.0)


def _length(text: str) -> float:
    """About how wide the text is, in the height of its letters: a capital or a figure is wider than a small letter."""
    wide = sum(letter.isupper() or letter.isdigit() for letter in text)
    return 0.57 * len(text) + 0.11 * wide
