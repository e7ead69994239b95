"""The columns of the files that come in (the contract is docs/import-codes.md, and the formats that it names)."""

from common.intake import Column, ColumnSpec

REFERENCE = Column("Reference", ("Ref", "Id", "Code", "KPI"), required=True, identifier=True)
_PERIOD = Column("Period", ("Year", "Quarter"), required=True)
# A year in a column of its own, with the quarter, month or term beside it; or the whole period in one column.
_PERIODS = ((Column("Year", required=True), Column("Period", ("Quarter",), required=True)), (_PERIOD,))


def _optional(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


RESULTS = ColumnSpec(
    (
        REFERENCE,
        Column("Result", ("Value", "Actual", "Total"), required=True),
        *_optional("Numerator", "Denominator", "Status", "Forecast"),
        Column("Commentary", ("Comment", "Notes")),
        Column("Target"),
    ),
    _PERIODS,
)
TARGETS = ColumnSpec((REFERENCE, Column("Target", required=True), *_optional("Tolerance", "Comparator")), _PERIODS)
BENCHMARKS = ColumnSpec(
    (
        REFERENCE,
        Column("Comparator area", required=True),
        Column("Result", ("Value", "Actual", "Total"), required=True),
        Column("Group"),
    ),
    _PERIODS,
)
BREAKDOWNS = ColumnSpec(
    (
        REFERENCE,
        Column("Breakdown", ("Dimension", "Broken down by"), required=True),
        Column("Category", required=True),
        Column("Result", ("Value", "Actual", "Total"), required=True),
        *_optional("Numerator", "Denominator"),
    ),
    _PERIODS,
)
INDICATORS = ColumnSpec(
    (
        REFERENCE,
        Column("Indicator", ("Description", "Title"), required=True),
        *_optional("Definition", "Unit", "Decimal places", "Polarity", "Range low", "Range high", "Frequency"),
        *_optional("Year type", "Cumulative", "Source", "Owner", "Service", "Directorate", "Themes", "Scorecards"),
        *_optional("Formula", "Tolerance", "Within our control", "First period", "Last period", "Group"),
        *_optional("Result due days", "Measures quality", "Numerator", "Denominator", "Benchmark group"),
    )
)
