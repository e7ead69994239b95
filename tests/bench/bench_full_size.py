"""Every kind of page, and every file of the quarterly report, at a council of full size; and that history costs nothing."""

import statistics
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from council.models import PlanningCycle
from performance.rules.layout import Section
from performance.transitions import Details, arrange_scorecard, create_scorecard
from reporting.exports import FORMATS
from reporting.report import build
from tests.bench.full_size import full_size

RUNS, MOST_MS = 7, 100
DETAIL, DASHBOARD = 12, 20
SECONDS = {"pdf": 3, "docx": 5, "xlsx": 3}
DRAFT, IN_FORCE = "/plans/css/2019-20/", "/plans/p20/2019-20/"
# name, who, address, most queries
PAGES = [
    ("draft plan", "holder", DRAFT, DETAIL),
    ("check your answers", "holder", f"{DRAFT}check/", DETAIL),
    ("read a draft", "holder", f"{DRAFT}read/", DETAIL),
    ("part: words", "holder", f"{DRAFT}edit/overview/", DETAIL),
    ("part: actions", "holder", f"{DRAFT}edit/actions/", DETAIL),
    ("part: risks", "holder", f"{DRAFT}edit/risks/", DETAIL),
    ("part: indicators", "holder", f"{DRAFT}edit/indicators/", DETAIL),
    ("part: equalities", "holder", f"{DRAFT}edit/equalities/", DETAIL),
    ("action form", "holder", f"{DRAFT}edit/actions/action/CSS001/", DETAIL),
    ("plan in force", "staff", IN_FORCE, DETAIL),
    ("read a plan in force", "staff", f"{IN_FORCE}read/", DETAIL),
    ("changes of a plan in force", "officer", f"{IN_FORCE}changes/", DETAIL),
    ("an action", "staff", "/plans/actions/p20001/", DETAIL),
    ("list of plans", "officer", "/plans/", DASHBOARD),
    ("plans and the calendar", "officer", "/plans/calendar/", DASHBOARD),
    ("home of the Chief Executive", "chief", "/", DASHBOARD),
    ("home of a Director", "director", "/", DASHBOARD),
    ("home of a plan holder", "holder", "/", DASHBOARD),
    ("home of a performance officer", "officer", "/", DASHBOARD),
    ("register of indicators", "officer", "/performance/indicators/", DASHBOARD),
    ("an indicator", "officer", "/performance/indicators/ind0001/", DETAIL),
    ("a scorecard of 200", "officer", "/performance/scorecards/whole/?period=2019-20-q1", DETAIL),
    ("results that are due", "officer", "/performance/due/", DASHBOARD),
    ("register of risks", "officer", "/risks/", DASHBOARD),
    ("equality objectives", "equalities", "/equalities/", DASHBOARD),
    ("reports", "officer", "/reports/", DASHBOARD),
    ("quarterly report", "officer", "/reports/2019-20/q1/", DASHBOARD),
    ("council structure", "staff", "/council/", DASHBOARD),
]


@pytest.mark.django_db
def test_bench_full_size(client, capsys):
    began = time.perf_counter()
    council = full_size()
    a_scorecard([one.pk for one in council.indicators[:200]])
    built = time.perf_counter() - began
    lines = [page_line(client, council.people, *page) for page in PAGES]
    lines += [file_line(ending) for ending in FORMATS]
    with capsys.disabled():
        print(f"\n100 plans × 40 actions, 1,500 indicators × 10 years on {connection.vendor} (made in {built:.0f} s)")
        print("\n".join(line for line, _ in lines))
    assert not [line for line, over in lines if over]


def a_scorecard(ids):
    made = create_scorecard(Details("Whole", "cmt"), by=None)
    names = ("Directorate", "Workforce", "Finance", "Customers")
    layout = tuple(Section(name, tuple(ids[n::4])) for n, name in enumerate(names))
    return arrange_scorecard(made.pk, layout, counter=None, by=None)


def page_line(client, people, name, who, url, most):
    """The median of what the process worked for a page, its queries, and whether either is over its budget."""
    client.force_login(getattr(people, who))
    first = client.get(url)
    if first.status_code != 200:
        return f"! {name:<30} answered {first.status_code}", True
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    passed, worked = medians(lambda: client.get(url))
    queries = len(captured)
    over = worked * 1000 > MOST_MS or queries > most
    said = f"{'!' if over else ' '} {name:<30} {worked * 1000:6.0f} ms worked, {passed * 1000:6.0f} passed, {queries:3} queries"
    return said, over


def file_line(ending):
    """The same of a file of the report, from building the report to the last byte."""
    cycle = PlanningCycle.objects.get(name="2019/20")
    passed, worked = medians(lambda: FORMATS[ending].write(build(cycle, 1)), 3)
    over = worked > SECONDS[ending]
    return f"{'!' if over else ' '} quarterly report, {ending:<12} {worked:6.2f} s worked, {passed:6.2f} s passed", over


def medians(act, runs=RUNS):
    """The seconds that pass and those that the process itself works: they part on a busy machine."""
    passed, worked = [], []
    for _ in range(runs):
        clock, own = time.perf_counter(), time.process_time()
        act()
        passed.append(time.perf_counter() - clock)
        worked.append(time.process_time() - own)
    return statistics.median(passed), statistics.median(worked)
