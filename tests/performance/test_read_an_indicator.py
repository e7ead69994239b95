"""An indicator's page: what the chart shows, why it has its rating, the year end, others' figures, where it is used."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from common.values.period import Period
from council.choices import Role
from performance.gathering import gather
from performance.models import Benchmark, Scorecard
from performance.page import indicator_page
from tests.council.factories import PostFactory, person
from tests.performance.factories import IndicatorFactory, result, target

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]
FELL = ["88.6", "89.2", "88.1", "89.0", "88.4", "89.3", "88.7", "88.2", "89.1", "88.9", "88.3", "88.0"]
FELL += ["85.9", "85.5", "85.4", "84.9"]


@pytest.fixture
def indicator():
    """Sixteen quarters to Q1 2019/20, the last four below the usual range; a target of 88% within 5 points."""
    one = IndicatorFactory(reference="CSS09", tolerance="5", owner_post=PostFactory(title="Head of Assessment"))
    period = Period.quarter("2015/16", 2)
    for number in FELL:
        row = result(one, period.label, number, entered_post="Head of Assessment")
        target(one, period.label, "88")
        period = period.next()
    target(one, "Q4 2019/20", "88")
    row.commentary, row.forecast = "Two vacancies.", "86%"
    row.save()
    return one


@pytest.fixture
def signed_in(client):
    client.force_login(person(Role.STAFF))
    return client


def shown_to(user, indicator):
    return indicator_page(indicator, gather(indicator, user), user)


def page_of(client, indicator):
    return client.get(reverse("indicator", args=[indicator.slug])).content.decode()


def benchmark(indicator, area, number, group="neighbours", period="Q1 2019/20"):
    when = Period.parse(period)
    return Benchmark.objects.create(
        indicator=indicator, area=area, area_key=area.casefold(), group=group, number=number,
        period_key=when.key, period=when.label, ends=when.end,
    )  # fmt: skip


def test_the_page_says_what_the_chart_shows_and_why_it_is_amber(signed_in, indicator):
    page = page_of(signed_in, indicator)
    for words in (
        "Four quarters below the usual range: evidence of a change, not only of noise",
        "Shaded grey: usual range, from Q2 2015/16 to Q1 2018/19 (XmR limits). Red points: outside it.",
        "Why amber, and why stable",
        "3.1 points off, inside the agreed tolerance of 5 points",
        "Q1 2019/20: 84.9%, outside the usual range",
        "Head of Assessment, 10 July 2019",
    ):
        assert words in page
    assert page.count("los-chart__point--outside") == 4 and page.count("los-chart__range") == 1


def test_the_tolerance_band_lies_on_the_side_of_a_miss(indicator):
    boxes = shown_to(person(Role.STAFF), indicator).chart.tolerated
    up = shown_to(person(Role.STAFF), indicator).chart
    assert len(boxes) == 16 and all(box.height > 0 for box in boxes)
    target_y = float(up.targets[0].split(",")[1].split(" ")[0])
    assert all(box.y == target_y for box in boxes), "up is good: a miss lies below"
    indicator.polarity = "up-is-bad"
    down = shown_to(person(Role.STAFF), indicator).chart
    assert all(abs(box.y + box.height - target_y_of(down)) < 0.2 for box in down.tolerated)


def target_y_of(chart):
    return float(chart.targets[0].split(",")[1].split(" ")[0])


def test_a_recorded_change_begins_a_new_range_in_the_chart(indicator):
    staff, period = person(Role.STAFF), Period.quarter("2018/19", 2)
    indicator.rebases.create(
        period_key=period.key, period=period.label, reason="A new form", at=datetime(2019, 1, 1, tzinfo=UTC)
    )
    page = shown_to(staff, indicator)
    assert "It takes 8 results to know the usual range; there are 4 since" in page.chart.summary
    assert not page.chart.ranges and "Red points" not in page.chart.summary


def test_the_straight_line_stands_beside_the_owners_forecast(signed_in, indicator):
    end = shown_to(person(Role.STAFF), indicator).standing.year_end
    assert (end.period, end.owner, end.owner_rating.colour) == ("Q4 2019/20", "86.0%", "amber")
    assert float(end.low[:-1]) < float(end.line[:-1]) < float(end.high[:-1]) < 88
    assert (end.figure, end.rating, end.whose) == (end.owner, end.owner_rating, "Owner's forecast")
    page = page_of(signed_in, indicator)
    assert f"A straight line gives {end.line}, {end.low} to {end.high}" in page
    assert "Q4 2019/20 is forecast to be 86.0% against a target of at least 88%: 2 points off, inside" in page


def test_a_short_series_says_so_on_the_page(signed_in):
    short = IndicatorFactory()
    for period, value in [("Q4 2018/19", "5"), ("Q1 2019/20", "6")]:
        result(short, period, value)
    page = page_of(signed_in, short)
    assert "It takes 8 results to know the usual range; there are 2." in page
    assert "It takes 5 results to draw a line to the year end; there are 2." in page


def test_others_figures_are_shown_ranked_and_drawn(signed_in, indicator):
    benchmark(indicator, "England", 83.1, "nation")
    benchmark(indicator, "Yorkshire and Humber", 85.7, "region")
    for area, number in [("Aford", 90), ("Beham", 80), ("Ceby", 86.4)]:
        benchmark(indicator, area, number)
    card = shown_to(person(Role.STAFF), indicator).compared
    assert card.others == [
        ("England", "83.1%"),
        ("Yorkshire and Humber", "85.7%"),
        ("Nearest neighbours (middle one)", "86.4%"),
    ]
    said = "Among its nearest neighbours in Q1 2019/20: 3rd of 4, third quartile (more is better)."
    assert (card.own, card.sentence) == ("84.9%", said)
    found = shown_to(person(Role.STAFF), indicator)
    assert said in found.chart.summary
    page = page_of(signed_in, indicator)
    assert said in page and page.count('los-chart__other"') == 3


def test_an_average_of_neighbours_is_no_company_to_be_ranked_in(indicator):
    benchmark(indicator, "Nearest neighbours", 86.4)
    card = shown_to(person(Role.STAFF), indicator).compared
    assert (card.others, card.place) == ([("Nearest neighbours", "86.4%")], None)


def test_the_page_says_where_it_is_used(signed_in, indicator):
    card = Scorecard.objects.create(key="cmt", title="CMT strategic", kind="cmt")
    card.rows.create(group=card.groups.create(name="All", position=1), indicator=indicator, position=1)
    assert "CMT strategic" in page_of(signed_in, indicator)


def test_the_table_behind_the_chart_is_taken_away(signed_in, indicator):
    answer = signed_in.get(reverse("indicator_csv", args=[indicator.slug]))
    lines = answer.content.decode().splitlines()
    assert len(lines) == 17 and lines[1].startswith("Q1 2019/20,84.9%,88%,Amber,") and "Two vacancies." in lines[1]


@pytest.mark.parametrize(("role", "sees"), [(Role.STAFF, False), (Role.PERFORMANCE_OFFICER, True)])
def test_withheld_figures_are_shown_to_those_who_answer_for_it(client, indicator, role, sees):
    benchmark(indicator, "England", 83.1, "nation")
    indicator.withheld = "Too few people to publish"
    indicator.save()
    client.force_login(person(role))
    page = page_of(client, indicator)
    assert "Its figures are withheld: Too few people to publish." in page
    assert ("Not rated" not in page) is sees and ("everybody else is shown the word" in page) is sees
    for secret in ("84.9%", "Two vacancies.", "<svg", "86.0%"):
        assert (secret in page) is sees
    csv = client.get(reverse("indicator_csv", args=[indicator.slug])).content.decode()
    assert ("84.9%" in csv) is sees


def test_hostile_names_of_areas_are_shown_as_text(signed_in, indicator):
    benchmark(indicator, "<script>alert(1)</script>", 80, "nation")
    assert "<script>alert" not in page_of(signed_in, indicator)
