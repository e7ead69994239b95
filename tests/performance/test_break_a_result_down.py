"""A result is broken down by ward, age and so on; small numbers are hidden from everybody else."""

import pytest
from django.urls import reverse

from common.models import LedgerEntry
from common.values.errors import Unreadable
from common.verdict import Refused
from council.choices import Role
from performance.breakdowns import read_lines, tables_of
from performance.gathering import gather
from performance.models import Breakdown
from performance.transitions import break_down
from tests.council.factories import AppointmentFactory, PostFactory, person
from tests.performance.factories import IndicatorFactory, period_of, result

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]
Q1 = "Q1 2019/20"


@pytest.fixture
def post():
    return PostFactory(title="Head of Fostering", role=Role.OFFICER)


@pytest.fixture
def owner(client, post):
    user = AppointmentFactory(post=post).person
    client.force_login(user)
    return user


@pytest.fixture
def indicator(post):
    return IndicatorFactory(reference="CSC07", owner_post=post, unit="number", decimal_places=0)


@pytest.fixture
def url(indicator):
    return reverse("indicator_breakdown", args=[indicator.slug]) + "?period=Q1+2019/20&dimension=sex"


def broken(indicator, text, by, dimension="ward"):
    lines = read_lines(text, indicator.unit)
    return break_down(indicator.pk, period_of(indicator, Q1), dimension, lines, 0, by=by)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("Acomb; 12\nClifton;1,250\n\n", "number", [("Acomb", "12"), ("Clifton", "1250")]),
        ("Acomb\t12\r\nClifton\tN/A", "number", [("Acomb", "12"), ("Clifton", None)]),
        ("Acomb; 12; 80", "percent", [("Acomb", "15")]),
        ("Acomb; 15%", "percent", [("Acomb", "15")]),
        ("Acomb; 12; 4000", "per_1000", [("Acomb", "3")]),
        ("Acomb; 3; 0", "percent", [("Acomb", None)]),
    ],
)
def test_lines_are_read(text, unit, expected):
    found = [(line.category, None if line.number is None else str(line.number)) for line in read_lines(text, unit)]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "unit", "says"),
    [
        ("Acomb", "number", "Line 1: “Acomb” has too few"),
        ("Acomb; 1\n; 5", "number", "Line 2: Give the category a name"),
        ("Acomb; 1; 2", "number", "too few or too many"),
        ("Acomb; 1; 2; 3", "percent", "too few or too many"),
        ("Acomb; many", "number", "Line 1: “many” is not a value"),
        ("Acomb; <5", "number", "is not a figure"),
        ("Acomb; 1\nACOMB; 2", "number", "Line 2: “ACOMB” is there twice"),
        ("\n".join(f"W{number}; 1" for number in range(101)), "number", "the most is 100"),
    ],
)
def test_lines_that_cannot_be_read_are_named(text, unit, says):
    with pytest.raises(Unreadable, match=".") as refused:
        read_lines(text, unit)
    assert says in refused.value.sentence


def test_an_owner_breaks_a_result_down_and_changes_it(client, owner, indicator, url):
    assert client.get(url).status_code == 200
    assert client.post(url, {"rows": "Women; 30\nMen; 12", "counter": 0}).status_code == 302
    page = client.get(reverse("indicator", args=["csc07"])).content.decode()
    assert "Q1 2019/20 by sex" in page and "Women" in page
    assert "Women; 30" in client.get(url).content.decode()
    assert client.post(url, {"rows": "Women; 31", "counter": 1}).status_code == 302
    breakdown = Breakdown.objects.get()
    assert [(row.category, int(row.number)) for row in breakdown.rows.all()] == [("Women", 31)]
    entry = LedgerEntry.objects.first()
    assert entry.verb == "result.broken-down" and "Men; 12" in entry.before and "Women; 31" in entry.after


def test_wrong_lines_are_given_back(client, owner, url):
    answer = client.post(url, {"rows": "Women; many", "counter": 0})
    assert answer.status_code == 422 and "Women; many" in answer.content.decode()
    assert client.post(url, {"rows": " \n ", "counter": 0}).status_code == 422
    assert not Breakdown.objects.exists()


def test_a_stale_breakdown_shows_both_texts(client, owner, indicator, url):
    broken(indicator, "Women; 5", owner, "sex")
    answer = client.post(url, {"rows": "Women; 6", "counter": 0})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Women; 5" in page and "Women; 6" in page
    assert client.post(url, {"rows": "Women; 6", "counter": 1}).status_code == 302


def tables(indicator, *, whole):
    rows = gather(indicator, person(Role.STAFF))
    return tables_of(indicator, rows.breakdowns, rows.whole, whole=whole)


def test_small_numbers_are_shown_to_those_who_answer_for_them_only(client, owner, indicator):
    result(indicator, Q1, "46")
    broken(indicator, "Acomb; 12\nClifton; 30\nGuildhall; 4", owner)
    address = reverse("indicator", args=["csc07"])
    mine = client.get(address).content.decode()
    assert "everybody else is not shown 2" in mine and "fewer than 5" not in mine
    client.force_login(person(Role.STAFF))
    theirs = client.get(address).content.decode()
    assert "fewer than 5" in theirs and "withheld" in theirs and "everybody else" not in theirs
    (table,) = tables(indicator, whole=False)
    assert [(row.figure, row.words) for row in table.rows] == [("", "withheld"), ("30", ""), ("", "fewer than 5")]


def test_a_rate_is_hidden_with_the_count_that_it_rests_on(owner, post):
    indicator = IndicatorFactory(owner_post=post, unit="percent")
    broken(indicator, "Acomb; 3; 80\nClifton; 40; 80\nGuildhall; 20; 50", owner)
    (table,) = tables(indicator, whole=False)
    shown = {row.category: (row.figure, row.out_of, row.words) for row in table.rows}
    assert shown["Acomb"] == ("", "", "fewer than 5")
    assert shown["Guildhall"] == ("", "", "withheld")
    assert shown["Clifton"] == ("50.0%", "40 of 80", "")


def test_where_hiding_rows_is_not_enough_all_is_withheld(client, owner, indicator):
    result(indicator, Q1, "8")
    broken(indicator, "Acomb; 4\nClifton; 4", owner)
    (table,) = tables(indicator, whole=False)
    assert (table.withheld, table.rows) == (True, [])
    assert [row.figure for row in tables(indicator, whole=True)[0].rows] == ["4", "4"]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DIRECTOR, Role.STAFF])
def test_others_break_nothing_down(client, indicator, url, role):
    user = person(role)
    client.force_login(user)
    assert client.get(url).status_code == 403
    assert client.post(url, {"rows": "Women; 6", "counter": 0}).status_code == 403
    with pytest.raises(Refused):
        broken(indicator, "Women; 6", user)


def test_a_breakdown_needs_a_dimension_and_rows(owner, indicator):
    when = period_of(indicator, Q1)
    for dimension, lines in (("planet", read_lines("A; 1", "number")), ("ward", [])):
        with pytest.raises(Refused, match="Choose what"):
            break_down(indicator.pk, when, dimension, lines, 0, by=owner)
    assert not Breakdown.objects.exists()
