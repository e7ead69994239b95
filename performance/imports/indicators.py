"""Files of indicators."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from council.models import Theme
from performance.formulas import Said, objection, register
from performance.models import ImportBatch, Indicator, Result
from performance.models.indicator import free_slug, reference_key
from performance.resources import IndicatorResource

from .columns import INDICATORS
from .outcome import RowOutcome
from .periods import CHUNK, update_all
from .reading import Reading, refuse
from .table import Author, Table, Write


class IndicatorsTable(Table):
    """Definitions: new indicators, and changes to those that there are."""

    name, noun, columns = "indicators", "indicator", INDICATORS
    identity = ("reference",)

    def __init__(self, *, lock: bool = False) -> None:
        super().__init__(lock=lock)
        self.resource = IndicatorResource(self.known)
        self.measured: set[int] = set()
        self.said: dict[str, Said] | None = None
        self.rows: list[Reading] = []

    def key(self, reading: Reading) -> str:
        return reference_key(reading.values["reference"])

    def indicator(self, reading: Reading) -> Indicator:
        return self.stored.get(reading.key) or Indicator()

    def touched(self, writes: Iterable[Write]) -> set[int]:
        keys = {write.reading.key for write in writes}
        return set(Indicator.objects.filter(reference_key__in=keys).values_list("pk", flat=True))

    def load(self, readings: list[Reading]) -> None:
        self.rows = readings
        rows: Any = Indicator.objects.filter(reference_key__in={reading.key for reading in readings})
        if self.lock:
            rows = rows.order_by("pk").select_for_update(of=("self",))
        found = rows.select_related("owner_post", "service", "directorate").prefetch_related("themes")
        self.stored = {indicator.reference_key: indicator for indicator in found}
        pks = [indicator.pk for indicator in found]
        self.measured = set(
            Result.objects.filter(indicator_id__in=pks).values_list("indicator_id", flat=True).distinct()
        )

    def check(self, reading: Reading) -> RowOutcome | None:
        stored, values = self.stored.get(reading.key), reading.values
        if stored is not None and stored.pk in self.measured:
            for name in ("frequency", "year_type"):
                if name in values and values[name] != getattr(stored, name):
                    message = f"{stored.reference} has results by its present periods. Retire it and begin a new one."
                    return refuse(reading, self.heading(name), str(values[name]), "frequency-in-use", message)
        low, high = values.get("range_low"), values.get("range_high")
        if low is not None and high is not None and low > high:
            return refuse(reading, "Range low", str(low), "range-upside-down", "The range begins above its end.")
        if "formula" in values and (stored is None or stored.formula != values["formula"]):
            against = objection(self._said(reading), self._register())
            if against is not None:
                return refuse(reading, "Formula", values["formula"], against.code, against.sentence)
        return self.lack(reading, "name")

    def _said(self, reading: Reading) -> Said:
        """The indicator as the row will make it."""
        base = Said.of(self.indicator(reading))
        named = {name: reading.values[name] for name in ("unit", "frequency", "year_type") if name in reading.values}
        return replace(
            base, reference=reading.values["reference"], formula=reading.values.get("formula", base.formula), **named
        )

    def _register(self) -> dict[str, Said]:
        """All indicators as the file will leave them, read when the first formula asks."""
        if self.said is None:
            self.said = register(self.known.indicators.values())
            self.said |= {str(reading.key): self._said(reading) for reading in self.rows}
        return self.said

    def write(self, writes: list[Write], author: Author, batch: ImportBatch) -> None:
        taken = set(Indicator.objects.values_list("slug", flat=True))
        new, changed, themed = [], [], []
        for write in writes:
            indicator = write.stored or Indicator()
            for name in write.changed if write.stored else {*write.changed, "reference"}:
                setattr(indicator, name, write.reading.values[name])
            if indicator.service and not indicator.directorate_id:
                indicator.directorate = indicator.service.directorate
            if write.stored:
                indicator.counter += 1
                changed.append(indicator)
            else:
                indicator.reference_key = reference_key(indicator.reference)
                indicator.slug = free_slug(indicator.reference, taken)
                taken.add(indicator.slug)
                new.append(indicator)
            if "theme_codes" in write.changed:
                themed.append((indicator, write.reading.values["theme_codes"]))
        Indicator.objects.bulk_create(new, batch_size=CHUNK)
        names = [column.name for column in Indicator._meta.concrete_fields if not column.primary_key]
        update_all(Indicator, changed, names)
        _set_themes(themed)


def _set_themes(themed: list[tuple[Indicator, tuple[str, ...]]]) -> None:
    ids = dict(Theme.objects.values_list("code", "pk"))
    link = Indicator.themes.through
    link.objects.filter(indicator_id__in=[indicator.pk for indicator, _ in themed]).delete()
    rows = [link(indicator_id=indicator.pk, theme_id=ids[code]) for indicator, codes in themed for code in codes]
    link.objects.bulk_create(rows, batch_size=CHUNK)
