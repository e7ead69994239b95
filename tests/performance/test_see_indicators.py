"""Anybody signed in sees the register and an indicator, with its rating explained."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import panels
from common.panels import Panel
from common.values.period import Period
from council.choices import Role
from performance.charts import ChartRow, line_chart
from performance.models import EarlierResult
from tests.council.factories import DirectorateFactory, PostFactory, person
from tests.performance.factories import IndicatorFactory, result, target
from tests.query_counts import assert_query_count

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]


@pytest.fixture
def signed_in(client):
    client.force_login(person(Role.STAFF))
    return client


def measured(reference="CSC07", q1="84.9", wanted="88", **fields):
    indicator = IndicatorFactory(reference=reference, tolerance="5", name=f"Name of {reference}", **fields)
    for period, value in [("Q3 2018/19", "86"), ("Q4 2018/19", "85.4"), ("Q1 2019/20", q1)]:
        if value:
            result(indicator, period, value, commentary=f"About {value}.")
            target(indicator, period, wanted)
    return indicator


def test_the_register_shows_how_each_stands(signed_in):
    measured(owner_post=PostFactory(title="Head of Fostering"))
    page = signed_in.get(reverse("indicators")).content.decode()
    for words in ("CSC07", "Name of CSC07", "84.9%", "88%", "Amber", "Worsening", "Head of Fostering", "1 amber"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"AAA1", "BBB2", "CCC3"}),
        ("q=bbb", {"BBB2"}),
        ("q=name+of+ccc", {"CCC3"}),
        ("directorate=CEC", {"AAA1"}),
        ("rating=red", {"BBB2"}),
        ("rating=green", {"AAA1"}),
        ("show=overdue", {"CCC3"}),
        ("rating=purple&directorate=XX&show=%00&sort=nonsense&page=-9", {"AAA1", "BBB2", "CCC3"}),
        ("q=nothing", set()),
    ],
)
def test_the_register_is_narrowed_and_its_csv_with_it(signed_in, query, shown):
    measured("AAA1", q1="95", directorate=DirectorateFactory(code="CEC"))
    measured("BBB2", q1="50")
    measured("CCC3", q1="")
    for url in (reverse("indicators"), reverse("indicators_csv")):
        answer = signed_in.get(f"{url}?{query}")
        assert answer.status_code == 200
        text = answer.content.decode()
        assert {name for name in ("AAA1", "BBB2", "CCC3") if f"Name of {name}" in text} == shown


def test_the_register_is_sorted(signed_in):
    measured("AAA1", q1="95")
    measured("BBB2", q1="50")
    by_rating = signed_in.get(reverse("indicators") + "?sort=rating").content.decode()
    assert by_rating.index("BBB2") < by_rating.index("AAA1")


def test_what_is_mine(client):
    post = PostFactory(title="Owner")
    measured("AAA1", owner_post=post)
    measured("BBB2")
    owner = person(Role.OFFICER)
    owner.appointments.create(post=post, starts="2019-01-01")
    client.force_login(owner)
    page = client.get(reverse("indicators") + "?show=mine").content.decode()
    assert "Name of AAA1" in page and "Name of BBB2" not in page


def test_an_indicator_explains_its_rating_and_direction(signed_in):
    indicator = measured(definition="What it counts.")
    page = signed_in.get(reverse("indicator", args=[indicator.slug])).content.decode()
    for words in (
        "3.1 points off, inside the agreed tolerance of 5 points.",
        "up is good, so it is worsening",
        "What it counts.",
        "84.9% in Q1 2019/20, down from 86.0% in Q3 2018/19",
        "About 84.9.",
        "<svg",
    ):
        assert words in page
    assert "style=" not in page


def test_an_indicator_shows_what_was_corrected(signed_in):
    indicator = measured()
    EarlierResult.objects.create(
        result=indicator.results.last(),
        was={"number": "91.000000", "state": "value"},
        replaced_at=datetime(2019, 8, 1, tzinfo=UTC),
        reason="Counted twice.",
    )
    page = signed_in.get(reverse("indicator", args=[indicator.slug])).content.decode()
    assert "Q1 2019/20 was 91.0%" in page and "Counted twice." in page


def test_upper_rooms_show_their_panels(signed_in, monkeypatch):
    maker = lambda user, indicator: Panel("Used by", [(f"Plan with {indicator.reference}", "/plans/", "")])  # noqa: E731
    monkeypatch.setattr(panels, "_makers", {"indicator": [maker]})
    indicator = measured()
    assert "Plan with CSC07" in signed_in.get(reverse("indicator", args=[indicator.slug])).content.decode()


def test_an_indicator_without_results_says_so(signed_in):
    indicator = IndicatorFactory()
    page = signed_in.get(reverse("indicator", args=[indicator.slug])).content.decode()
    assert "No result yet" in page and "<svg" not in page


def test_an_unknown_indicator_is_not_found(signed_in):
    assert signed_in.get(reverse("indicator", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("name", ["indicators", "indicators_csv", "results_due"])
def test_a_visitor_is_asked_to_sign_in(client, name):
    assert client.get(reverse(name)).status_code == 302


def test_hostile_text_is_shown_as_text(signed_in):
    indicator = measured(definition="<script>alert(1)</script>")
    page = signed_in.get(reverse("indicator", args=[indicator.slug])).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_pages_run_the_queries_on_record(signed_in):
    indicator = measured()
    assert_query_count(signed_in, reverse("indicators"), "performance: register")
    assert_query_count(signed_in, reverse("indicator", args=[indicator.slug]), "performance: indicator")
    assert_query_count(signed_in, reverse("results_due"), "performance: due")


def test_queries_stay_the_same_as_rows_grow(signed_in):
    def count(url):
        with CaptureQueriesContext(connection) as captured:
            signed_in.get(url)
        return len(captured)

    first = measured("AAA1")
    urls = [reverse("indicators"), reverse("indicators_csv"), reverse("indicator", args=[first.slug])]
    for url in urls:
        signed_in.get(url)
    before = [count(url) for url in urls]
    for number in range(12):
        measured(f"BBB{number}")
    for year in range(2008, 2017):
        result(first, f"Q2 {year}/{(year + 1) % 100:02}", "50")
    assert [count(url) for url in urls] == before


def chart_of(*numbers, unit="percent", wanted=None):
    period, rows = Period.parse("Q1 2015/16"), []
    for number in numbers:
        targets = () if wanted is None else (wanted,)
        rows.append(ChartRow(period, None if number is None else Decimal(number), targets))
        period = period.next()
    return line_chart(IndicatorFactory.build(unit=unit), rows)


def test_a_chart_breaks_where_there_is_no_figure():
    chart = chart_of("1", "2", None, "4", "5", wanted=Decimal(3))
    assert len(chart.lines) == 2 and len(chart.points) == 4 and len(chart.targets) == 1
    assert chart.title == "5.0% in Q1 2016/17, up from 1.0% in Q1 2015/16"


@pytest.mark.parametrize(
    "numbers", [("5", "5"), ("0", "0"), ("-32", "943"), ("0.001", "0.002"), ("-5", "-6"), ("1000000", "-1000000")]
)
def test_a_chart_holds_every_figure_within_its_frame(numbers):
    chart = chart_of(*numbers)
    assert all(0 <= mark.y <= chart.height - 30 and 0 <= mark.x <= chart.width for mark in chart.points)
    assert 2 <= len(chart.grid) <= 8


def test_one_figure_makes_no_chart():
    assert chart_of("5", None) is None
