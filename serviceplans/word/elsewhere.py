"""Files that were made elsewhere: tables are known by their columns, and words by a field's heading, wherever these stand."""

from collections.abc import Mapping

from common.documents.word_reading import Grid, Line, Row
from serviceplans.parts.actions import ActionsPart
from serviceplans.parts.fields import FieldsPart
from serviceplans.parts.tables import TablePart
from serviceplans.word.actions import action_columns, objective_labels
from serviceplans.word.base import LONGEST_HEADING, Slice
from serviceplans.word.matching import column_of, columns_of, same
from serviceplans.word.registers import REGISTERS
from serviceplans.word.tables import fits

HEADING_ROWS = 3
Slices = Mapping[str, Slice]


def part_of_line(line: Line, slices: Slices, here: str | None) -> str | None:
    """The part to which a line leads that is the heading of a field, or of an objective."""
    if line.bullet or len(line.text) > 4 * LONGEST_HEADING:
        return None
    term, colon, _ = line.text.partition(":")
    found = [
        key
        for key, cut in slices.items()
        if (isinstance(cut.kind, FieldsPart) and _names_a_field(cut.kind, line.text, term if colon else ""))
        or (
            isinstance(cut.kind, ActionsPart)
            and colon
            and any(same(term, label) for label in objective_labels(cut.kind))
        )
    ]
    return here if here in found else next((key for key in found if not slices[key].found), found[0] if found else None)


def _names_a_field(kind: FieldsPart, text: str, term: str) -> bool:
    labels = [field["label"] for field in kind.fields]
    return any(same(text, label) or (term and same(term, label)) for label in labels)


def part_of_grid(grid: Grid, slices: Slices, here: str | None) -> str | None:
    """The part whose table this is: the one whose heading stands above where it fits, else the one that it fits best."""
    if here and (slices[here].kind.kind in REGISTERS or _fit(slices[here], grid)):
        return here
    scores = {key: _fit(cut, grid) for key, cut in slices.items()}
    best = max(scores.values(), default=0)
    return next((key for key, score in scores.items() if score == best), None) if best else here


def _fit(cut: Slice, grid: Grid) -> int:
    """How many of the part's columns the table has; 0 where it is not its table."""
    kind = cut.kind
    if isinstance(kind, TablePart):
        return len(fits(kind, grid.rows[0].cells)) if grid.rows else 0
    if isinstance(kind, ActionsPart):
        found = [columns_of(row.cells, action_columns(kind, own=False)) for row in grid.rows[:HEADING_ROWS]]
        return max((len(columns) for columns in found if "text" in columns.values() and len(columns) > 1), default=0)
    return 0


def facts_by_part(grid: Grid, slices: Slices) -> dict[str, Grid]:
    """A table that holds fields of several parts: terms beside their values, or terms in one row above their values."""
    pairs = _pairs(grid, slices)
    if pairs is None:
        return {}
    by_part: dict[str, list[Row]] = {}
    for key, label, value in pairs:
        by_part.setdefault(key, []).append(Row((label, value)))
    return {key: Grid(tuple(rows)) for key, rows in by_part.items()}


def _pairs(grid: Grid, slices: Slices) -> list[tuple[str, str, str]] | None:
    """(part, term, value) of each pair, where every term is a field of the template's; None for another table."""
    terms: list[str] | None = None
    pairs: list[tuple[str, str]] = []
    for row in grid.rows:
        if len(row.cells) >= 2 and all(_field(cell, slices) for cell in row.cells):
            terms = list(row.cells)
            pairs += [(term, "") for term in terms]
        elif terms and len(row.cells) == len(terms):
            start = len(pairs) - len(terms)
            for place, cell in enumerate(row.cells):
                term, said = pairs[start + place]
                pairs[start + place] = (term, f"{said}\n{cell}".strip())
        elif len(row.cells) == 2 and _field(row.cells[0], slices):
            terms = None
            pairs.append((row.cells[0], row.cells[1]))
        elif any(row.cells):
            return None
    told = [(_field(term, slices), term, value) for term, value in pairs]
    return [(key, term, value) for key, term, value in told if key] if told else None


def _field(text: str, slices: Slices) -> str | None:
    for key, cut in slices.items():
        if isinstance(cut.kind, FieldsPart):
            labels = {field["key"]: field["label"] for field in cut.kind.fields}
            if column_of(text.rstrip(": "), labels):
                return key
    return None
