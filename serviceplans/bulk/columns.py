"""The columns of the files that bring rows into plans (the contract is docs/plan-rows.md)."""

from collections.abc import Collection

from common.intake import Column, ColumnSpec

PLAN = Column("Plan", required=True)
REFERENCE = Column("Reference", ("Ref", "Id", "Code"), identifier=True)


def _optional(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


TABLES = {
    "objectives": ColumnSpec(
        (PLAN, Column("Objective", ("Service objective",), required=True), REFERENCE, *_optional("Themes", "Priorities"))
    ),
    "actions": ColumnSpec(
        (
            PLAN, Column("Objective", ("Service objective",), required=True), Column("Action", required=True), REFERENCE,
            *_optional("Themes", "Project type", "Priority level", "Ground", "Completed by"),
            Column("Accountable officer", ("Responsible officer",)),
            *_optional("Milestones", "Resources", "Outcomes", "Indicators", "Scheme tags"),
        )
    ),
    "milestones": ColumnSpec(
        (
            Column("Action", required=True, identifier=True), Column("Milestone", required=True),
            Column("Due", required=True), *_optional("Owner", "Done on"),
        )
    ),
    "savings": ColumnSpec(
        (
            PLAN, Column("Saving", required=True), Column("Year", required=True), Column("Amount", required=True),
            *_optional("Area", "Action", "Delivered", "Forecast"),
        )
    ),
    "resources": ColumnSpec(
        (
            PLAN, Column("Year", required=True), Column("Head", required=True), Column("Amount", required=True),
            *_optional("Kind", "Post", "FTE", "Note"),
        )
    ),
}  # fmt: skip

# A file fits the first table whose columns it has; the fuller ones stand first.
_BY_FULLNESS = ("actions", "resources", "savings", "milestones", "objectives")
ANY_TABLE = ColumnSpec((), tuple(TABLES[name].columns for name in _BY_FULLNESS))


def table_of(columns: Collection[str]) -> str:
    """The table to which a file with these columns belongs, which has been read as ``ANY_TABLE``."""
    return next(name for name in _BY_FULLNESS if all(c.name in columns for c in TABLES[name].columns if c.required))
