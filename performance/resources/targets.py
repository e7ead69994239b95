"""Targets: one row for each indicator and period."""

from collections.abc import Mapping
from typing import Any

from import_export.fields import Field

from common.values.numbers import trimmed
from performance.models import Target

from .base import CellWidget, TableResource, column
from .widgets import PeriodWidget, ReferenceWidget, TargetWidget, ToleranceWidget


class TargetResource(TableResource):
    """The columns of targets (formats: "targets"). A comparator may stand in its own column or before the target."""

    indicator = column("indicator", "Reference", ReferenceWidget())
    when = column("when", "Period", PeriodWidget())
    value = column("value", "Target", TargetWidget())
    tolerance = column("tolerance", "Tolerance", ToleranceWidget())
    # Written only: the target's own widget reads it with the target.
    comparator = Field(column_name="Comparator", widget=CellWidget(), readonly=True)

    class Meta:
        model = Target
        fields = ("indicator", "when", "value", "tolerance", "comparator")
        import_id_fields = ("indicator", "when")
        skip_unchanged = True

    def get_instance(self, instance_loader: Any, row: Mapping[str, Any]) -> Target | None:
        indicator, when = self.fields["indicator"].clean(row), self.fields["when"].clean(row)
        return Target.objects.filter(indicator=indicator, period_key=when.key).first()

    def dehydrate_value(self, target: Target) -> Any:
        """The target; a number without its comparator, so that a spreadsheet can count with it."""
        value = target.value
        if value.number is None or value.upper is not None or value.words:
            return self.fields["value"].widget.render(value)
        return trimmed(value.number)

    def dehydrate_comparator(self, target: Target) -> str:
        return target.value.comparator
