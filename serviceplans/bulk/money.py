"""Rows of savings and resources held against a plan: each goes where the plan's template keeps it."""

from collections.abc import Callable, Collection

from serviceplans.bulk.cells import Cells, Data, RowRefused
from serviceplans.bulk.plan import PlanContent, RowChange
from serviceplans.bulk.said import (
    FIGURES,
    SAVING,
    figure_cells,
    has_posts,
    head_cells,
    post_cells,
    saving_cells,
    savings_table,
    years_of,
)
from serviceplans.parts import PartKind
from serviceplans.parts.fields import FieldsPart
from serviceplans.parts.tables import TablePart
from serviceplans.word.base import Known
from serviceplans.word.matching import plain, same

Taken = Collection[tuple[int, str]]
KINDS = frozenset(FIGURES.values())


def lay_saving(cells: Cells, plan: PlanContent, known: Known, taken: Taken) -> RowChange:
    """A saving of one year, known by its words and the year, in the template's table of savings."""
    table = savings_table(plan)
    if table is None:
        said = "This plan’s template has no table of savings. Put it in an action instead."
        raise RowRefused("Saving", "no-place", said)
    kind, data = table
    wanted = _for_table(kind, cells, SAVING)
    stored = _row(data["rows"], wanted, ("saving", "year"), ("area",), taken, "Saving")
    new = _with(stored, kind, wanted)
    return _change(stored, new, data["rows"], lambda row: saving_cells(plan, row))


def lay_resource(cells: Cells, plan: PlanContent, known: Known, taken: Taken) -> RowChange:
    """A budget line or staffing: the template's field of that name, else a row of its table of posts or of heads."""
    kind = plain(cells["Kind"]).casefold()
    if kind and kind not in KINDS:
        raise RowRefused("Kind", "unknown-value", f"“{cells['Kind']}” is neither budget nor staffing.")
    if cells["Post"]:
        return _post(cells, plan, taken)
    field = _field(cells, plan, kind) or (None if kind == "staffing" else _head(cells, plan, taken))
    if field is None:
        said = f"This plan’s template has no place for “{cells['Head']}” in {cells['Year']}."
        raise RowRefused("Head", "no-place", said)
    return field


def _post(cells: Cells, plan: PlanContent, taken: Taken) -> RowChange:
    for kind, data in plan.parts:
        if isinstance(kind, TablePart) and has_posts(kind):
            _require_year(cells, plan)
            named = {"Head": "team", "Post": "post", "FTE": "fte", "Note": "note"}
            wanted = _for_table(kind, Cells({**cells, "FTE": cells["FTE"] or cells["Amount"]}), named)
            stored = _row(data["rows"], wanted, ("team", "post"), ("fte", "note"), taken, "Post")
            return _change(stored, _with(stored, kind, wanted), data["rows"], lambda row: post_cells(plan, row))
    raise RowRefused("Post", "no-place", "This plan’s template has no table of posts. Leave Post blank.")


def _field(cells: Cells, plan: PlanContent, wanted: str) -> RowChange | None:
    """The field that is called what the row's head is called, and holds such a figure."""
    for kind, data in plan.parts:
        for field in kind.fields if isinstance(kind, FieldsPart) else []:
            if wanted not in ("", FIGURES.get(field["type"])) or field["type"] not in FIGURES:
                continue
            if same(field["label"], cells["Head"]):
                _require_year(cells, plan)
                _refuse_rest(cells, "Note", *([] if field["type"] == "quantity" else ["FTE"]))
                key, amount = field["key"], cells["FTE"] or cells["Amount"]
                new = {key: data[key] if plain(data[key]) == plain(amount) else amount}
                before, after = (figure_cells(plan, field, one) for one in (data, {**data, **new}))
                return RowChange(data, new, before, after, key=key)
    return None


def _head(cells: Cells, plan: PlanContent, taken: Taken) -> RowChange | None:
    """A head of the budget in one year of a table of heads."""
    for kind, data in plan.parts:
        key = next((key for key, year in years_of(kind) if plain(cells["Year"]) == year), None)
        if key is None or not isinstance(kind, TablePart):
            continue
        _refuse_rest(cells, "Note", "FTE")
        heads = [row for row in data["rows"] if plain(row["head"]) == plain(cells["Head"])]
        free = [row for row in heads if (id(row), key) not in taken]
        if len(heads) > 1 and len(free) != 1:
            raise _several("Head", cells["Head"])
        stored = free[0] if len(heads) > 1 else heads[0] if heads else None
        filled = stored or {**dict.fromkeys((c["key"] for c in kind.columns), ""), "head": cells["Head"]}
        new = {key: cells["Amount"]} if stored else {**filled, key: cells["Amount"]}
        before, after = (head_cells(plan, one, key, cells["Year"]) for one in (filled, {**filled, **new}))
        return RowChange(stored, new, before, after, None if stored else data["rows"], key=key)
    return None


def _for_table(kind: TablePart, cells: Cells, named: dict[str, str]) -> Data:
    """The cells by the table's own columns; words without a column are refused, so that none is lost."""
    columns = {column["key"] for column in kind.columns}
    for name, key in named.items():
        if cells[name] and key not in columns:
            said = f"The table “{kind.title}” has no column for {name.lower()}. Leave it blank."
            raise RowRefused(name, "no-column", said)
    return {key: cells[name] for name, key in named.items() if key in columns}


def _row(
    rows: list[Data], wanted: Data, keys: tuple[str, ...], more: tuple[str, ...], taken: Taken, name: str
) -> Data | None:
    """The row that the cells of ``keys`` name; where several have these, those of ``more`` too, and no other row of the file."""
    alike = [row for row in rows if all(plain(row[key]) == plain(wanted[key]) for key in keys if key in wanted)]
    for key in more:
        of_it = [row for row in alike if key in wanted and plain(row[key]) == plain(wanted[key])]
        alike = of_it if len(alike) > 1 and of_it else alike
    if len(alike) > 1:
        alike = [row for row in alike if (id(row), "") not in taken]
    if len(alike) > 1:
        raise _several(name, wanted[keys[-1] if name == "Post" else keys[0]])
    return alike[0] if alike else None


def _several(column: str, words: str) -> RowRefused:
    said = f"The plan has several rows “{words}”, so which is meant is open. Change it on the plan’s page."
    return RowRefused(column, "ambiguous-name", said)


def _with(stored: Data | None, kind: PartKind, wanted: Data) -> Data:
    """The table's row with what the file says; a blank cell leaves what is stored."""
    empty = {column["key"]: "" for column in kind.config["columns"]}
    held = stored or empty
    return {**held, **{key: said for key, said in wanted.items() if said and plain(said) != plain(held[key])}}


def _change(stored: Data | None, new: Data, rows: list[Data], cells_of: Callable[[Data], Cells]) -> RowChange:
    before = cells_of(stored) if stored else Cells()
    return RowChange(stored, new, before, cells_of(new), None if stored else rows)


def _require_year(cells: Cells, plan: PlanContent) -> None:
    if plain(cells["Year"]) != plain(plan.cycle):
        raise RowRefused("Year", "other-year", f"The template keeps this for {plan.cycle} only.")


def _refuse_rest(cells: Cells, *names: str) -> None:
    for name in names:
        if cells[name]:
            raise RowRefused(
                name, "no-column", f"This plan’s template keeps no {name} with this figure. Leave it blank."
            )
