"""Files of indicators."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from performance.formulas import Said, objection, register
from performance.models import ImportBatch, Indicator, Result
from performance.models.indicator import free_slug, reference_key
from performance.resources import IndicatorResource

from .columns import INDICATORS
from .outcome import RowOutcome
from .periods import CHUNK, update_all
from .placing import hold_scorecards, place, set_sharing, set_themes
from .reading import Reading, refuse
from .table import Author, Table, Write
from .undo import Defined, definition, definition_memories, note_counters, scorecard_memory

# What a definition is compared by, beside its own fields.
ON = ("themes", "shared_services", "scorecard_rows__scorecard")


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
        self.defined: list[Defined] = []

    def key(self, reading: Reading) -> str:
        return reference_key(reading.values["reference"])

    def indicator(self, reading: Reading) -> Indicator:
        return self.stored.get(reading.key) or Indicator()

    def touched(self, writes: Iterable[Write]) -> set[int]:
        keys = {write.reading.key for write in writes}
        return set(Indicator.objects.filter(reference_key__in=keys).values_list("pk", flat=True))

    def load(self, readings: list[Reading]) -> None:
        self.rows = readings
        if self.lock and any("scorecard_keys" in reading.values for reading in readings):
            hold_scorecards()
        rows: Any = Indicator.objects.filter(reference_key__in={reading.key for reading in readings})
        if self.lock:
            rows = rows.order_by("pk").select_for_update(of=("self",))
        found = rows.select_related("owner_post", "service", "directorate").prefetch_related(*ON)
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
        self.defined = [self._define(write) for write in writes]
        new = [one.indicator for one in self.defined if one.before is None]
        taken = set(Indicator.objects.values_list("slug", flat=True)) if new else set()
        for indicator in new:
            indicator.reference_key = reference_key(indicator.reference)
            indicator.slug = free_slug(indicator.reference, taken)
            taken.add(indicator.slug)
        note_counters(self.defined)
        Indicator.objects.bulk_create(new, batch_size=CHUNK)
        names = [column.name for column in Indicator._meta.concrete_fields if not column.primary_key]
        update_all(Indicator, [one.indicator for one in self.defined if one.before is not None], names)
        set_themes((one.indicator, one.indicator.theme_codes) for one in self.defined if "theme_codes" in one.changed)
        set_sharing(
            (one.indicator, [service.pk for service in one.indicator.sharing])
            for one in self.defined
            if "services" in one.changed
        )
        placed = place(
            (one.indicator, one.indicator.scorecard_keys) for one in self.defined if "scorecard_keys" in one.changed
        )
        self.undo += [scorecard_memory(*one) for one in placed]

    def memories(self) -> list[dict[str, Any]]:
        return [*self.undo, *definition_memories(self.defined)]

    @staticmethod
    def _define(write: Write) -> Defined:
        """The indicator as the row makes it (unsaved), beside what it was."""
        indicator = write.stored or Indicator()
        defined = Defined(indicator, definition(indicator) if write.stored else None, write.changed)
        for name in write.changed if write.stored else {*write.changed, "reference"}:
            setattr(indicator, name, write.reading.values[name])
        if indicator.service and not indicator.directorate_id:
            indicator.directorate = indicator.service.directorate
        if write.stored:
            indicator.counter += 1
        else:
            # Known to have none: not asked of the database one by one.
            indicator.theme_codes, indicator.services = indicator.theme_codes, indicator.services
        return defined
