"""On which day each result was first entered: corrections change the figure, not the day on which it came."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Min
from django.utils import timezone

from performance.models import EarlierResult, Result

# Above this many, rows of other indicators are read along rather than naming each in the query.
NAMED_IN_QUERY = 400
Entries = dict[int, dict[str, date]]
"""By indicator id: the day of the first entry by period key, the earliest period first."""


def first_entries(indicator_ids: Collection[int], after: date, upto: date) -> Entries:
    """First entries of periods that end after ``after`` and on ``upto`` or before. Always two queries."""
    wanted = set(indicator_ids)
    named = {"indicator__in": wanted} if len(wanted) <= NAMED_IN_QUERY else {}
    rows = Result.objects.filter(**named, ends__gt=after, ends__lte=upto).order_by("ends", "period_key")
    earlier = EarlierResult.objects.filter(result__in=rows.order_by().values("pk"))
    first: dict[int, datetime] = {}
    for result_id, text in earlier.values_list("result_id", "was__entered_at"):
        if text:
            at = datetime.fromisoformat(text)
            first[result_id] = min(at, first.get(result_id, at))
    found: Entries = defaultdict(dict)
    for pk, indicator_id, key, at in rows.values_list("pk", "indicator_id", "period_key", "entered_at"):
        if indicator_id in wanted:
            found[indicator_id][key] = timezone.localdate(min(at, first.get(pk, at)))
    return found


def record_began() -> date | None:
    """The day on which the register took its first result; None before that. One query."""
    first = Result.objects.aggregate(first=Min("entered_at"))["first"]
    return timezone.localdate(first) if first else None
