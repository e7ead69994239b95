"""Benchmarks: one row for each indicator, period and area."""

from collections.abc import Mapping
from typing import Any

from common.intake import CellValue
from common.values.errors import Unreadable
from common.values.words import quoted, tidy
from performance.choices import BenchmarkGroup
from performance.models import Benchmark
from performance.models.benchmark import area_key

from .base import CellWidget, TableResource, column, text_of
from .definition import plainly
from .widgets import PeriodWidget, ReferenceWidget, ResultWidget

LONGEST_AREA = 120
_GROUPS = {plainly(word): value for value, label in BenchmarkGroup.choices for word in (value, label)} | {
    plainly(word): str(value)
    for word, value in (
        ("neighbour", BenchmarkGroup.NEIGHBOURS),
        ("nearest neighbour", BenchmarkGroup.NEIGHBOURS),
        ("regional", BenchmarkGroup.REGION),
        ("national", BenchmarkGroup.NATION),
    )
}


class AreaWidget(CellWidget):
    """Whose figure it is: another council, a region or a nation."""

    codes = {"missing-value": "missing-value"}

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> str:
        area = tidy(text_of(cell))
        if not area:
            raise Unreadable(
                "The row has no comparator area. Name the council, the region or England.", "missing-value"
            )
        if len(area) > LONGEST_AREA:
            raise Unreadable(f"The area {quoted(area)} is longer than {LONGEST_AREA} characters. Shorten it.")
        return area


class GroupWidget(CellWidget):
    """Nearest neighbours, region or nation; blank leaves what is stored."""

    code = "unknown-group"

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> str | None:
        text = text_of(cell)
        if not text:
            return None
        group = _GROUPS.get(plainly(text))
        if group is None:
            raise Unreadable(f"{quoted(text)} is no group. Write nearest neighbours, region or nation.")
        return str(group)

    def render(self, value: Any, obj: Any = None, **_: Any) -> str:
        return BenchmarkGroup(value).label.lower() if value else ""

    def show(self, value: Any, indicator: Any) -> str:
        return self.render(value)


class BenchmarkResource(TableResource):
    """The columns of benchmarks (formats: "benchmarks")."""

    indicator = column("indicator", "Reference", ReferenceWidget())
    when = column("when", "Period", PeriodWidget())
    place = column("place", "Comparator area", AreaWidget())
    value = column("value", "Result", ResultWidget())
    group = column("group", "Group", GroupWidget())

    class Meta:
        model = Benchmark
        fields = ("indicator", "when", "place", "value", "group")
        import_id_fields = ("indicator", "when", "place")
        skip_unchanged = True

    def get_instance(self, instance_loader: Any, row: Mapping[str, Any]) -> Benchmark | None:
        indicator, when, place = (self.fields[name].clean(row) for name in ("indicator", "when", "place"))
        rows = Benchmark.objects.filter(indicator=indicator, period_key=when.key, area_key=area_key(place))
        return rows.first()
