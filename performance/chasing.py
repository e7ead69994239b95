"""What is owed and whose it is: results of a period, or all that are missing now, by owner; returns and answers due.

A result counts as missing from the day on which its data can exist, not from its period's end.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, Q
from django.urls import reverse

from common.today import today
from common.values.errors import Unreadable
from common.values.period import Period
from common.values.years import format_date
from council.choices import Role
from council.models import Appointment
from council.permissions import authority
from performance.choices import ReturnStatus
from performance.due import entry_at, missing_results
from performance.entries import first_entries
from performance.models import AuditFinding, Indicator, Reminder, StatutoryReturn
from performance.rules.periods import due_on, is_measured, last_closed
from performance.rules.quality import days_late
from performance.rules.returns import SOON
from performance.standing.load import rhythm_of

READS_ALL = (Role.PERFORMANCE_OFFICER, Role.AUDITOR, Role.CMT, Role.CHIEF_EXECUTIVE)
QUARTERS = 8
NOBODY = "Nobody yet"
PAGES = {"result": "indicator", "return": "statutory_return", "finding": "finding"}
MISSING, LATE, AWAITED, IN_TIME = "missing", "late", "awaited", "in time"
# A result of two years may take a year to come: what is looked up reaches that far beyond the quarter.
_SPAN = timedelta(days=366)


@dataclass(frozen=True)
class Owed:
    """One result, return or answer that somebody owes, or owed. ``days``: past its day, of the entry or so far.

    ``about`` is what a reminder calls it; ``place`` is in its address: an indicator's slug, or a number.
    """

    about: str
    reference: str
    name: str
    period: str
    due: date
    state: str
    days: int
    place: str
    post_id: int | None
    owner: str
    reminded: date | None = None

    @property
    def kind(self) -> str:
        """What it is: "result", "return" or "finding" (an answer to internal audit)."""
        return self.about.partition(":")[0]

    @property
    def page_url(self) -> str:
        """Its own page."""
        return reverse(PAGES[self.kind], args=[self.place])

    @property
    def url(self) -> str:
        """Where it is entered, recorded as sent, or answered."""
        if self.kind != "result":
            return self.page_url
        return entry_at(self.place, self.period)


@dataclass(frozen=True)
class OwnerGroup:
    """What one owner owes. ``people``: who would be told (name, address); nobody where the post is empty."""

    key: str
    owner: str
    rows: list[Owed]
    people: list[tuple[str, str]]

    @property
    def missing(self) -> int:
        return sum(row.state == MISSING for row in self.rows)

    @property
    def shown(self) -> list[Owed]:
        """What somebody may have to do something about: all but those that came in time."""
        return [row for row in self.rows if row.state != IN_TIME]

    @property
    def in_time(self) -> int:
        return len(self.rows) - len(self.shown)


def chased_indicators(user: Any) -> list[Indicator]:
    """Those whose results this person follows: all, their directorate's, or those that their posts own. One query."""
    who = authority(user)
    rows = Indicator.objects.visible_to(user).entered().select_related("owner_post")
    if not who.has(*READS_ALL):
        mine = Q(owner_post__in=who.post_ids) | Q(directorate__in=who.corner("directorate", Role.DIRECTOR))
        rows = rows.filter(mine)
    return list(rows)


def missing_now(indicators: list[Indicator]) -> list[Owed]:
    """The latest due result of each indicator, where it is missing; the longest overdue first. One query."""
    found = []
    for indicator, label, due, _ in missing_results(indicators):
        period = Period.parse(label, frequency=indicator.frequency, year_type=indicator.year_type)
        found.append(_owed(indicator, period, due, None))
    return found


def owed_of(indicators: list[Indicator], quarter: Period) -> list[Owed]:
    """Every result of the periods that end in a quarter: missing, awaited, entered late or in time. Two queries."""
    entries = first_entries([i.pk for i in indicators], quarter.start - _SPAN, quarter.end)
    found = []
    for indicator in indicators:
        entered = entries.get(indicator.pk, {})
        known = Period.from_key(next(reversed(entered))) if entered else None
        for period in _periods_in(indicator, quarter, known):
            due = due_on(rhythm_of(indicator), period)
            found.append(_owed(indicator, period, due, entered.get(period.key)))
    order = {MISSING: 0, LATE: 1, AWAITED: 2, IN_TIME: 3}
    return sorted(found, key=lambda row: (order[row.state], row.due, row.reference))


def _periods_in(indicator: Indicator, quarter: Period, known: Period | None) -> Iterator[Period]:
    rhythm = rhythm_of(indicator)
    period = last_closed(rhythm, quarter.end, known)
    while period.end >= quarter.start:
        if is_measured(rhythm, period):
            yield period
        period = period.previous()


def _owed(indicator: Indicator, period: Period, due: date, entered: date | None) -> Owed:
    days = days_late(due, entered, today())
    state = ((IN_TIME, LATE) if entered else (AWAITED, MISSING))[bool(days)]
    return Owed(
        about=f"result:{indicator.pk}:{period.key}",
        reference=indicator.reference,
        name=indicator.name,
        period=period.label,
        due=due,
        state=state,
        days=days,
        place=indicator.slug,
        post_id=indicator.owner_post_id,
        owner=indicator.owner or NOBODY,
    )


def returns_due(day: date, post_ids: Iterable[int] | None = None) -> list[Owed]:
    """Returns that are late, or due within four weeks; of these posts, or of all. One query."""
    rows = StatutoryReturn.objects.exclude(status=ReturnStatus.SUBMITTED).filter(next_due__lte=day + SOON)
    if post_ids is not None:
        rows = rows.filter(owner_post__in=post_ids)
    return [_owed_return(one, one.next_due, day) for one in rows.select_related("owner_post") if one.next_due]


def _owed_return(one: StatutoryReturn, due: date, day: date) -> Owed:
    late = days_late(due, None, day)
    return Owed(
        about=f"return:{one.pk}:{due.isoformat()}",
        reference=one.body,
        name=one.name,
        period="",
        due=due,
        state=MISSING if late else AWAITED,
        days=late,
        place=str(one.pk),
        post_id=one.owner_post_id,
        owner=one.owner or NOBODY,
    )


def answers_due(day: date, post_ids: Iterable[int] | None = None) -> list[Owed]:
    """Audit findings whose answer is late, or due within four weeks; on indicators of these posts, or on all. One query."""
    rows = AuditFinding.objects.filter(answered_on=None, indicator__retired=False, answer_due__lte=day + SOON)
    if post_ids is not None:
        rows = rows.filter(indicator__owner_post__in=post_ids)
    return [_owed_answer(one, day) for one in rows.select_related("indicator__owner_post")]


def _owed_answer(one: AuditFinding, day: date) -> Owed:
    late = days_late(one.answer_due, None, day)
    return Owed(
        about=f"finding:{one.pk}:{one.answer_due.isoformat()}",
        reference=one.indicator.reference,
        name=f"Answer the audit finding of {format_date(one.raised_on)}",
        period="",
        due=one.answer_due,
        state=MISSING if late else AWAITED,
        days=late,
        place=str(one.pk),
        post_id=one.indicator.owner_post_id,
        owner=one.indicator.owner or NOBODY,
    )


def people_of(post_ids: Iterable[int | None]) -> dict[int, list[tuple[str, str]]]:
    """Who is in these posts today, deputies too: name and e-mail address. One query."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Appointment.objects.on(today()).filter(post__in={pk for pk in post_ids if pk})
    for post_id, name, email in rows.order_by("person__name").values_list("post_id", "person__name", "person__email"):
        if (name, email) not in found[post_id]:
            found[post_id].append((name, email))
    return found


def with_reminders(rows: list[Owed]) -> list[Owed]:
    """The same rows, each with the day on which somebody was last reminded of it. One query."""
    recent = Reminder.objects.filter(on__gt=today() - _SPAN).order_by().values("about").annotate(last=Max("on"))
    last = {row["about"]: row["last"] for row in recent}
    return [replace(row, reminded=last.get(row.about)) for row in rows]


def by_owner(rows: list[Owed]) -> list[OwnerGroup]:
    """The rows grouped by owner: who has the most missing first, then by name. One query."""
    groups: dict[str, list[Owed]] = defaultdict(list)
    for row in rows:
        groups[str(row.post_id or row.owner)].append(row)
    people = people_of(row.post_id for row in rows)
    found = [OwnerGroup(key, own[0].owner, own, people.get(own[0].post_id or 0, [])) for key, own in groups.items()]
    return sorted(found, key=lambda group: (-group.missing, group.owner.casefold()))


def asked_quarter(text: str) -> Period | None:
    """The closed quarter that is asked for; None for anything else, which means what is missing now."""
    try:
        period = Period.parse(text, frequency="quarterly") if text else None
    except Unreadable:
        return None
    return period if period and period.end < today() else None


def quarters(day: date) -> list[tuple[str, str]]:
    """The latest closed quarters to choose from: (label, address)."""
    quarter = Period.containing(day, "quarterly").previous()
    found = []
    for _ in range(QUARTERS):
        found.append((quarter.label, f"{reverse('results_due')}?{urlencode({'period': quarter.label})}"))
        quarter = quarter.previous()
    return found
