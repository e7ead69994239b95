"""Breakdowns: one row for each indicator, period, kind of breakdown and category."""

from collections.abc import Mapping
from typing import Any

from common.intake import CellValue
from common.values.errors import Unreadable
from common.values.result import ResultValue
from common.values.words import quoted, tidy
from performance.choices import Dimension
from performance.models import BreakdownRow
from performance.models.breakdown import LONGEST_CATEGORY, category_key

from .base import CellWidget, TableResource, column, text_of
from .definition import ChoiceWidget
from .widgets import FigureWidget, PeriodWidget, ReferenceWidget, ResultWidget

_DIMENSIONS = {
    "ward": ("wards", "area"),
    "age": ("age group", "age band"),
    "sex": ("gender",),
    "ethnicity": ("ethnic group", "race"),
    "disability": ("disabled",),
    "religion": ("religion", "belief"),
    "orientation": ("orientation",),
    "other": ("other",),
}


class DimensionWidget(ChoiceWidget):
    """What the result is broken down by; every row needs one."""

    codes = {"missing-value": "missing-value"}

    def __init__(self) -> None:
        super().__init__(Dimension, _DIMENSIONS, "unknown-breakdown")

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> str:
        found = super().read(cell, row)
        if not found:
            raise Unreadable(
                "The row does not say what the result is broken down by. Write ward, age …", "missing-value"
            )
        return found


class CategoryWidget(CellWidget):
    """The ward, the age group, or whatever the figure is of."""

    codes = {"missing-value": "missing-value"}

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> str:
        category = tidy(text_of(cell))
        if not category:
            raise Unreadable("The row has no category. Name the ward, the age group …", "missing-value")
        if len(category) > LONGEST_CATEGORY:
            raise Unreadable(
                f"The category {quoted(category)} is longer than {LONGEST_CATEGORY} characters. Shorten it."
            )
        return category


class BrokenDownWidget(ResultWidget):
    """A result of a part: figures, or N/A."""

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> ResultValue:
        return figures_only(super().read(cell, row), cell.text)


def figures_only(value: ResultValue, text: str) -> ResultValue:
    """The value, which must be a plain figure or not available."""
    if value.comparator or (value.number is None and value.state != "not_available"):
        raise Unreadable(f"{quoted(text)} is not a figure. Enter one like 1,250, or N/A.", "not-a-number")
    return value


class BreakdownResource(TableResource):
    """The columns of breakdowns (formats: as those of results, with what they are broken down by)."""

    indicator = column("indicator", "Reference", ReferenceWidget())
    when = column("when", "Period", PeriodWidget())
    dimension = column("dimension", "Breakdown", DimensionWidget())
    category = column("category", "Category", CategoryWidget())
    value = column("value", "Result", BrokenDownWidget())
    numerator = column("numerator", "Numerator", FigureWidget())
    denominator = column("denominator", "Denominator", FigureWidget())

    class Meta:
        model = BreakdownRow
        fields = ("indicator", "when", "dimension", "category", "value", "numerator", "denominator")
        import_id_fields = ("indicator", "when", "dimension", "category")
        skip_unchanged = True

    def get_instance(self, instance_loader: Any, row: Mapping[str, Any]) -> BreakdownRow | None:
        indicator, when, dimension, category = (self.fields[name].clean(row) for name in self._meta.import_id_fields)
        rows = BreakdownRow.objects.filter(
            breakdown__indicator=indicator, breakdown__period_key=when.key, breakdown__dimension=dimension
        )
        return next((one for one in rows if category_key(one.category) == category_key(category)), None)
