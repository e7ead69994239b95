"""Where a part's words go in another version of its template: what finds a place, and what is left without one."""

from typing import Any

from serviceplans.parts import PartKind
from serviceplans.parts.fields import LISTS, FieldsPart, as_lines
from serviceplans.parts.tables import TablePart

Data = dict[str, Any]
# How the section is called in which a plan shows what its template has no place for.
SECTION_KEY, SECTION_HEADING = "not-in-template", "Not in this template"


def placed(old: PartKind, new: PartKind | None, data: Data) -> tuple[Data, Data]:
    """What of ``data`` (as stored) goes into the later part, and what stays with the earlier one; either may be empty.

    Fields and columns are recognised by their keys, whatever they are called. A text and a list become each other.
    """
    if isinstance(old, FieldsPart) and isinstance(new, FieldsPart):
        return _fields(old, new, data)
    if isinstance(old, TablePart) and isinstance(new, TablePart):
        return _rows(old, new, data)
    return {}, data


def _fields(old: FieldsPart, new: FieldsPart, data: Data) -> tuple[Data, Data]:
    types = {field["key"]: field["type"] for field in old.fields}
    wanted = {field["key"]: field["type"] for field in new.fields}
    goes: Data = {}
    stays: Data = {}
    for key, value in data.items():
        said = _as_type(value, types.get(key, ""), wanted.get(key, ""))
        if said is not None:
            goes[key] = said
        elif value:
            stays[key] = value
    return goes, stays


def _as_type(value: Any, was: str, wanted: str) -> Any:
    """The value in a field of another type; None where it cannot be there."""
    if not wanted or wanted == "computed" or (was == "strategies") != (wanted == "strategies"):
        return None
    if (was in LISTS) == (wanted in LISTS):
        return value
    return as_lines(value) if wanted in LISTS else "\n".join(value)


def _rows(old: TablePart, new: TablePart, data: Data) -> tuple[Data, Data]:
    """Every row goes over with the columns that are there still; the others stay, beside the row's first words.

    A row of which nothing goes keeps its place, since what stays inside is marked by the number of its row.
    """
    kept = {column["key"] for column in new.columns}
    gone = [column["key"] for column in old.columns if column["key"] not in kept]
    if len(gone) == len(old.columns):
        return {}, data
    rows = data.get("rows", [])
    goes = [{key: value for key, value in row.items() if key in kept} for row in rows]
    first = next(column["key"] for column in old.columns if column["key"] in kept)
    stays = [{key: row.get(key, "") for key in (first, *gone)} for row in rows if any(row.get(key) for key in gone)]
    return ({"rows": goes} if any(any(row.values()) for row in goes) else {}), ({"rows": stays} if stays else {})
