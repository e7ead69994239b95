"""Files that were made elsewhere: tables are known by their columns, and words by a field's heading, wherever these stand."""

from collections.abc import Iterator, Mapping

from common.documents.word_reading import Grid, Line, Row
from serviceplans.parts.actions import ActionsPart
from serviceplans.parts.fields import FieldsPart
from serviceplans.parts.tables import TablePart
from serviceplans.word.actions import action_columns, ends_with_label, objective_labels
from serviceplans.word.base import LONGEST_HEADING, Slice
from serviceplans.word.matching import bare, column_of, columns_of, same
from serviceplans.word.printed import head_rows
from serviceplans.word.registers import REGISTERS
from serviceplans.word.tables import fits, group_of, heads_of

Slices = Mapping[str, Slice]


def part_of_line(line: Line, slices: Slices, here: str | None) -> str | None:
    """The part to which a line leads that is the heading of a field, or of an objective."""
    if line.bullet or len(line.text) > 4 * LONGEST_HEADING:
        return None
    term, colon, _ = line.text.partition(":")
    found = [
        key
        for key, cut in slices.items()
        if (key == here and isinstance(cut.kind, TablePart) and group_of(cut.kind, line) is not None)
        or (isinstance(cut.kind, FieldsPart) and _names_a_field(cut.kind, line.text, term if colon else ""))
        or (
            isinstance(cut.kind, ActionsPart)
            and (
                (colon and any(same(term, label) for label in objective_labels(cut.kind)))
                or any(ends_with_label(line, label) for label in objective_labels(cut.kind)[1:])
            )
        )
    ]
    if here in found and isinstance(slices[here].kind, TablePart):
        return here
    if found and isinstance(slices[found[0]].kind, ActionsPart):
        return from_here(found, slices, here)
    return here if here in found else next((key for key in found if not slices[key].found), found[0] if found else None)


def from_here(found: list[str], slices: Slices, here: str | None) -> str | None:
    """The first of the parts from a place in the template on; where there is none, the first of all."""
    order = list(slices)
    begins = order.index(here) if here else 0
    return next((key for key in found if order.index(key) >= begins), found[0] if found else None)


def _names_a_field(kind: FieldsPart, text: str, term: str) -> bool:
    labels = [field["label"] for field in kind.fields]
    return any(same(text, label) or (term and same(term, label)) for label in labels)


def part_of_grid(grid: Grid, slices: Slices, here: str | None, last: str | None, led: bool) -> str | None:
    """The part whose table this is: the one to which a line above ``led``, where it fits, else the one that it fits best.

    Of several that it fits alike: that of the ``last`` table, where objectives have a table each; else the next after it,
    since a plan keeps its template's order.
    """
    if here and (slices[here].kind.kind in REGISTERS or (led and fit(slices[here], grid))):
        return here
    scores = {key: fit(cut, grid) for key, cut in slices.items()}
    alike = [key for key, score in scores.items() if score and score == max(scores.values())]
    if not alike:
        return here
    if last in alike and isinstance(slices[last].kind, ActionsPart):
        return last
    return from_here([key for key in alike if key != last] or alike, slices, last or here)


def parted(grid: Grid, slices: Slices) -> Iterator[Grid]:
    """A table cut where the headings of another begin; a title over all columns above these goes with them."""
    labels = {bare(label) for cut in slices.values() for label in _labels(cut)}
    heads = [place for place, row in enumerate(grid.rows) if _are_headings(row, labels)]
    # Headings over two rows are not always known by the first; what stands further down is not the table's own head.
    heads = heads if heads and heads[0] < head_rows(grid.rows) else [0, *heads]
    begins = 0
    for head, before in zip(heads[1:], heads, strict=False):
        ends = head
        while ends > before + 1 and len(grid.rows[ends - 1].cells) == 1:
            ends -= 1
        if ends > before + 1:
            yield Grid(grid.rows[begins:ends])
            begins = ends
    yield Grid(grid.rows[begins:])


def _are_headings(row: Row, labels: set[str]) -> bool:
    said = [cell for cell in row.cells if cell]
    known = sum(bare(cell) in labels for cell in said if len(cell) <= LONGEST_HEADING)
    return known >= 2 and known * 2 >= len(said)


def _labels(cut: Slice) -> list[str]:
    kind = cut.kind
    if isinstance(kind, TablePart):
        return [column["label"] for column in kind.columns]
    return list(action_columns(kind, own=False).values()) if isinstance(kind, ActionsPart) else []


def fit(cut: Slice, grid: Grid) -> int:
    """How many of the part's columns the table has; 0 where it is not its table."""
    kind = cut.kind
    if isinstance(kind, TablePart):
        return len(fits(kind, heads_of(kind, grid)[1]))
    if isinstance(kind, ActionsPart):
        found = [columns_of(row.cells, action_columns(kind, own=False)) for row in grid.rows[: head_rows(grid.rows)]]
        return max((len(columns) for columns in found if "text" in columns.values() and len(columns) > 1), default=0)
    return 0


def facts_by_part(grid: Grid, slices: Slices) -> dict[str | None, Grid]:
    """A table that holds fields of several parts: terms beside their values, or terms in one row above their values.

    Its rows that are none stand under None; an empty answer is for another table.
    """
    pairs, other = _pairs(grid, slices)
    if not pairs or len(other) > len(pairs):
        return {}
    by_part: dict[str | None, list[Row]] = {}
    for key, label, value in pairs:
        by_part.setdefault(key, []).append(Row((label, value)))
    if other:
        by_part[None] = other
    return {key: Grid(tuple(rows)) for key, rows in by_part.items()}


def _pairs(grid: Grid, slices: Slices) -> tuple[list[tuple[str, str, str]], list[Row]]:
    """(part, term, value) of each pair whose term is a field of the template's, and the rows that are none."""
    terms: list[str] | None = None
    pairs: list[tuple[str, str]] = []
    other: list[Row] = []
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
        elif any(row.cells) and all(_field(cell.partition("\n")[0], slices) for cell in row.cells):
            # Each cell begins with its own term, as in an analysis of strengths and weaknesses.
            terms = None
            pairs += [(term, said) for term, _, said in (cell.partition("\n") for cell in row.cells)]
        elif any(row.cells):
            other.append(row)
    told = [(_field(term, slices), term, value) for term, value in pairs]
    return [(key, term, value) for key, term, value in told if key], other


def _field(text: str, slices: Slices) -> str | None:
    for key, cut in slices.items():
        if isinstance(cut.kind, FieldsPart):
            labels = {field["key"]: field["label"] for field in cut.kind.fields}
            if column_of(text.rstrip(": "), labels):
                return key
    return None
