"""The register of 1,500 indicators with ten years of quarterly results: how long a page takes to make."""

import statistics
import time
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from common.today import pretend
from common.values.period import Period
from council.choices import Role
from performance.models import Indicator, Result, Target
from performance.models.indicator import reference_key
from performance.standing import refresh
from tests.council.factories import DirectorateFactory, PostFactory, person

INDICATORS, YEARS, AT_MOST = 1_500, 10, 0.100
TODAY = datetime(2019, 8, 20, 12, tzinfo=UTC)
PAGES = ["", "?rating=red", "?show=overdue", "?sort=rating", "?q=number+7", "?polarity=up-is-bad&frequency=quarterly"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    """Ten years of results and targets, three in four of them met."""
    posts, units = [PostFactory() for _ in range(60)], [DirectorateFactory() for _ in range(5)]
    Indicator.objects.bulk_create(
        Indicator(
            reference=f"IND{number:04}",
            reference_key=reference_key(f"IND{number:04}"),
            slug=f"ind{number:04}",
            name=f"What is counted, number {number}",
            polarity="up-is-bad" if number % 3 == 0 else "up-is-good",
            unit="percent",
            decimal_places=1,
            tolerance="5",
            owner_post=posts[number % 60],
            directorate=units[number % 5],
        )
        for number in range(INDICATORS)
    )
    periods, period = [], Period.quarter("2019/20", 1)
    for _ in range(YEARS * 4):
        periods.append(period)
        period = period.previous()
    pks = list(Indicator.objects.values_list("pk", flat=True))
    where = [(pk, {"period_key": p.key, "period": p.label, "ends": p.end}) for pk in pks for p in periods]
    Result.objects.bulk_create(
        (Result(indicator_id=pk, number=Decimal(50 + pk * 7 % 40), entered_at=TODAY, **of) for pk, of in where), 5_000
    )
    Target.objects.bulk_create(
        (Target(indicator_id=pk, number=Decimal(60), text="60", **of) for pk, of in where), 5_000
    )
    return pks


def median_of(client, url, times=7):
    client.get(url)
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        assert client.get(url).status_code == 200
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def test_the_register_comes_quickly(council, client, capsys):
    with pretend(TODAY):
        start = time.perf_counter()
        refresh(council)
        stored = time.perf_counter() - start
        client.force_login(person(Role.PERFORMANCE_OFFICER))
        medians = {query: median_of(client, reverse("indicators") + query) for query in PAGES}
        one = median_of(client, reverse("indicator", args=["ind0001"]))
    with capsys.disabled():
        print(f"\nregister of {INDICATORS} indicators × {YEARS} years (states stored in {stored:.2f} s)")
        for query, taken in medians.items():
            print(f"  {query or 'as it opens':<42} {1000 * taken:6.1f} ms")
        print(f"  one indicator{'':<29} {1000 * one:6.1f} ms")
    assert max(*medians.values(), one) <= AT_MOST
