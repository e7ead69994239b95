"""The indicators of a report: every one in use, as it stood in the quarter."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from common.values.period import Period
from common.values.result import ResultValue
from council.models import CouncilSettings
from performance.choices import Group, ResultState, Unit
from performance.models import Indicator
from performance.rules.periods import is_measured
from performance.standing import Standing, YearResult, standings
from performance.standing.load import rhythm_of
from reporting.report.lines import COUNCIL_WIDE, IndicatorLine
from reporting.report.plans import PlanRead
from reporting.rules import actions_of, parts_of

IN_WORDS = frozenset({Unit.LEVEL, Unit.YES_NO, Unit.TEXT})


def indicator_lines(
    quarter: Period, plans: Iterable[PlanRead], settings: CouncilSettings, day: date, user: Any
) -> list[IndicatorLine]:
    """Every indicator that is not retired, by directorate and reference. Six queries."""
    rows = Indicator.objects.all() if user is None else Indicator.objects.visible_to(user)
    rows = rows.filter(retired=False).select_related("owner_post", "directorate", "service__directorate")
    chosen = list(rows.prefetch_related("themes", "shared_services"))
    stand, used = standings(chosen, quarter, settings), uses(plans)
    lines = [_line(stand[indicator.pk], tuple(used.get(indicator.reference, ())), day) for indicator in chosen]
    return sorted(lines, key=lambda line: (line.directorate == COUNCIL_WIDE, line.directorate, line.reference))


def uses(plans: Iterable[PlanRead]) -> Mapping[str, list[str]]:
    """By indicator reference: the plans whose table 4.3 lists it, and the actions that it measures."""
    used: dict[str, list[str]] = {}
    for plan in plans:
        for data in parts_of(plan.content, "indicators"):
            for group in data["groups"]:
                for indicator in group["indicators"]:
                    used.setdefault(indicator["reference"], []).append(plan.line.code)
        for _, action in actions_of(plan.content):
            for indicator in action["indicators"]:
                used.setdefault(indicator["reference"], []).append(action["reference"])
    return used


def _line(stands: Standing, used_by: tuple[str, ...], day: date) -> IndicatorLine:
    indicator = stands.indicator
    due = owed_since(stands, day)
    return IndicatorLine(
        reference=indicator.reference,
        slug=indicator.slug,
        name=indicator.name,
        directorate=_directorate(indicator),
        service=indicator.service_names,
        group=indicator.get_group_display(),
        themes=tuple(theme.code for theme in indicator.themes.all()),
        used_by=used_by,
        definition=indicator.definition,
        unit=indicator.get_unit_display(),
        polarity=indicator.get_polarity_display(),
        frequency=indicator.get_frequency_display(),
        source=indicator.source,
        owner=indicator.owner,
        period=stands.period,
        shown=stands.shown,
        notes=stands.notes,
        older=stands.state.code == ResultState.NO_UPDATE,
        state=stands.state.name,
        state_why=stands.state.why,
        target=stands.target,
        rating=stands.rating.colour,
        rated_by_hand=stands.rating.overridden,
        computed=stands.rating.computed,
        why=stands.rating.sentence,
        direction=stands.direction.word,
        arrow=stands.direction.arrow,
        direction_words=stands.direction_text,
        direction_why=stands.direction.sentence,
        overridden=stands.direction.overridden,
        years=tuple((year.label, _shown(year, indicator)) for year in stands.years),
        status=stands.status,
        forecast=stands.year_end.shown,
        forecast_by=stands.year_end.whose,
        forecast_rating=stands.year_end.rating.colour,
        forecast_why=stands.year_end.why,
        commentary=stands.commentary,
        control=indicator.control,
        entered_by=stands.entered_post,
        entered_at=stands.entered_at,
        missing=due is not None,
        due=due,
        is_finance=indicator.group == Group.FINANCE,
    )


def _shown(year: YearResult, indicator: Indicator) -> str:
    """A year's result with its unit, as the quarter's is shown beside it."""
    if year.number is None or indicator.unit in IN_WORDS:
        return year.text
    return ResultValue(year.number).display(indicator.unit, indicator.decimal_places)


def owed_since(stands: Standing, day: date) -> date | None:
    """The day by which the quarter's result was due, where that has passed and there is still none."""
    indicator = stands.indicator
    if stands.entered_at is not None:
        return None
    period = Period.parse(stands.period, frequency=indicator.frequency, year_type=indicator.year_type)
    due = period.end + timedelta(days=indicator.due_days)
    return due if due < day and is_measured(rhythm_of(indicator), period) else None


def _directorate(indicator: Indicator) -> str:
    of_service = indicator.service.directorate if indicator.service else None
    found = indicator.directorate or of_service
    return found.name if found else COUNCIL_WIDE
