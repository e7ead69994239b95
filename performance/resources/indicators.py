"""Indicators: their definition, unit and polarity, and whose they are."""

from collections.abc import Mapping
from typing import Any

from performance.choices import Frequency, Group, Polarity, Unit, YearType
from performance.models import Indicator
from performance.models.indicator import reference_key

from .base import Known, TableResource, as_cell, column, text_of
from .definition import ChoiceWidget, NewReferenceWidget, PeriodLabelWidget, WholeNumberWidget, YesNoWidget
from .structure import (
    DirectorateWidget,
    OwnerWidget,
    ScorecardsWidget,
    ServicesWidget,
    Structure,
    StructureWidget,
    ThemesWidget,
)
from .widgets import FigureWidget, ToleranceWidget, WordsWidget

_UNITS = {
    "percent": ("%", "per cent", "percentage"),
    "number": ("no", "count"),
    "gbp_thousands": ("£k", "£000", "£'000s", "£’000s", "£'000"),
    "gbp_millions": ("£ million", "£millions"),
    "gbp": ("pounds", "gbp"),
    "days": ("day",),
    "per_1000": ("per1000",),
    "per_10000": ("per10000",),
    "per_100000": ("per100000",),
    "level": ("level", "grade", "level/grade"),
    "yes_no": ("yes/no", "y/n"),
    "text": ("text", "words"),
}
_POLARITIES = {
    "up-is-good": ("high is better", "higher is better", "high", "up good"),
    "up-is-bad": ("low is better", "lower is better", "low", "down is good", "up bad"),
    "in-range": ("within a range is good", "within range is good", "in range", "range"),
    "neutral": ("no polarity",),
}
_FREQUENCIES = {
    "annual": ("annually", "yearly"),
    "quarterly": ("quarter",),
    "monthly": ("month",),
    "half-yearly": ("six-monthly", "biannual"),
    "two-yearly": ("biennial", "every two years"),
    "termly": ("term",),
}
_YEAR_TYPES = {name: (name,) for name in YearType.values} | {"rolling": ("rolling", "rolling year")}


class IndicatorResource(TableResource):
    """The columns of indicators (formats: "indicators"), with the scorecard group and the days a result may take."""

    reference = column("reference", "Reference", NewReferenceWidget())
    name = column("name", "Indicator", WordsWidget(300))
    definition = column("definition", "Definition", WordsWidget())
    unit = column("unit", "Unit", ChoiceWidget(Unit, _UNITS, "unknown-unit"))
    decimal_places = column("decimal_places", "Decimal places", WholeNumberWidget(6))
    polarity = column("polarity", "Polarity", ChoiceWidget(Polarity, _POLARITIES, "unknown-polarity"))
    range_low = column("range_low", "Range low", FigureWidget())
    range_high = column("range_high", "Range high", FigureWidget())
    frequency = column("frequency", "Frequency", ChoiceWidget(Frequency, _FREQUENCIES, "unknown-frequency"))
    year_type = column("year_type", "Year type", ChoiceWidget(YearType, _YEAR_TYPES, "unknown-year-type"))
    cumulative = column("cumulative", "Cumulative", YesNoWidget())
    source = column("source", "Source", WordsWidget(300))
    owned_by = column("owned_by", "Owner", OwnerWidget())
    services = column("services", "Service", ServicesWidget())
    directorate = column("directorate", "Directorate", DirectorateWidget())
    theme_codes = column("theme_codes", "Themes", ThemesWidget())
    scorecard_keys = column("scorecard_keys", "Scorecards", ScorecardsWidget())
    formula = column("formula", "Formula", WordsWidget())
    tolerance = column("tolerance", "Tolerance", ToleranceWidget())
    within_control = column("within_control", "Within our control", YesNoWidget())
    first_period = column("first_period", "First period", PeriodLabelWidget())
    last_period = column("last_period", "Last period", PeriodLabelWidget())
    group = column("group", "Group", ChoiceWidget(Group, {}, "unknown-group"))
    due_days = column("due_days", "Result due days", WholeNumberWidget(730))
    measures_quality = column("measures_quality", "Measures quality", YesNoWidget())

    numerator = column("numerator", "Numerator", WordsWidget(300))
    denominator = column("denominator", "Denominator", WordsWidget(300))
    benchmark_group = column("benchmark_group", "Benchmark group", WordsWidget(200))

    class Meta:
        model = Indicator
        fields = (
            *("reference", "name", "definition", "unit", "decimal_places", "polarity", "range_low", "range_high"),
            *("frequency", "year_type", "cumulative", "source", "owned_by", "services", "directorate", "theme_codes"),
            *("scorecard_keys", "formula", "tolerance", "within_control", "first_period", "last_period", "group"),
            *("due_days", "measures_quality", "numerator", "denominator", "benchmark_group"),
        )
        import_id_fields = ("reference",)
        skip_unchanged = True

    def __init__(self, known: Known | None = None, structure: Structure | None = None, **kwargs: Any) -> None:
        super().__init__(known, **kwargs)
        self.structure = structure or Structure.load()
        for field in self.fields.values():
            if isinstance(field.widget, StructureWidget):
                field.widget.structure = self.structure

    def get_instance(self, instance_loader: Any, row: Mapping[str, Any]) -> Indicator | None:
        return Indicator.objects.filter(reference_key=reference_key(text_of(as_cell(row["Reference"])))).first()
