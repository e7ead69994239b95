"""Results: one row for each indicator and period."""

from collections.abc import Mapping
from typing import Any

from performance.models import Result, Target

from .base import TableResource, column
from .widgets import FigureWidget, PeriodWidget, ReferenceWidget, ResultWidget, StatusWidget, TargetWidget, WordsWidget


class ResultResource(TableResource):
    """The columns of results (formats: "results"). The target is a record of its own for the same period."""

    indicator = column("indicator", "Reference", ReferenceWidget())
    when = column("when", "Period", PeriodWidget())
    value = column("value", "Result", ResultWidget())
    numerator = column("numerator", "Numerator", FigureWidget())
    denominator = column("denominator", "Denominator", FigureWidget())
    status = column("status", "Status", StatusWidget())
    forecast = column("forecast", "Forecast", WordsWidget(100))
    commentary = column("commentary", "Commentary", WordsWidget())
    target = column("target", "Target", TargetWidget())

    class Meta:
        model = Result
        fields = (
            "indicator",
            "when",
            "value",
            "numerator",
            "denominator",
            "status",
            "forecast",
            "commentary",
            "target",
        )
        import_id_fields = ("indicator", "when")
        skip_unchanged = True

    def get_instance(self, instance_loader: Any, row: Mapping[str, Any]) -> Result | None:
        indicator, when = self.fields["indicator"].clean(row), self.fields["when"].clean(row)
        return Result.objects.filter(indicator=indicator, period_key=when.key).first()

    def before_export(self, queryset: Any, **kwargs: Any) -> None:
        """The targets of all rows at once."""
        self.targets = {(t.indicator_id, t.period_key): t.value for t in Target.objects.all()}

    def dehydrate_target(self, result: Result) -> Any:
        value = self.targets.get((result.indicator_id, result.period_key))
        return self.fields["target"].widget.render(value)
