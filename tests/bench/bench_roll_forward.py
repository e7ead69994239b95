"""A whole council's year: 100 plans of 40 actions rolled forward, and the page of plans against the calendar."""

import statistics
import time
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.today import now, pretend
from council.models import CycleStep
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.models import PartContent, Plan, PlanVersion, VersionIndicator, VersionRisk
from serviceplans.rolling import would_roll_forward
from tests.bench.full_size import ACTIONS, PLANS, fill_actions
from tests.council.factories import ThemeFactory
from tests.performance.factories import IndicatorFactory
from tests.risks.factories import RiskFactory
from tests.serviceplans.factories import WORDS, cast, york
from tests.serviceplans.rolling import NEXT, next_cycle

RUNS, MOST_SECONDS, MOST_PLAN_QUERIES, MOST_OF_A_PAGE = 9, 10, 60, 0.1


@dataclass(frozen=True)
class Timed:
    passed: float
    worked: float

    def __str__(self):
        return f"{self.passed:.2f} s ({self.worked:.2f} s of the processor)"


@pytest.mark.django_db
def test_bench_roll_forward(client, capsys):
    people = cast()
    filled(people)
    next_cycle()
    with pretend(date(2020, 3, 2)):
        look, look_queries, would = timed(lambda: would_roll_forward(NEXT))
        done, queries, found = timed(lambda: transitions.roll_forward(NEXT, by=people.officer))
        client.force_login(people.officer)
        page = calendar_of(client)
    with capsys.disabled():
        print(
            f"\n{PLANS} plans × {ACTIONS} actions on {connection.vendor}: look {look} in {look_queries} queries; rolled "
            f"forward {done} in {queries} queries ({queries / PLANS:.1f} a plan); page of the calendar {page}"
        )
    assert found.totals == would.totals and found.totals["actions"] == PLANS * ACTIONS * 3 // 4
    assert look_queries < 40 and queries / PLANS < MOST_PLAN_QUERIES
    assert done.worked < MOST_SECONDS and page.worked < MOST_OF_A_PAGE


def timed(act):
    """The seconds that passed and that the process itself worked (they part on a busy machine), queries, the answer."""
    with CaptureQueriesContext(connection) as captured:
        begun, own = time.perf_counter(), time.process_time()
        found = act()
        passed, worked = time.perf_counter() - begun, time.process_time() - own
    return Timed(passed, worked), len(captured), found


def calendar_of(client):
    """The median time of the page."""
    client.get("/plans/calendar/")
    runs = [timed(lambda: client.get("/plans/calendar/"))[0] for _ in range(RUNS)]
    return Timed(statistics.median(run.passed for run in runs), statistics.median(run.worked for run in runs))


def filled(people):
    """100 plans in force, each with 40 actions of which a quarter are completed, and everything else that is carried."""
    from council.models import ServiceArea
    from tests.council.factories import PlanningCycleFactory

    cycle, template, theme, indicator = PlanningCycleFactory(), york(), ThemeFactory(), IndicatorFactory()
    for stage, day in (("drafts", "2020-04-30"), ("dmt", "2020-05-29")):
        CycleStep.objects.create(cycle=cycle, stage=stage, name=stage, date=day)
    post = people.post("holder")
    services = [people.service] + ServiceArea.objects.bulk_create(
        ServiceArea(directorate=people.directorate, name=f"Service {n}", prefix=f"P{n:02}", holder_post=post)
        for n in range(1, PLANS)
    )
    plans = Plan.objects.bulk_create(Plan(service=one, cycle=cycle, template=template) for one in services)
    shared = {"begun_at": now(), "changed_at": now(), "status": Status.PUBLISHED}
    versions = PlanVersion.objects.bulk_create(PlanVersion(plan=plan, **shared) for plan in plans)
    parts = {part.key: part for part in template.parts.all()}
    PartContent.objects.bulk_create(
        PartContent(version=version, part=parts[key], data=data) for version in versions for key, data in WORDS.items()
    )
    risks = [RiskFactory(reference=f"R {n}", service=people.service) for n in range(5)]
    VersionRisk.objects.bulk_create(VersionRisk(version=v, risk=risk) for v in versions for risk in risks)
    VersionIndicator.objects.bulk_create(VersionIndicator(version=v, indicator=indicator) for v in versions)
    for version in versions:
        fill_actions(version, [theme], [indicator])
