"""Calculated indicators, worked out anew in the transaction that changes what they are calculated from."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from common.today import now
from common.values.numbers import TOO_LARGE, trimmed
from common.values.result import NOT_AVAILABLE, ResultValue
from common.values.units import rounded
from performance.choices import ResultStatus
from performance.formulas import read
from performance.imports.periods import CHUNK, update_all
from performance.imports.results import kept
from performance.imports.table import Author
from performance.models import EarlierResult, Indicator, Result
from performance.models.result import CALCULATED, VERIFICATION_FIELDS
from performance.rules.figures import MOST_PLACES
from performance.rules.formula import Node, references, work_out

Changed = tuple[int, str]  # an indicator's id and a period's key
# How the reason begins for which a result is withheld because of what it is calculated from.
FROM_INPUTS = "It is calculated from "
_WRITTEN = (
    *("number", "words", "comparator", "state", "numerator", "denominator", "status", "withheld"),
    *("entered_at", "entered_by", "entered_post", "batch", "source_row", "counter"),
    *VERIFICATION_FIELDS,
)


@dataclass(frozen=True)
class Calculated:
    """A calculated indicator, its formula, and its inputs' ids by the keys that the formula uses.

    ``hidden``: the keys of those inputs of which every figure is withheld.
    """

    indicator: Indicator
    node: Node
    inputs: dict[str, int]
    hidden: frozenset[str] = frozenset()

    def withheld(self, found: Mapping[str, Result | None]) -> str:
        """Why its result is withheld, where that of an input is: the one could be worked out from the other."""
        keys = {key for key, result in found.items() if key in self.hidden or (result and result.withheld)}
        names = [reference.text for reference in references(self.node) if reference.key in keys]
        if not names:
            return ""
        named = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
        return f"{FROM_INPUTS}{named}, which {'are' if names[1:] else 'is'} withheld"[:300]


def recalculate(changed: Collection[Changed]) -> list[int]:
    """Work out what is calculated from these results; the ids of the indicators that got another result.

    One query where nothing is calculated; six at most, however many results changed.
    """
    order = _in_order()
    touched = _touched(order, changed)
    if not touched:
        return []
    affected = [one for one in order if one.indicator.pk in touched]
    locked = [one.indicator.pk for one in affected]
    list(Indicator.objects.filter(pk__in=locked).order_by("pk").select_for_update().values_list("pk"))
    stored = _stored(affected, {key for keys in touched.values() for key in keys})
    work = _Work(stored)
    for one in affected:
        for key in sorted(touched[one.indicator.pk]):
            work.one(one, key)
    work.save()
    return sorted(work.moved)


def recalculate_of(indicators: Iterable[Indicator]) -> list[int]:
    """Work out these calculated indicators for every period that their inputs have: their formula is new."""
    wanted = {indicator.pk for indicator in indicators if indicator.formula.strip()}
    inputs = {pk for one in (_in_order() if wanted else ()) if one.indicator.pk in wanted for pk in one.inputs.values()}
    if not inputs:
        return []
    return recalculate(set(Result.objects.filter(indicator__in=inputs).values_list("indicator_id", "period_key")))


def withheld_by_inputs(indicator: Indicator, key: str) -> str:
    """Why an indicator's result of a period is withheld because of what it is calculated from; "" where it is not."""
    one = next((one for one in _in_order() if one.indicator.pk == indicator.pk), None) if indicator.formula else None
    if one is None:
        return ""
    stored = _stored([one], {key})
    return one.withheld({name: stored.get((pk, key)) for name, pk in one.inputs.items()})


def resting_on(changed: Collection[Changed]) -> set[Changed]:
    """The calculated results, by indicator id and period key, that these results go into, through others too."""
    return {(pk, key) for pk, keys in _touched(_in_order(), changed).items() for key in keys} if changed else set()


def _in_order() -> list[Calculated]:
    """Every calculated indicator, after those that it is calculated from. What cannot be read, or goes round, is left out."""
    trees = [(one, read(one.formula)) for one in Indicator.objects.exclude(formula="").order_by("pk")]
    named = {reference.key for _, node in trees if node for reference in references(node)}
    if not named:
        return []
    rows = Indicator.objects.filter(reference_key__in=named).values_list("reference_key", "pk", "withheld")
    ids = {key: (pk, bool(withheld)) for key, pk, withheld in rows}
    waiting = []
    for indicator, node in trees:
        keys = [reference.key for reference in references(node)] if node else []
        if node and all(key in ids for key in keys):
            hidden = frozenset(key for key in keys if ids[key][1])
            waiting.append(Calculated(indicator, node, {key: ids[key][0] for key in keys}, hidden))
    done: list[Calculated] = []
    while waiting:
        later = {one.indicator.pk for one in waiting}
        ready = [one for one in waiting if not later & set(one.inputs.values())]
        if not ready:
            break
        done += ready
        waiting = [one for one in waiting if one not in ready]
    return done


def _touched(order: list[Calculated], changed: Collection[Changed]) -> dict[int, set[str]]:
    """The periods of each calculated indicator that the changes reach, through others too."""
    moved: dict[int, set[str]] = {}
    for pk, key in changed:
        moved.setdefault(pk, set()).add(key)
    touched: dict[int, set[str]] = {}
    for one in order:
        keys = {key for pk in one.inputs.values() for key in moved.get(pk, ())}
        if keys:
            touched[one.indicator.pk] = keys
            moved.setdefault(one.indicator.pk, set()).update(keys)
    return touched


def _stored(affected: list[Calculated], keys: set[str]) -> dict[Changed, Result]:
    pks = {pk for one in affected for pk in (one.indicator.pk, *one.inputs.values())}
    rows = Result.objects.filter(indicator__in=pks).order_by()
    if len(keys) <= CHUNK:
        rows = rows.filter(period_key__in=keys)
    return {(row.indicator_id, row.period_key): row for row in rows}


class _Work:
    """What one recalculation writes."""

    def __init__(self, stored: dict[Changed, Result]) -> None:
        self.stored, self.at = stored, now()
        self.new: list[Result] = []
        self.changed: list[Result] = []
        self.earlier: list[EarlierResult] = []
        self.moved: set[int] = set()

    def one(self, calculated: Calculated, key: str) -> None:
        """One indicator in one period. While an input is missing nothing is begun, and what was calculated is withdrawn."""
        found = {name: self.stored.get((pk, key)) for name, pk in calculated.inputs.items()}
        inputs = [result for result in found.values() if result is not None]
        own = self.stored.get((calculated.indicator.pk, key))
        whole = len(inputs) == len(found)
        if not whole and (own is None or own.entered_post != CALCULATED):
            return
        value = _value(calculated.node, {name: result.value for name, result in found.items() if result})
        provisional = any(result.status == ResultStatus.PROVISIONAL for result in inputs)
        status = ResultStatus.PROVISIONAL if provisional else ResultStatus.FINAL
        withheld = calculated.withheld(found)
        hidden = own is not None and self._hide(own, withheld)
        if own is not None and (own.value, own.status) == (value, status):
            if hidden:
                own.counter += 1
                self.changed.append(own)
                self.moved.add(calculated.indicator.pk)
            return
        if own is None:
            like = inputs[0]
            own = Result(indicator=calculated.indicator, counter=0, withheld=withheld)
            own.period_key, own.period, own.ends = like.period_key, like.period, like.ends
            self.new.append(own)
        else:
            reason = f"Calculated from {', '.join(reference.text for reference in references(calculated.node))}"
            self.earlier.append(kept(own, Author(None, CALCULATED, reason), self.at))
            self.changed.append(own)
        self._fill(own, value, status)
        self.stored[calculated.indicator.pk, key] = own
        self.moved.add(calculated.indicator.pk)

    @staticmethod
    def _hide(result: Result, withheld: str) -> bool:
        """Whether the result is withheld otherwise than before. A reason that an officer gave stands."""
        if result.withheld == withheld or (result.withheld and not result.withheld.startswith(FROM_INPUTS)):
            return False
        result.withheld = withheld
        return True

    def _fill(self, result: Result, value: ResultValue, status: str) -> None:
        result.value, result.status = value, status
        result.numerator, result.denominator = None, None
        result.entered_at, result.entered_by, result.entered_post = self.at, None, CALCULATED
        result.batch, result.source_row, result.counter = None, None, result.counter + 1
        result.checked(self.at, None, CALCULATED)

    def save(self) -> None:
        Result.objects.bulk_create(self.new, batch_size=CHUNK)
        EarlierResult.objects.bulk_create(self.earlier, batch_size=CHUNK)
        update_all(Result, self.changed, _WRITTEN)


def _value(node: Node, inputs: dict[str, ResultValue]) -> ResultValue:
    """What the formula gives; not available where an input is no exact figure, or the answer none that can be kept."""
    exact: dict[str, Decimal] = {
        name: value.number for name, value in inputs.items() if value.number is not None and not value.comparator
    }
    answer = work_out(node, exact)
    if answer is None or not answer.is_finite() or abs(answer) >= TOO_LARGE:
        return ResultValue(state=NOT_AVAILABLE)
    return ResultValue(trimmed(rounded(answer, MOST_PLACES)))
