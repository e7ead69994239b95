"""What people did in earlier quarters, read from a council's folder of fixtures and replayed: results that owners
entered, breakdowns, and what was said of indicators. Twice is as once."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from common.today import pretend
from common.values.period import Period
from common.values.result import ResultValue
from council.choices import Role
from council.loading import holder_of, read_rows, read_yaml
from council.models import Post, User
from performance.breakdowns import read_lines
from performance.models import Breakdown, DismissedWarning, Indicator, Rebase, Result
from performance.transitions import (
    Entry,
    Marks,
    break_down,
    dismiss_warning,
    enter_result,
    mark_indicator,
    record_change,
    send_back,
    withhold,
)


def load_entries(path: Path) -> None:
    """Each row: a result as its owner entered it on a day, and why an officer sent it back, if one did.

    A period that has a result is left as it is.
    """
    for row in read_rows(path):
        indicator = Indicator.objects.get(reference=row["Reference"])
        period = _period(indicator, row["Period"])
        if Result.objects.filter(indicator=indicator, period_key=period.key).exists():
            continue
        entered = _as_owner(indicator, row["Entered on"], enter_result, indicator.pk, period, _entry(row, indicator))
        if row["Sent back on"]:
            _as_officer(row["Sent back on"], send_back, entered.pk, entered.counter, row["Why"])


def _entry(row: dict[str, str], indicator: Indicator) -> Entry:
    return Entry(
        value=ResultValue.parse(row["Result"], unit=indicator.unit),
        commentary=row["Commentary"],
        status=row["Status"],
        forecast=row["Forecast"],
        numerator=Decimal(row["Numerator"]) if row["Numerator"] else None,
        denominator=Decimal(row["Denominator"]) if row["Denominator"] else None,
    )


def load_breakdowns(path: Path) -> None:
    """Each row: reference, period, by (a dimension), entered (the day), and rows as they are typed on the page."""
    for row in read_yaml(path):
        indicator = Indicator.objects.get(reference=row["reference"])
        period = _period(indicator, row["period"])
        if Breakdown.objects.filter(indicator=indicator, period_key=period.key, dimension=row["by"]).exists():
            continue
        lines = read_lines(row["rows"], indicator.unit)
        _as_owner(indicator, row["entered"], break_down, indicator.pk, period, row["by"], lines, 0)


def load_said(path: Path) -> None:
    """Figures withheld by an officer (all, or those of a ``period``); changes recorded and warnings set aside by owners."""
    said = read_yaml(path)
    for row in said["withheld"]:
        indicator = Indicator.objects.get(reference=row["reference"])
        if "period" in row:
            _withhold(indicator, row)
        elif not indicator.withheld:
            marks = Marks(indicator.within_control, row["reason"], indicator.counter)
            _as_officer(row["day"], mark_indicator, indicator.pk, marks)
    for row in said["changes"]:
        indicator = Indicator.objects.get(reference=row["reference"])
        period = _period(indicator, row["period"])
        if not Rebase.objects.filter(indicator=indicator, period_key=period.key).exists():
            _as_owner(indicator, row["day"], record_change, indicator.pk, period, row["reason"])
    for row in said["set_aside"]:
        indicator = Indicator.objects.get(reference=row["reference"])
        if not DismissedWarning.objects.filter(indicator=indicator, code=row["warning"]).exists():
            _as_owner(indicator, row["day"], dismiss_warning, indicator.pk, row["warning"], row["reason"])


def _withhold(indicator: Indicator, row: dict[str, Any]) -> None:
    period = _period(indicator, row["period"])
    result = Result.objects.get(indicator=indicator, period_key=period.key)
    if not result.withheld:
        _as_officer(row["day"], withhold, indicator.pk, period, row["reason"], result.counter)


def _as_owner(indicator: Indicator, on: date | str, act: Callable[..., Any], *given: Any) -> Any:
    """Do it on that day as whoever held the indicator's post."""
    day = _day(on)
    return _as(holder_of(indicator.owned_by, day), day, act, *given)


def _as_officer(on: date | str, act: Callable[..., Any], *given: Any) -> Any:
    """Do it on that day as the performance officer."""
    day, post = _day(on), Post.objects.filter(role=Role.PERFORMANCE_OFFICER).order_by("pk")[0]
    return _as(holder_of(post, day), day, act, *given)


def _as(by: User, day: date, act: Callable[..., Any], *given: Any) -> Any:
    with pretend(day):
        return act(*given, by=by)


def _day(on: date | str) -> date:
    return on if isinstance(on, date) else date.fromisoformat(on)


def _period(indicator: Indicator, text: str) -> Period:
    return Period.parse(text, frequency=indicator.frequency, year_type=indicator.year_type)
