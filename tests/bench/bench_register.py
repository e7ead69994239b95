"""The register of 1,500 indicators with ten years of quarterly results: how long a page takes to make."""

import statistics
import time
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from common.today import pretend
from council.choices import Role
from performance.standing import refresh
from tests.bench.full_size import indicators_with_history, services_of
from tests.council.factories import person
from tests.serviceplans.factories import cast

INDICATORS, YEARS, AT_MOST = 1_500, 10, 0.100
TODAY = datetime(2019, 8, 20, 12, tzinfo=UTC)
PAGES = ["", "?rating=red", "?show=overdue", "?sort=rating", "?q=number+7", "?polarity=up-is-bad&frequency=quarterly"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    """Ten years of results and targets, three in four of them met."""
    return [indicator.pk for indicator in indicators_with_history(services_of(cast()), INDICATORS, YEARS)]


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
