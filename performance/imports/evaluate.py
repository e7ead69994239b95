"""A file held against what is stored: what each row would do. Reads only."""

from collections import defaultdict
from collections.abc import Hashable

from common.intake import Intake, read_table

from .benchmarks import BenchmarksTable
from .breakdowns import BreakdownsTable
from .indicators import IndicatorsTable
from .outcome import CHANGED, NEW, UNCHANGED, Evaluation, RowOutcome
from .reading import Reading, read_row, refuse
from .results import ResultsTable
from .table import Table, Write
from .targets import TargetsTable

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
    for reading in readings:
        evaluation.rows.append(_judge(kind, reading, evaluation.writes))
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


def _judge(kind: Table, reading: Reading, writes: list[Write]) -> RowOutcome:
    if reading.refusal is None:
        reading.refusal = kind.check(reading)
    if reading.refusal is not None:
        return reading.refusal
    stored = kind.stored.get(reading.key)
    outcome = RowOutcome(reading.row, NEW if stored is None else UNCHANGED, notes=reading.notes)
    outcome.reference = kind.widget(kind.identity[0]).render(reading.values[kind.identity[0]])
    outcome.period = reading.values["when"].label if "when" in reading.values else ""
    outcome.part = ", ".join(str(kind.widget(name).render(reading.values[name])) for name in kind.identity[2:])
    indicator = kind.indicator(reading)
    changed: set[str] = set()
    for name in reading.values:
        if name in kind.identity:
            continue
        old, new = kind.old(reading, name), reading.values[name]
        if old == new and (stored is not None or name == "target"):
            continue
        changed.add(name)
        heading, widget = kind.heading(name), kind.widget(name)
        if stored is not None:
            outcome.before[heading] = widget.show(old, indicator)
        outcome.after[heading] = widget.show(new, indicator)
    if changed or stored is None:
        outcome.outcome = NEW if stored is None else CHANGED
        writes.append(Write(reading, stored, changed))
    return outcome
