"""The page of a calculated indicator says its formula, shows the latest sum with its figures, and what the next waits for."""

from decimal import Decimal

import pytest
from django.urls import reverse

from common.values.period import Period
from council.choices import Role
from performance.calculation import calculation_of
from performance.models import IndicatorState
from performance.rules.formula import parse, words
from performance.standing import explain, refresh
from performance.standing.facts import warnings_for
from performance.transitions import set_formula, withhold
from tests.council.factories import PostFactory, person
from tests.performance.factories import IndicatorFactory, result

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]
Q4, Q1 = Period.quarter("2018/19", 4), Period.quarter("2019/20", 1)


@pytest.fixture
def officer():
    return person(Role.PERFORMANCE_OFFICER, title="Performance officer")


@pytest.fixture
def tax():
    return IndicatorFactory(reference="CUS07")


@pytest.fixture
def rates():
    return IndicatorFactory(reference="CUS09")


@pytest.fixture
def both(tax, rates, officer):
    for indicator, number in ((tax, "97.8"), (rates, "98.6")):
        result(indicator, "Q4 2018/19", number)
    made = IndicatorFactory(reference="CUS10", owner_post=PostFactory(title="Head of Revenues"))
    return set_formula(made.pk, "average(CUS07: 3, CUS09: 1)", made.counter, by=officer)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A + B", "97.8 + 98.6"),
        ("A - (B - C)", "97.8 − (98.6 − 2)"),
        ("(A - B) - C", "97.8 − 98.6 − 2"),
        ("(A + B) / C × 100", "(97.8 + 98.6) ÷ 2 × 100"),
        ("A / (B / C)", "97.8 ÷ (98.6 ÷ 2)"),
        ("sum(A, B, C)", "97.8 + 98.6 + 2"),
        ("average(A, B)", "(97.8 + 98.6) ÷ 2"),
        ("average(A: 3, B: 1)", "(97.8 × 3 + 98.6) ÷ 4"),
        ("average(A: C, B: C)", "(97.8 × 2 + 98.6 × 2) ÷ (2 + 2)"),
        ("A / 1,000 + B", "97.8 ÷ 1000 + 98.6"),
    ],
)
def test_a_formula_is_said_with_its_figures(text, said):
    assert words(parse(text), {"a": "97.8", "b": "98.6", "c": "2"}) == said


def test_the_latest_sum_is_shown(client, both):
    client.force_login(person(Role.STAFF))
    page = client.get(reverse("indicator", args=["cus10"])).content.decode()
    assert "Q4 2018/19: (97.8 × 3 + 98.6) ÷ 4 = 98.0%" in page
    assert reverse("indicator", args=["cus07"]) in page and "waits for" not in page


def test_it_says_what_the_next_one_waits_for(both, tax, rates, officer):
    result(tax, "Q1 2019/20", "28.9")
    assert calculation_of(both, officer).waits == "Q1 2019/20 waits for CUS09."
    assert explain(both, Q1).state.why == "The result for Q1 2019/20 is calculated when CUS07 and CUS09 are all here."
    result(rates, "Q2 2019/20", "50")
    assert calculation_of(both, officer).waits == "Q2 2019/20 waits for CUS07."


def test_before_there_is_a_first_result_it_waits_for_what_is_missing(tax, officer):
    made = IndicatorFactory(reference="SUM1", formula="CUS07 + CUS08")
    IndicatorFactory(reference="CUS08")
    assert calculation_of(made, officer).waits == ""
    result(tax, "Q4 2018/19", "97.8")
    found = calculation_of(made, officer)
    assert (found.waits, found.worked) == ("Q4 2018/19 waits for CUS08.", "")


def test_a_sum_with_a_withheld_figure_is_shown_to_nobody_else(both, tax, officer):
    withhold(tax.pk, Q4, "Too few", 1, by=officer)
    both.refresh_from_db()
    assert calculation_of(both, officer).worked.startswith("Q4 2018/19: (97.8")
    assert calculation_of(both, person(Role.STAFF)).worked == ""


def test_what_is_calculated_is_never_late_and_its_owner_need_not_enter_it(both):
    stands = explain(both, None)
    assert not stands.overdue and stands.missing == ""
    assert "owner-never-updated" not in {one.code for one in warnings_for([both]).get(both.pk, [])}
    refresh([both.pk])
    assert IndicatorState.objects.get(indicator=both).late_from is None


def test_the_sum_keeps_up_with_a_figure_of_many_places(tax, rates, officer):
    result(tax, "Q4 2018/19", "1234.5")
    result(rates, "Q4 2018/19", "0.125")
    made = IndicatorFactory(reference="SUM1", unit="number", decimal_places=2)
    set_formula(made.pk, "CUS07 × CUS09", made.counter, by=officer)
    made.refresh_from_db()
    assert calculation_of(made, officer).worked == "Q4 2018/19: 1,234.5 × 0.125 = 154.31"
    assert made.results.get().number == Decimal("154.3125")
