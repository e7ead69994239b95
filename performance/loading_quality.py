"""Returns, judgements of data quality and audit findings, read from a council's folder of fixtures. Twice is as once."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zlib import crc32

from django.utils import timezone

from common.ledger import COMMAND_LINE, record
from common.today import today
from common.values.period import Period
from council.choices import Role
from council.loading import read_rows
from council.models import Post
from performance.models import (
    AuditFinding,
    DataQualityAssessment,
    Indicator,
    Result,
    ReturnSubmission,
    StatutoryReturn,
)
from performance.transitions.calculate import CALCULATED


def load_returns(path: Path) -> int:
    """Each row: a return, its next day and its last submission. One that is there is left as officers have it now."""
    known = set(StatutoryReturn.objects.values_list("name", "body"))
    new = [row for row in read_rows(path) if (row["Return"], row["Body"]) not in known]
    for row in new:
        one = StatutoryReturn(name=row["Return"], body=row["Body"], frequency=row["Frequency"], note=row["Note"])
        one.next_due, one.status = _day(row["Next due"]), row["Status"]
        one.owned_by = Post.objects.titled(row["Owner"]) or row["Owner"]
        one.save()
        one.indicators.set(_indicator(reference) for reference in row["Indicators"].split(";") if reference.strip())
        sent = _day(row["Last sent"])
        if sent:
            ReturnSubmission.objects.create(
                statutory_return=one, due=_day(row["Last due"]), submitted_on=sent, post=one.owner[:200]
            )
    return _told("returns.loaded", path, len(new))


def load_quality(path: Path) -> int:
    """Each row: one judgement, the earlier before the later; left alone where the indicator has any already."""
    known = set(DataQualityAssessment.objects.values_list("indicator__reference", flat=True))
    new = [row for row in read_rows(path) if row["Reference"] not in known]
    counters: dict[tuple[str, str], int] = defaultdict(int)
    for row in new:
        counters[row["Reference"], row["Principle"]] += 1
        DataQualityAssessment.objects.create(
            indicator=_indicator(row["Reference"]),
            principle=row["Principle"],
            grade=row["Grade"],
            evidence=row["Evidence"],
            assessed_on=date.fromisoformat(row["Assessed on"]),
            post=row["Post"],
            counter=counters[row["Reference"], row["Principle"]],
        )
    return _told("quality.loaded", path, len(new))


def load_findings(path: Path) -> int:
    """Each row: a finding with its answer, if it has one."""
    known = set(AuditFinding.objects.values_list("indicator__reference", "text"))
    new = [row for row in read_rows(path) if (row["Reference"], row["Finding"]) not in known]
    for row in new:
        AuditFinding.objects.create(
            indicator=_indicator(row["Reference"]),
            text=row["Finding"],
            raised_on=date.fromisoformat(row["Raised on"]),
            raised_post=row["Raised by"],
            answer_due=date.fromisoformat(row["Answer due"]),
            answer=row["Answer"],
            answered_on=_day(row["Answered on"]),
            answered_post=row["Answered by"],
        )
    return _told("findings.loaded", path, len(new))


def date_results() -> None:
    """Give the results that were just loaded the days on which a council would have entered them, most of them in time,
    and the performance officer as the one who did.

    A council to try was not all typed in on one day: a loader replays what happened on earlier ones.
    """
    start = timezone.make_aware(datetime.combine(today(), time.min))
    loaded = Result.objects.filter(entered_at__gte=start, entered_by=None, entered_post__in=[COMMAND_LINE, CALCULATED])
    days: dict[tuple[date, str], list[int]] = defaultdict(list)
    for pk, reference, key, due_days, post in loaded.values_list(
        "pk", "indicator__reference", "period_key", "indicator__due_days", "entered_post"
    ):
        days[_entered(reference, Period.from_key(key), due_days), post].append(pk)
    officer = Post.objects.filter(role=Role.PERFORMANCE_OFFICER).order_by("pk").first()
    for (day, post), pks in days.items():
        at = timezone.make_aware(datetime.combine(day, time(10, 30)))
        whose = officer.title if officer and post == COMMAND_LINE else post
        Result.objects.filter(pk__in=pks).update(entered_at=at, verified_at=at, entered_post=whose, verified_post=whose)


def _entered(reference: str, period: Period, due_days: int) -> date:
    """A day near the one on which the result was due, always the same; one in sixteen is late."""
    chance = crc32(f"{reference} {period.key}".encode())
    shift = 1 + chance // 16 % 12 if chance % 16 == 0 else -(chance // 16 % 10)
    due = period.end + timedelta(days=due_days)
    return min(max(due + timedelta(days=shift), period.end + timedelta(days=1)), today() - timedelta(days=1))


def _told(verb: str, path: Path, count: int) -> int:
    if count:
        record(verb, f"file {path.name}", post=COMMAND_LINE, after={"rows": count})
    return count


def _indicator(reference: str) -> Indicator:
    return Indicator.objects.get(reference=reference.strip())


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
