"""What leaves this room as a table: the register as shown, an import's outcome, and whole tables that can come back in."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.db.models import Model

from common.documents.sheets import Column, Sheet, to_csv, to_xlsx
from common.intake import Column as FileColumn
from common.tables import Table, UnknownReference, register, write_sheet
from common.today import today
from performance.choices import Rag, ResultState, SetByHand
from performance.imports import TABLES as IMPORTED
from performance.imports.indicators import ON
from performance.models import Benchmark, BreakdownRow, ImportBatch, Indicator, Result, Target
from performance.models.indicator import reference_key
from performance.resources import (
    BenchmarkResource,
    BreakdownResource,
    IndicatorResource,
    ResultResource,
    TableResource,
    TargetResource,
)
from performance.standing import Standing

_REGISTER = [
    *(Column("Reference", 12), Column("Indicator", 50), Column("Directorate", 30), Column("Service", 10)),
    *(Column("Owner", 36), Column("Unit", 12), Column("Polarity", 16), Column("Frequency", 12), Column("Period", 14)),
    *(
        Column("Result", 14),
        Column("Figure", 12, "number"),
        Column("State", 24),
        Column("Target", 14),
        Column("Rating", 12),
        Column("Direction", 14),
    ),
    *(
        Column("Set by hand", 20),
        Column("Year-end forecast", 14),
        Column("Forecast by", 18),
        Column("Forecast rating", 14),
        Column("Why", 60),
    ),
    *(Column("Control", 20), Column("Missing", 14), Column("Due", 14, "date"), Column("Commentary", 60)),
]
_RESULTS = [
    *(
        Column("Period", 16),
        Column("Result", 14),
        Column("Target", 14),
        Column("Rating", 12),
        Column("Set by hand", 12),
    ),
    *(Column("Why", 60), Column("Status", 12), Column("Withheld", 12), Column("Commentary", 60)),
    Column("Entered by", 36),
]


def register_csv(found: Iterable[Standing]) -> bytes:
    """The indicators as they stand, in the order given."""
    return to_csv(Sheet("Indicators", _REGISTER, map(_register_row, found)))


def register_xlsx(found: Iterable[Standing]) -> bytes:
    """The same as a workbook."""
    return to_xlsx([Sheet("Indicators", _REGISTER, map(_register_row, found))], title="Indicators")


def _register_row(one: Standing) -> list[Any]:
    indicator = one.indicator
    return [
        indicator.reference,
        indicator.name,
        indicator.directorate.name if indicator.directorate else "",
        "; ".join(service.prefix for service in indicator.services),
        indicator.owner,
        indicator.get_unit_display(),
        indicator.get_polarity_display(),
        indicator.get_frequency_display(),
        one.period,
        one.shown,
        one.number,
        one.state.name,
        one.target,
        one.rating_text,
        one.direction_text,
        one.by_hand,
        one.year_end.shown,
        one.year_end.whose,
        Rag(one.year_end.rating.colour).label,
        one.rating.sentence,
        indicator.control,
        one.missing,
        one.due,
        one.commentary,
    ]


def results_csv(rows: Iterable[Any]) -> bytes:
    """One indicator's results by period, as its page shows them."""
    return to_csv(Sheet("Results", _RESULTS, map(_result_row, rows)))


def _result_row(row: Any) -> list[Any]:
    by_hand = SetByHand.RATING.label if row.rating.overridden else ""
    return [
        *(row.period.label, row.value, row.target, Rag(row.rating.colour).label, by_hand, row.rating.sentence),
        *(row.status, ResultState.WITHHELD.label if row.withheld else "", row.commentary, row.by),
    ]


def blank_csv(table: str = "results") -> bytes:
    """An empty file of a table with every column, to fill in."""
    return to_csv(Sheet(table.capitalize(), [Column(column.name) for column in columns_of(table)], []))


def columns_of(table: str) -> list[FileColumn]:
    """The columns of a table's files, in order; the period in one column."""
    spec = IMPORTED[table].columns
    periods = spec.one_of[-1] if spec.one_of else ()
    return [*spec.columns[:1], *periods, *spec.columns[1:]]


# Tables that can be exported: their resource, and their records of one indicator or of all.
TABLES: dict[str, type[TableResource]] = {
    "results": ResultResource,
    "targets": TargetResource,
    "indicators": IndicatorResource,
    "benchmarks": BenchmarkResource,
    "breakdowns": BreakdownResource,
}
# The model of each table of figures, the way from it to its indicator, and the order of its rows.
_FIGURES: dict[str, tuple[type[Model], str, tuple[str, ...]]] = {
    "results": (Result, "indicator", ("ends",)),
    "targets": (Target, "indicator", ("ends",)),
    "benchmarks": (Benchmark, "indicator", ("ends", "area")),
    "breakdowns": (
        BreakdownRow,
        "breakdown__indicator",
        ("breakdown__ends", "breakdown__dimension", "position", "pk"),
    ),
}


def table_sheet(name: str, reference: str = "") -> Sheet:
    """A whole table in the columns that it is imported in, or that of one indicator."""
    resource = TABLES[name]()
    rows = _records(name, reference)
    resource.before_export(rows)
    columns = [Column(heading, 18) for heading in resource.get_export_headers()]
    return Sheet(name.capitalize(), columns, (resource.export_resource(row) for row in rows))


def _records(name: str, reference: str) -> Any:
    rows: Any
    if name == "indicators":
        rows = Indicator.objects.select_related("owner_post", "service", "directorate").prefetch_related(*ON)
        return rows.filter(reference_key=reference_key(reference)) if reference else rows
    model, way, order = _FIGURES[name]
    rows = model._default_manager.select_related(way).order_by(f"{way}__reference_key", *order)
    return rows.filter(**{f"{way}__reference_key": reference_key(reference)}) if reference else rows


def write_table(name: str, form: str, reference: str = "") -> bytes:
    """The table's bytes as csv, xlsx or json (a list of objects by column)."""
    return write_sheet(table_sheet(name, reference), form)


def register_tables() -> None:
    """Let the tables be taken out with those of the other rooms; a reference is an indicator's."""
    register(*(Table(name, partial(_named_sheet, name), "an indicator") for name in TABLES))


def _named_sheet(name: str, reference: str) -> Sheet:
    if reference and not Indicator.objects.filter(reference_key=reference_key(reference)).exists():
        raise UnknownReference(f"There is no indicator {reference}.")
    return table_sheet(name, reference)


def dated(name: str, ending: str = "csv") -> str:
    """A file name with today's date."""
    return f"{name}-{today().isoformat()}.{ending}"


def grouped(batch: ImportBatch) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The rows of a preview by outcome: refused first, then changed, new and unchanged."""
    for outcome in ("refused", "changed", "new", "unchanged"):
        yield outcome, [row for row in batch.rows if row["outcome"] == outcome]
