"""What a document is made of, whatever it becomes: a web page, a PDF or a Word file.

Values are plain text, already formatted (numbers, dates and ratings in words). Nothing here knows a domain.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4 under the document's title; ``anchor`` is its id in a page and its bookmark in Word."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of plain text. ``style``: "" body, "lead" introduction, "muted" remark or empty state, "note" box.

    Its line breaks are kept.
    """

    text: str
    style: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list, bulleted or (``numbered``) numbered."""

    items: list[str]
    numbered: bool = False


@dataclass(frozen=True)
class Facts:
    """Pairs of term and value: the header of a plan, staff and budget. A value may hold several lines."""

    rows: list[tuple[str, str]]


@dataclass(frozen=True)
class Cell:
    """A table cell. ``tone`` only repeats what the words say: red, amber, green, blue, grey (not rated), improving,
    worsening or stable. A rating's shape is added before its words; a direction's arrow belongs to its words.

    ``bookmark`` is a hidden name kept in Word, so that a row can be recognised when the file comes back. ``spark`` is a
    small line drawn in a PDF in place of words: points within 96 × 28, from the top left. What it shows must be said too.
    """

    text: str
    tone: str = ""
    bookmark: str = ""
    number: bool = False
    spark: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Table:
    """A table with a caption and a header row. ``widths`` are relative; a row of one Cell spans all columns (a group).

    Without ``widths`` they are worked out from the words. ``shortened``: the columns whose words may be cut where all of
    a document must stand on one page. ``titled``: the heading right above says its caption, which is then not printed again.
    ``nested``: groups that follow each other stand above the same rows.
    """

    caption: str
    columns: list[str]
    rows: list[list[Cell]]
    widths: list[float] = field(default_factory=list)
    shortened: tuple[int, ...] = ()
    titled: bool = False
    nested: bool = False


SAME, REMOVED, ADDED = "", "removed", "added"


@dataclass(frozen=True)
class Span:
    """A stretch of a text that was compared with an earlier one. ``mark``: "" in both, "removed" or "added"."""

    text: str
    mark: str = SAME


@dataclass(frozen=True)
class Changes:
    """What became of each of several things: pairs of term and marked text.

    What was removed is struck through in [square brackets], and what was added is underlined in ‹angle brackets›; a page
    says "removed" and "added" too, to those who hear it.
    """

    rows: list[tuple[str, list[Span]]]


Block = Heading | Paragraph | Bullets | Facts | Table | Changes


@dataclass(frozen=True)
class Document:
    """A whole document. ``watermark`` (as "Draft") is printed in words on every page; ``footer`` by the page number.

    ``one_page``: of paragraphs and tables; in a PDF all of it stands on one sheet, A4 or else A3, in type as small as can
    be read, or on the fewest sheets of A3 that can. Its foot says which, with ``shortened_note`` where words are cut.
    ``dated`` is kept in the file's properties only: the clock is never read, so the same document is the same bytes.
    ``made_from``: kept in a Word file, unseen, for when it comes back.
    """

    title: str
    subtitle: str
    blocks: list[Block]
    language: str = "en-GB"
    author: str = ""
    footer: str = ""
    watermark: str = ""
    landscape: bool = False
    made_from: str = ""
    one_page: bool = False
    shortened_note: str = ""
    dated: date | None = None
