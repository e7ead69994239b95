"""A scorecard of 200 indicators with ten years of quarters: the page's median time, and that its queries are constant."""

import statistics
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.values.period import Period
from council.choices import Role
from performance.models import Indicator, Result, Target
from performance.rules.layout import Section
from performance.transitions import Details, arrange_scorecard, create_scorecard
from tests.council.factories import PostFactory, person

INDICATORS, YEARS, RUNS, MOST_MS = 200, 10, 25, 100


@pytest.mark.django_db
def test_bench_scorecard(client, capsys):
    user = person(Role.PERFORMANCE_OFFICER)
    ids = filled(user)
    whole = scorecard("Whole", ids)
    few = scorecard("Few", ids[:10])
    client.force_login(user)
    counts = [queries(client, page_of(one)) for one in (few, whole)]
    median, own = timed(client, page_of(whole))
    with capsys.disabled():
        print(
            f"\nscorecard of {INDICATORS} indicators × {YEARS} years on {connection.vendor}: "
            f"median {median:.0f} ms ({own:.0f} ms of the processor), {counts[1]} queries ({counts[0]} for 10 indicators)"
        )
    assert counts[0] == counts[1]
    assert median < MOST_MS


def page_of(scorecard):
    return reverse("scorecard", args=[scorecard.key]) + "?period=2019-20-q1"


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def timed(client, url):
    """The median time that passes for one page, and that the process itself works: they part on a busy machine."""
    passed, worked = [], []
    for _ in range(RUNS):
        clock, own = time.perf_counter(), time.process_time()
        client.get(url)
        passed.append(time.perf_counter() - clock)
        worked.append(time.process_time() - own)
    return statistics.median(passed) * 1000, statistics.median(worked) * 1000


def filled(user):
    """Indicators with a result and a target in each quarter, and a commentary in each."""
    owners = [PostFactory() for _ in range(20)]
    made = [
        Indicator(
            reference=f"IND {n:03}",
            reference_key=f"ind{n:03}",
            slug=f"ind-{n:03}",
            name=f"Something that is counted each quarter, number {n}",
            unit="percent",
            decimal_places=1,
            owner_post=owners[n % 20],
            tolerance="2",
        )
        for n in range(INDICATORS)
    ]
    Indicator.objects.bulk_create(made)
    last = Period.quarter("2019/20", 1)
    quarters = [last]
    while len(quarters) < YEARS * 4:
        quarters.append(quarters[-1].previous())
    of = [
        (i, q, {"indicator": i, "period_key": q.key, "period": q.label, "ends": q.end}) for i in made for q in quarters
    ]
    at = user.appointments.get().starts.strftime("%Y-%m-%dT09:00Z")
    Result.objects.bulk_create(
        Result(**fields, number=(i.pk * 7 + q.end.toordinal() // 90) % 97, commentary=f"Counted in {q}.", entered_at=at)
        for i, q, fields in of
    )
    Target.objects.bulk_create(Target(**fields, text="50%", number=50) for _, _, fields in of)
    return [i.pk for i in made]


def scorecard(title, ids):
    made = create_scorecard(Details(title, "cmt"), by=None)
    quarter = -(-len(ids) // 4)
    names = ("Directorate", "Workforce", "Finance", "Customers")
    layout = tuple(Section(name, tuple(ids[n * quarter : (n + 1) * quarter])) for n, name in enumerate(names))
    return arrange_scorecard(made.pk, layout, counter=None, by=None)
