"""The stored standing of each indicator, and how it is kept honest.

Every function that writes results, targets, directions or definitions calls ``refresh`` (or ``refresh_soon``) in its
transaction. A state that was worked out by another method or definition, or that is missing, is not believed: the
register works that one out as it reads.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction

from common.today import today
from council.models import CouncilSettings
from performance.models import Indicator, IndicatorState
from performance.rules.lateness import Lateness, lateness

from .build import build
from .judge import CouncilMethod
from .load import Record, load, rhythm_of

# Older results leave the window that lists read, one by one, as time passes: such states are worked out anew.
BELIEVED = timedelta(days=2 * 366)
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class State:
    """How an indicator stands: ``rating`` a colour, ``direction`` a word, ``overdue`` whether its result is late."""

    rating: str
    direction: str
    overdue: bool


class Stored(NamedTuple):
    """A stored state, lighter than its model: the register reads thousands."""

    rating: str
    direction: str
    ends: date | None
    late_from: date | None
    late_until: date | None
    method: str
    counter: int


def refresh(indicator_ids: Iterable[int]) -> None:
    """Work out the states of these indicators and store them, holding the indicators so that no older state wins."""
    wanted, method = sorted(set(indicator_ids)), CouncilMethod.of(None)
    for start in range(0, len(wanted), _CHUNK):
        with transaction.atomic():
            rows = Indicator.objects.filter(pk__in=wanted[start : start + _CHUNK]).order_by("pk")
            found = list(rows.select_related("owner_post").select_for_update(of=("self",)))
            IndicatorState.objects.bulk_create(
                _worked_out(found, method),
                update_conflicts=True,
                unique_fields=["indicator"],
                update_fields=Stored._fields,
            )


def refresh_soon(indicator_ids: Iterable[int]) -> None:
    """For many at once, in the transaction that changes them: drop their states now, store new ones after the commit.

    Until then, or should that fail, the register works them out as it reads.
    """
    wanted = set(indicator_ids)
    IndicatorState.objects.filter(indicator_id__in=wanted).delete()
    # A function with a name: Django writes it to the log when it fails, and a partial has none.
    transaction.on_commit(lambda: refresh(wanted), robust=True)


def states(indicators: Collection[tuple[int, int]], settings: CouncilSettings | None = None) -> dict[int, State]:
    """States by indicator id, for (id, counter) pairs: one query, and two more where some are not stored."""
    method, day = CouncilMethod.of(settings), today()
    name, found = method_name(method), {}
    wanted = dict(indicators)
    for pk, *fields in IndicatorState.objects.filter(method=name).values_list("indicator_id", *Stored._fields):
        row = Stored(*fields)
        if wanted.get(pk) == row.counter and (row.ends is None or row.ends > day - BELIEVED):
            found[pk] = state_of(row, day)
    missing = [pk for pk in wanted if pk not in found]
    for start in range(0, len(missing), _CHUNK):
        rows = list(Indicator.objects.filter(pk__in=missing[start : start + _CHUNK]).select_related("owner_post"))
        found |= {row.indicator_id: state_of(row, day) for row in _worked_out(rows, method)}
    return found


def method_name(method: CouncilMethod) -> str:
    """What identifies the council's way of rating."""
    return f"{method.rating} {method.direction} {method.stability.normalize()}"


def _worked_out(indicators: Collection[Indicator], method: CouncilMethod) -> list[IndicatorState]:
    records = load(indicators, None) if indicators else {}
    return [_row(indicator, records.get(indicator.pk, Record()), method) for indicator in indicators]


def _row(indicator: Indicator, record: Record, method: CouncilMethod) -> IndicatorState:
    stands = build(indicator, record, None, method)
    late = (
        Lateness() if indicator.retired or indicator.formula.strip() else lateness(rhythm_of(indicator), record.latest)
    )
    return IndicatorState(
        indicator=indicator,
        rating=stands.rating.colour,
        direction=stands.direction.word,
        ends=record.latest.end if record.latest else None,
        late_from=late.first,
        late_until=late.until,
        method=method_name(method),
        counter=indicator.counter,
    )


def state_of(row: "IndicatorState | Stored", day: date) -> State:
    late = row.late_from is not None and row.late_from <= day and (row.late_until is None or day < row.late_until)
    return State(row.rating, row.direction, late)
