"""What of many indicators needs somebody's attention in a quarter: those that are red, and those whose result is late.

Most of a council's indicators need none, and their stored states say so: only the others are worked out.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet

from common.today import today
from common.values.period import Period
from council.models import CouncilSettings
from performance.choices import Frequency, Rag
from performance.models import Indicator, Result

from .build import Standing
from .judge import CouncilMethod
from .read import standings
from .state import BELIEVED, Stored, method_name, state_of


@dataclass(frozen=True)
class Attention:
    """How many are red, the worst of them first, and each whose result is late."""

    red: int
    worst: list[Standing]
    late: list[Standing]


class _Told(NamedTuple):
    """What the stored state of an indicator says of the quarter."""

    pk: int
    reference: str
    rating: str
    direction: str


def attention(
    indicators: QuerySet[Indicator], quarter: Period, settings: CouncilSettings | None = None, *, first: int
) -> Attention:
    """Of these indicators, the ``first`` red ones and all late ones, as they stand in the quarter.

    Three queries, and one more where ``settings`` are not given.
    """
    council = settings or CouncilSettings.current()
    red, asked = _sorted_out(indicators, quarter, CouncilMethod.of(council))
    red.sort(key=lambda told: _worse(told.direction, told.reference))
    rows = Indicator.objects.filter(pk__in=[*(told.pk for told in red[:first]), *asked]).select_related("owner_post")
    built = standings(rows, quarter, council)
    shown = sorted(
        (one for one in built.values() if one.rating.colour == Rag.RED),
        key=lambda one: _worse(one.direction.word, one.indicator.reference),
    )
    counted = {told.pk for told in red} | {one.indicator.pk for one in shown}
    return Attention(len(counted), shown[:first], [one for one in built.values() if one.overdue])


def _worse(direction: str, reference: str) -> tuple[bool, str]:
    return direction != "worsening", reference


def _sorted_out(
    indicators: QuerySet[Indicator], quarter: Period, method: CouncilMethod
) -> tuple[list[_Told], list[int]]:
    """Those that are red and in time by their stored states, and the ids of those that are late or must be worked out."""
    name, day = method_name(method), today()
    # Where a result of another period ends on the quarter's last day, the latest may not be the quarter's.
    others = Result.objects.filter(ends=quarter.end).exclude(period_key=quarter.key).values("indicator")
    rows = indicators.order_by().annotate(other=Q(pk__in=others))
    columns = [f"state__{field}" for field in Stored._fields]
    red, asked = [], []
    for pk, reference, frequency, counter, other, *fields in rows.values_list(
        "pk", "reference", "frequency", "counter", "other", *columns
    ):
        stored = Stored(*fields)
        if stored.method != name or stored.counter != counter or other or not _tells(stored, frequency, quarter):
            asked.append(pk)
            continue
        state = state_of(stored, day)
        if state.overdue:
            asked.append(pk)
        elif state.rating == Rag.RED and stored.ends == quarter.end:
            red.append(_Told(pk, reference, state.rating, state.direction))
    return red, asked


def _tells(stored: Stored, frequency: str, quarter: Period) -> bool:
    """Whether the state at the latest result says how the quarter stands: it is the quarter's, or there is none for it."""
    if stored.ends is None or stored.ends <= today() - BELIEVED:
        return False
    awaited = frequency == Frequency.QUARTERLY and stored.ends < quarter.start
    return stored.ends == quarter.end or awaited
