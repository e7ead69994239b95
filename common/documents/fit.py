"""How a document is set so that all of it stands on one sheet that can be read, or on the fewest that can.

What a sheet takes is worked out from the fonts' own widths: laying every table out a dozen times would cost seconds.
``report.typ`` holds the same measures, and refuses a setting that takes more sheets than it was worked out to.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf

from .blocks import Cell, Document, Paragraph, Table
from .prepare import RATINGS, in_order, is_group, words_of
from .ruler import Ruler

MM = 72 / 25.4
PAPER = {"a4": (297 * MM, 210 * MM), "a3": (420 * MM, 297 * MM)}  # wide, tall; on its side
SIDE, TOP, BOTTOM = 10 * MM, 14 * MM, 13 * MM
TITLE, SUBTITLE, CAPTION = 16.0, 9.0, 8.0  # points
GAPS = 13 * MM  # between title, subtitle, caption and table
TALL, LEADING, INSET, SPARK = 0.727, 0.5, 0.5, 0.95  # ems: a line's letters, space between lines, beside words, a spark
DENSE_SPARK, SPARK_WIDTH = 0.8, 5.4
FIXED = 13.0  # ems; a column that needs no more than this never breaks its words
SLACK = 1.015  # kerning and rounding
MOST_SHEETS = 12


@dataclass(frozen=True)
class Setting:
    """Paper, the tables' type in points, the air above and below a row's words in ems, and how many lines are kept in a
    column that may be shortened (0: all)."""

    paper: str
    size: float
    air: float = 0.45
    lines: int = 0


# From the best to read to the smallest that can be: 5 points of Inter are as tall as 6 of a newspaper's face.
SETTINGS = (
    *(*(Setting("a4", size) for size in (8.0, 7.5, 7.0, 6.5)), Setting("a4", 6.0, 0.4), Setting("a4", 6.0, 0.3)),
    *(Setting("a3", size) for size in (8.0, 7.5, 7.0, 6.5)),
    *(Setting("a3", 6.5, 0.4, 2), Setting("a3", 6.0, 0.4), Setting("a3", 6.0, 0.35, 2)),
    *(Setting("a3", 6.0, 0.3, 1), Setting("a3", 5.5, 0.25, 1), Setting("a3", 5.0, 0.2, 1)),
)


@dataclass(frozen=True)
class Fitted:
    """The document as it will be set: its tables have their widths, and shortened words. ``note``: what to say of it."""

    document: Document
    setting: Setting
    sheets: int
    note: str


def fits(document: Document, ruler: Ruler) -> Iterator[Fitted]:
    """The settings in which the document should stand on one sheet, the best first; then on two, and so on."""
    tried = [(setting, *_set(document, setting, ruler)) for setting in SETTINGS]
    for sheets in range(1, MOST_SHEETS + 1):
        for setting, made, needed in tried:
            if needed == sheets and (sheets == 1 or setting.paper == "a3"):
                yield Fitted(made, setting, sheets, _note(document, made, setting, sheets))
    setting, made, needed = tried[-1]
    yield Fitted(made, setting, 0, _note(document, made, setting, max(needed, 2)))


def _note(document: Document, made: Document, setting: Setting, sheets: int) -> str:
    """ "A4 landscape": what the reader should know before printing it."""
    rows = sum(not is_group(block, row) for block in _tables(document) for row in block.rows)
    paper = f"{setting.paper.upper()} landscape"
    if sheets > 1:
        paper = f"{rows} rows cannot be read on one sheet, so they stand on {sheets} sheets of {paper}"
    return f"{paper}. {document.shortened_note}" if _cut(made) and document.shortened_note else paper


def _tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def _cut(document: Document) -> bool:
    return any(
        len(row) > column and row[column].text.endswith("…")
        for table in _tables(document)
        for row in table.rows
        for column in table.shortened
    )


def _set(document: Document, setting: Setting, ruler: Ruler) -> tuple[Document, int]:
    """The document in this setting, and how many sheets it needs."""
    wide, tall = PAPER[setting.paper]
    room = wide - 2 * SIDE
    left = tall - TOP - BOTTOM - _head(document, room, ruler)
    sheets, blocks = 1, list(document.blocks)
    for place, block in enumerate(blocks):
        if isinstance(block, Table):
            blocks[place], heights = _table(block, setting, room, ruler)
            used, left = _sheets(heights, left, tall - TOP - BOTTOM)
            sheets += used
    return replace(document, blocks=blocks), sheets


def _head(document: Document, room: float, ruler: Ruler) -> float:
    """Points that stand above the table: title, subtitle, paragraphs and its caption."""
    texts = [(document.title, TITLE), (document.subtitle, SUBTITLE)]
    texts += [(block.text, CAPTION) for block in in_order(document.blocks) if isinstance(block, Paragraph)]
    texts += [(table.caption, CAPTION) for table in _tables(document)[:1]]
    return GAPS + sum(_points(len(ruler.lines(text, room / size / ruler.bold)), size) for text, size in texts if text)


def _points(lines: int, size: float) -> float:
    return size * (TALL * lines + LEADING * (lines - 1))


def _table(table: Table, setting: Setting, room: float, ruler: Ruler) -> tuple[Table, list[float]]:
    """The table with widths and shortened words, and how tall its heading and each row are, in points."""
    if setting.lines == 1:
        table = replace(table, rows=[[replace(cell, text=_one_line(cell.text)) for cell in row] for row in table.rows])
    ems = room / setting.size
    widths = _widths(table, ems, ruler)
    rooms = [(width - 2 * INSET) / SLACK for width in widths]
    if setting.lines:
        table = replace(table, rows=[_shortened(table, row, rooms, setting.lines, ruler) for row in table.rows])
    heading = [Cell(text) for text in table.columns]
    rows = [heading, *table.rows]
    heights = [setting.size * (_tall(row, rooms, setting, ruler) + 2 * setting.air) for row in rows]
    return replace(table, widths=[width / ems for width in widths]), heights


def _one_line(text: str) -> str:
    return " · ".join(filter(None, text.split("\n")))


def _shortened(table: Table, row: list[Cell], rooms: list[float], most: int, ruler: Ruler) -> list[Cell]:
    if is_group(table, row):
        return row
    return [
        replace(cell, text=ruler.shortened(cell.text, rooms[place], most)) if place in table.shortened else cell
        for place, cell in enumerate(row)
    ]


def _tall(row: list[Cell], rooms: list[float], setting: Setting, ruler: Ruler) -> float:
    """How tall a row's words are, in ems; a row of one cell is a group, on one line."""
    lines = 1 if len(row) == 1 else max(len(ruler.lines(words_of(c), r)) for c, r in zip(row, rooms, strict=True))
    spark = (DENSE_SPARK if setting.lines == 1 else SPARK) if any(cell.spark for cell in row) else 0.0
    return max(TALL * lines + LEADING * (lines - 1), spark)


def _widths(table: Table, room: float, ruler: Ruler) -> list[float]:
    """Ems of each column: short ones as wide as their words, the others the rest, by the table's own widths."""
    body = [row for row in table.rows if not is_group(table, row)]
    needs, least = [], []
    for place, heading in enumerate(table.columns):
        texts = [words_of(row[place]) for row in body]
        lines = (_needs(row[place], ruler) for row in body)
        needs.append(max(ruler.wide(heading) * ruler.bold, *lines, 0.0) * SLACK + 2 * INSET)
        words = (ruler.longest_word(text) for text in (heading, *texts))
        least.append(max(words, default=0.0) * ruler.bold + 2 * INSET)
    fixed = {place for place, need in enumerate(needs) if need <= FIXED}
    rest = room - sum(needs[place] for place in fixed)
    weights = table.widths or [1.0] * len(needs)
    shares = _poured(rest, {p: (weights[p], least[p], needs[p]) for p in range(len(needs)) if p not in fixed})
    found = [needs[place] if place in fixed else shares[place] for place in range(len(needs))]
    return [width * room / sum(found) for width in found]


def _needs(cell: Cell, ruler: Ruler) -> float:
    """Ems that the cell's words take unbroken; a rating stands on a ground that is wider than its smaller letters."""
    if cell.spark:
        return SPARK_WIDTH
    wide = ruler.longest_line(words_of(cell))
    return max(wide, wide * 0.88 * ruler.bold + 0.85) if cell.tone in RATINGS else wide


def _poured(rest: float, columns: dict[int, tuple[float, float, float]]) -> dict[int, float]:
    """``rest`` shared by weight, to no column more than it needs nor less than its longest word."""
    found: dict[int, float] = {}
    while columns:
        total = sum(weight for weight, _, _ in columns.values())
        given = {place: rest * weight / total for place, (weight, _, _) in columns.items()}
        settled = {p: need for p, (_, _, need) in columns.items() if given[p] > need}
        settled = settled or {p: low for p, (_, low, _) in columns.items() if given[p] < low}
        settled = settled or given
        found |= settled
        rest -= sum(settled.values())
        columns = {place: column for place, column in columns.items() if place not in settled}
    return found


def _sheets(heights: list[float], left: float, whole: float) -> tuple[int, float]:
    """How many more sheets the rows take, and what is left of the last; each begins with the heading."""
    heading, *rows = heights
    used, left = 0, left - heading
    for tall in rows:
        if tall > left:
            used, left = used + 1, whole - 2 * heading
        left -= tall
        if used > MOST_SHEETS:
            return used, -inf
    return used, left
