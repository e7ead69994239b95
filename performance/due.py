"""Results that should be there and are not: what is missing, and whose it is."""

from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Max
from django.urls import reverse

from common.today import today
from common.values.period import Period
from council.choices import Role
from council.permissions import authority
from performance.models import Indicator, Result
from performance.rules.periods import due_on, last_due
from performance.standing.load import rhythm_of

# Two years and the longest time that a result may take: enough to see the period before the one that is due.
_LOOK_BACK = timedelta(days=5 * 366)


class Missing(NamedTuple):
    """A result past its day: of which indicator and period, when it was due, and where it is entered."""

    indicator: Indicator
    period: str
    due: date
    url: str


def due_for(user: Any) -> list[Missing]:
    """The missing results that are this person's to enter: of the indicators that their posts own, or all of them for
    the performance team. The longest overdue first. Two queries (none for somebody without a post).
    """
    who = authority(user)
    rows = Indicator.objects.visible_to(user).entered().select_related("owner_post")
    if not who.has(Role.PERFORMANCE_OFFICER):
        if not who.post_ids:
            return []
        rows = rows.filter(owner_post__in=who.post_ids)
    return missing_results(list(rows))


def missing_results(indicators: list[Indicator]) -> list[Missing]:
    """Of these indicators, those whose latest due period has no result. One query."""
    recent = Result.objects.filter(ends__gt=today() - _LOOK_BACK, indicator__in=[i.pk for i in indicators])
    # Keys sort by time, so that the database can say which is the latest.
    latest = dict(recent.order_by().values_list("indicator_id").annotate(latest=Max("period_key")))
    found = []
    for indicator in indicators:
        rhythm = rhythm_of(indicator)
        known = Period.from_key(latest[indicator.pk]) if indicator.pk in latest else None
        period = last_due(rhythm, today(), known)
        if period is not None and (known is None or known < period):
            found.append(Missing(indicator, period.label, due_on(rhythm, period), entry_url(indicator, period)))
    return sorted(found, key=lambda missing: (missing.due, missing.indicator.reference_key))


def entry_url(indicator: Indicator, period: Period) -> str:
    """Where the result of this period is entered."""
    return entry_at(indicator.slug, period.label)


def entry_at(slug: str, period: str) -> str:
    """The same for an indicator's slug and a period's label."""
    return f"{reverse('enter_result', args=[slug])}?{urlencode({'period': period})}"
