"""What the resources share: the indicators that rows may name, and cells as the file stored them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from import_export import fields, resources, widgets

from common.documents.sheets import original_text
from common.intake import CellValue
from common.values.errors import Unreadable
from common.values.words import check_text, quoted
from performance.models import Indicator
from performance.models.indicator import reference_key


@dataclass
class Known:
    """The indicators that a file may name, by reference without case and blanks. Rows' references are looked up once."""

    indicators: dict[str, Indicator] = field(default_factory=dict)
    found: dict[str, Indicator] = field(default_factory=dict)
    missing: dict[str, Unreadable] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Known":
        """All indicators: one query."""
        return cls({indicator.reference_key: indicator for indicator in Indicator.objects.all()})

    def indicator(self, text: str) -> Indicator:
        """The indicator with this reference; ``Unreadable`` suggests the nearest, and never guesses it."""
        if text in self.found:
            return self.found[text]
        if text in self.missing:
            raise self.missing[text]
        if not text:
            raise Unreadable(
                "The row has no reference. Give the indicator's reference, like CSC07.", "missing-reference"
            )
        indicator = self.indicators.get(reference_key(text))
        if indicator is None:
            near = get_close_matches(reference_key(text), self.indicators, n=1, cutoff=0.7)
            hint = f" Did you mean {self.indicators[near[0]].reference}?" if near else ""
            self.missing[text] = Unreadable(f"There is no indicator {quoted(text)}.{hint}", "unknown-reference")
            raise self.missing[text]
        self.found[text] = indicator
        return indicator


class TableResource(resources.ModelResource):
    """A table whose widgets see what the row's indicator is. ``known`` may be shared by the rows of one file."""

    def __init__(self, known: Known | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.known = known or Known.load()
        for column in self.fields.values():
            if isinstance(column.widget, CellWidget):
                column.widget.known = self.known

    def get_instance(self, instance_loader: Any, row: Mapping[str, Any]) -> Any:
        """One row's stored record, for importing row by row: the loaders of the library look at one column only."""
        raise NotImplementedError


class CellWidget(widgets.Widget):
    """A column read from a cell and written as text that reads back to the same.

    ``code`` is the stable code of a cell that cannot be read (docs/import-codes.md); ``codes`` renames particular ones.
    """

    code = "unreadable-text"
    codes: Mapping[str, str] = {}
    known: Known = Known()

    def clean(self, value: Any, row: Mapping[str, Any] | None = None, **_: Any) -> Any:
        """The cell's value; ``Unreadable`` with this column's code."""
        cell = as_cell(value)
        try:
            return self.read(cell, row or {})
        except Unreadable as error:
            raise Unreadable(error.sentence, self.codes.get(error.code, self.code)) from error

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> Any:
        """The cell's value; None where it says nothing."""
        return check_text(text_of(cell)) or None

    def render(self, value: Any, obj: Any = None, **_: Any) -> Any:
        return "" if value is None else value

    def show(self, value: Any, indicator: Indicator) -> str:
        """The value as the preview shows it."""
        return "" if value is None else str(value)

    def pack(self, value: Any) -> Any:
        """The value as JSON can keep it between a preview and its confirmation."""
        return value

    def unpack(self, kept: Any) -> Any:
        """The value that ``pack`` was given."""
        return kept

    def notes(self, value: Any, text: str) -> tuple[str, ...]:
        """How the value was read, where that is not plain from the cell."""
        return ()


class IndicatorWidget(CellWidget):
    """A widget whose reading depends on the indicator that the row names."""

    def indicator(self, row: Mapping[str, Any]) -> Indicator:
        return self.known.indicator(text_of(as_cell(row["Reference"])))


def as_cell(value: Any) -> CellValue:
    """A cell as our intake reads it, or any plain value."""
    if isinstance(value, CellValue):
        return value
    return CellValue(value, "" if value is None else str(value).strip(), "", "")


def text_of(cell: CellValue) -> str:
    """The cell's words, without the apostrophe that an export put before what looks like a formula."""
    text = cell.text
    # Nearly no cell has one, and every cell is asked.
    return original_text(text) if text[:1] == "'" else text


def content(cell: CellValue) -> Any:
    """The cell's value for a parser: numbers and dates as they are, text without an export's apostrophe."""
    return text_of(cell) if isinstance(cell.value, str) or cell.value is None else cell.value


def column(attribute: str, heading: str, widget: CellWidget) -> fields.Field:
    """A column of a table; ``heading`` is the contract's."""
    return fields.Field(attribute=attribute, column_name=heading, widget=widget, saves_null_values=False)
