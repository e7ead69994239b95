"""Results broken down: read from lines, and shown with small numbers hidden from those who may not see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from common.values.errors import Unreadable
from common.values.numbers import trimmed
from common.values.result import ResultValue, format_value
from common.values.words import quoted
from performance.choices import Unit
from performance.models import Breakdown, BreakdownRow, Indicator, Result
from performance.models.breakdown import LONGEST_CATEGORY, MOST_CATEGORIES, category_key
from performance.models.result import stored
from performance.resources.breakdowns import figures_only
from performance.rules.ratios import SCALES, ratio
from performance.rules.suppression import ALL_WITHHELD, WITHHELD, Published, fewer, suppress, why_not_shown


@dataclass(frozen=True)
class Line:
    """One category as it was typed."""

    category: str
    number: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True)
class ShownRow:
    """One category as it is shown: ``figure`` is its value, ``words`` instead of it where that is hidden."""

    category: str
    figure: str
    out_of: str
    words: str


@dataclass(frozen=True)
class BreakdownTable:
    """A breakdown as one person may see it; ``withheld``: all of it would give small numbers away.

    ``hides``: how many rows everybody else is not shown.
    """

    breakdown: Breakdown
    rows: list[ShownRow]
    withheld: bool
    hides: int

    @property
    def out_of(self) -> bool:
        """Whether any figure says what it is out of."""
        return any(row.out_of for row in self.rows)

    @property
    def title(self) -> str:
        return f"{self.breakdown.period} by {self.breakdown.get_dimension_display().lower()}"


def read_lines(text: str, unit: str) -> list[Line]:
    """One category a line: "Acomb; 12", or for a percentage or a rate "Acomb; 12; 80" (of how many).

    Tabs serve as well as semicolons, so that a sheet may be pasted. ``Unreadable`` names the line.
    """
    lines: list[Line] = []
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found = _line([part.strip() for part in line.replace("\t", ";").split(";")], unit)
        except Unreadable as error:
            raise Unreadable(f"Line {number}: {error.sentence}", error.code) from error
        if category_key(found.category) in seen:
            raise Unreadable(f"Line {number}: {quoted(found.category)} is there twice. Keep one of them.", "twice")
        seen.add(category_key(found.category))
        lines.append(found)
    if len(lines) > MOST_CATEGORIES:
        raise Unreadable(f"There are {len(lines)} categories; the most is {MOST_CATEGORIES}.", "too-many")
    return lines


def _line(parts: list[str], unit: str) -> Line:
    category, *figures = parts
    if "\x00" in category or not 0 < len(category) <= LONGEST_CATEGORY:
        raise Unreadable(f"Give the category a name of at most {LONGEST_CATEGORY} characters.", "category")
    if not 1 <= len(figures) <= (2 if unit in SCALES else 1):
        like = "Acomb; 12; 80" if unit in SCALES else "Acomb; 12"
        raise Unreadable(f"{quoted('; '.join(parts))} has too few or too many figures. Write it like {like}.", "parts")
    if len(figures) == 1:
        return Line(category, _figure(figures[0], unit))
    numerator, denominator = (_figure(figure, Unit.NUMBER) for figure in figures)
    return Line(category, ratio(unit, numerator, denominator), numerator, denominator)


def _figure(text: str, unit: str) -> Decimal | None:
    return figures_only(ResultValue.parse(text, unit=unit), text).number


def as_lines(rows: Iterable[BreakdownRow]) -> str:
    """Stored rows, as they are typed."""
    return "\n".join(_as_line(row) for row in rows)


def _as_line(row: BreakdownRow) -> str:
    pair = row.numerator is not None and row.denominator is not None
    figures = (row.numerator, row.denominator) if pair else (row.number,)
    return "; ".join([row.category, *("N/A" if one is None else f"{trimmed(one):f}" for one in figures)])


def tables_of(
    indicator: Indicator, breakdowns: Iterable[Breakdown], results: Mapping[str, Result], *, whole: bool
) -> list[BreakdownTable]:
    """Breakdowns as they are shown, beside the results of their periods, without those of a result that is withheld;
    ``whole`` for those who may see small numbers and withheld figures.
    """
    pairs = [(one, results.get(one.period_key)) for one in breakdowns]
    return [_table(indicator, one, result, whole) for one, result in pairs if whole or not (result and result.withheld)]


def published(indicator: Indicator, rows: list[BreakdownRow], result: Result | None) -> Published:
    """What of a breakdown may be published beside the indicator's own result (its sum, where there is none)."""
    counts = [_count(indicator, row.number, row.numerator, row.denominator) for row in rows]
    total = _count(indicator, result.number, result.numerator, result.denominator) if result else None
    if total is None:
        total = sum((count for count in counts if count is not None), Decimal(0))
    return suppress(counts, total=total)


def _count(
    indicator: Indicator, number: Decimal | None, numerator: Decimal | None, denominator: Decimal | None
) -> Decimal | None:
    """How many people or things a figure counts: a ratio's numerator, a plain number, or what a mean rests on."""
    if indicator.unit in SCALES:
        return stored(numerator)
    return stored(number) if indicator.unit == Unit.NUMBER else stored(denominator)


def _table(indicator: Indicator, breakdown: Breakdown, result: Result | None, whole: bool) -> BreakdownTable:
    rows = list(breakdown.rows.all())
    outward = published(indicator, rows, result)
    hides = len(rows) if outward.total else sum(1 for words in outward.cells if words)
    if outward.total and not whole:
        return BreakdownTable(breakdown, [], True, hides)
    shown = []
    for row, words in zip(rows, outward.cells, strict=True):
        figure = format_value(stored(row.number), indicator.unit, indicator.decimal_places)
        pair = row.numerator is not None and row.denominator is not None
        out_of = f"{format_value(stored(row.numerator))} of {format_value(stored(row.denominator))}" if pair else ""
        hidden = words if not whole else ""
        shown.append(ShownRow(row.category, "" if hidden else figure, "" if hidden else out_of, hidden))
    return BreakdownTable(breakdown, shown, False, hides)


def outward_table(indicator: Indicator, breakdown: Breakdown, result: Result | None) -> dict[str, Any]:
    """A breakdown as the public sees it: title, dimension, rows of category, figure and what it is out of (if any is), and the
    sentence that says what is not shown and why.

    A percentage or rate of which nobody wrote down how many people it rests on is withheld too.
    """
    stored_rows = list(breakdown.rows.all())
    counts = [_count(indicator, row.number, row.numerator, row.denominator) for row in stored_rows]
    uncounted = {
        place
        for place, (row, count) in enumerate(zip(stored_rows, counts, strict=True))
        if count is None and row.number is not None and indicator.unit in SCALES
    }
    table = _table(indicator, breakdown, result, whole=False)
    rows = [
        [
            row.category,
            WITHHELD if place in uncounted else row.words or row.figure,
            "" if place in uncounted else row.out_of,
        ]
        for place, row in enumerate(table.rows)
    ]
    small = sum(1 for row in table.rows if row.words == fewer())
    withheld = sum(1 for row in table.rows if row.words == WITHHELD)
    return {
        "title": table.title,
        "dimension": breakdown.get_dimension_display(),
        "rows": rows,
        "out_of": any(out_of for _, _, out_of in rows),
        "note": ALL_WITHHELD if table.withheld else why_not_shown(small, withheld, len(uncounted)),
        "hidden": len(stored_rows) if table.withheld else small + withheld + len(uncounted),
    }
