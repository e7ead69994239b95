"""Targets: one row for each indicator and period."""

from collections.abc import Mapping
from typing import Any

from performance.models import Target

from .base import TableResource, column
from .widgets import PeriodWidget, ReferenceWidget, TargetWidget, ToleranceWidget


class TargetResource(TableResource):
    """The columns of targets (formats: "targets"). A comparator may stand in its own column or before the target."""

    indicator = column("indicator", "Reference", ReferenceWidget())
    when = column("when", "Period", PeriodWidget())
    value = column("value", "Target", TargetWidget())
    tolerance = column("tolerance", "Tolerance", ToleranceWidget())

    class Meta:
        model = Target
        fields = ("indicator", "when", "value", "tolerance")
        import_id_fields = ("indicator", "when")
        skip_unchanged = True

    def get_instance(self, instance_loader: Any, row: Mapping[str, Any]) -> Target | None:
        indicator, when = self.fields["indicator"].clean(row), self.fields["when"].clean(row)
        return Target.objects.filter(indicator=indicator, period_key=when.key).first()
