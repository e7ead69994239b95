"""A file held against what is stored: what each row would do. Reads only."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from common.intake import Intake, read_table

from .benchmarks import BenchmarksTable
from .breakdowns import BreakdownsTable
from .indicators import IndicatorsTable
from .outcome import CHANGED, NEW, UNCHANGED, Evaluation, RowOutcome
from .reading import Reading, read_row, refuse
from .results import ResultsTable
from .table import Table, Write
from .targets import TargetsTable

Show = Callable[[Any, Any], str]
TABLES: dict[str, type[Table]] = {
    table.name: table for table in (ResultsTable, TargetsTable, IndicatorsTable, BenchmarksTable, BreakdownsTable)
}


def read(table: str, data: bytes, filename: str, sheet: str = "") -> Intake:
    """The file's rows; FileRefused where it cannot be used at all. Slow for workbooks: never in a transaction."""
    return read_table(data, filename, columns=TABLES[table].columns, sheet=sheet)


def evaluate(table: str, intake: Intake, *, lock: bool = False) -> tuple[Table, Evaluation]:
    """What each row would do. ``lock`` holds what the rows would change until the transaction ends."""
    kind = TABLES[table](lock=lock)
    columns = [(name, kind.heading(name), kind.widget(name)) for name in kind.fields_in(intake.columns)]
    readings = [read_row(columns, row) for row in intake.rows]
    good = [reading for reading in readings if reading.refusal is None]
    for reading in good:
        reading.key = kind.key(reading)
    _refuse_repeated(good, kind)
    kind.load(good)
    evaluation = Evaluation(
        filename=intake.filename,
        sheet=intake.sheet,
        encoding=intake.encoding,
        rows=[],
        notes=[{"code": note.code, "message": note.message} for note in intake.notes],
        read=intake.read,
        ignored=intake.ignored,
    )
    shows = {name: (kind.heading(name), kind.widget(name).show) for name in kind.resource.fields}
    for reading in readings:
        evaluation.rows.append(_judge(kind, shows, reading, evaluation.writes))
    return kind, evaluation


def _refuse_repeated(readings: list[Reading], kind: Table) -> None:
    """Of rows for one record that say the same, the first is taken; where they differ, which is right is not guessed."""
    by_key: dict[Hashable, list[Reading]] = defaultdict(list)
    for reading in readings:
        by_key[reading.key].append(reading)
    for same in by_key.values():
        if len(same) == 1:
            continue
        agree = all(reading.values == same[0].values for reading in same)
        for reading in same[1:] if agree else same:
            others = [other.row for other in same if other is not reading]
            reading.refusal = _repeated(reading, others, kind)


def _repeated(reading: Reading, others: list[int], kind: Table) -> RowOutcome:
    rows = "row " + str(others[0]) if len(others) == 1 else "rows " + ", ".join(map(str, others[:8]))
    name = kind.identity[-1]
    value = kind.widget(name).render(reading.values[name])
    message = f"This row is for the same {kind.noun} as {rows}. Keep the one that is right."
    return refuse(reading, kind.heading(name), str(value), "duplicate-row", message)


def _judge(kind: Table, shows: Mapping[str, tuple[str, Show]], reading: Reading, writes: list[Write]) -> RowOutcome:
    if reading.refusal is None:
        reading.refusal = kind.check(reading)
    if reading.refusal is not None:
        return reading.refusal
    stored, values, indicator = kind.stored.get(reading.key), reading.values, kind.indicator(reading)
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    changed: set[str] = set()
    for name, new in values.items():
        if name in kind.identity:
            continue
        heading, show = shows[name]
        # A target is a record of its own beside a result.
        if stored is not None or name == "target":
            old = kind.old(reading, name)
            if old == new:
                continue
            if stored is not None:
                before[heading] = show(old, indicator)
        changed.add(name)
        after[heading] = show(new, indicator)
    if changed or stored is None:
        writes.append(Write(reading, stored, changed))
    when = values.get("when")
    first, *parts = (kind.widget(name).render(values[name]) for name in kind.identity if name != "when")
    return RowOutcome(
        row=reading.row,
        outcome=NEW if stored is None else CHANGED if changed else UNCHANGED,
        reference=first,
        period=when.label if when else "",
        part=", ".join(map(str, parts)),
        before=before,
        after=after,
        notes=reading.notes,
    )
