"""A column specification as JSON, for the process that opens workbooks."""

from typing import Any

from .columns import Column, ColumnSpec


def spec_to_json(spec: ColumnSpec) -> dict[str, Any]:
    """Plain lists and dictionaries that ``spec_from_json`` reads back."""
    return {
        "columns": [_column(column) for column in spec.columns],
        "one_of": [[_column(column) for column in choice] for choice in spec.one_of],
    }


def spec_from_json(stored: dict[str, Any]) -> ColumnSpec:
    """The specification that ``spec_to_json`` wrote."""
    return ColumnSpec(
        tuple(_from(column) for column in stored["columns"]),
        tuple(tuple(_from(column) for column in choice) for choice in stored["one_of"]),
    )


def _column(column: Column) -> list[Any]:
    return [column.name, list(column.synonyms), column.required, column.identifier]


def _from(stored: list[Any]) -> Column:
    name, synonyms, required, identifier = stored
    return Column(name, tuple(synonyms), required, identifier)
