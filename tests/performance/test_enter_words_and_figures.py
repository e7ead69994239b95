"""An owner enters words, comparators, and a numerator with its denominator, as the council's plans print them."""

import pytest
from django.urls import reverse

from council.choices import Role
from performance.models import Result
from tests.council.factories import AppointmentFactory, PostFactory
from tests.performance.factories import IndicatorFactory, result

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]


@pytest.fixture
def post():
    return PostFactory(title="Head of Fostering", role=Role.OFFICER)


@pytest.fixture
def entered(client, post):
    """Enter a result for a new indicator of a unit; the answer, and what is stored."""
    client.force_login(AppointmentFactory(post=post).person)

    def enter(value, unit="percent", counter=0, indicator=None, **more):
        indicator = indicator or IndicatorFactory(owner_post=post, unit=unit)
        typed = {"result": value, "status": "final", "commentary": "", "forecast": "", "counter": counter, **more}
        answer = client.post(reverse("enter_result", args=[indicator.slug]), typed)
        return answer, Result.objects.filter(indicator=indicator).first()

    return enter


@pytest.mark.parametrize(
    ("text", "unit", "number", "comparator", "state", "shown"),
    [
        ("<100%", "percent", "100", "<", "value", "<100.0%"),
        ("3 star", "level", "3", "", "value", "3 star"),
        ("Level 2", "level", "2", "", "value", "Level 2"),
        ("Not currently measured", "percent", None, "", "not_measured", "Not currently measured"),
        ("To be defined", "percent", None, "", "words", "To be defined"),
        ("Set baseline", "number", None, "", "words", "Set baseline"),
        ("Baseline +2.5%", "percent", None, "", "words", "Baseline +2.5%"),
    ],
)
def test_words_and_comparators_are_kept_and_shown(client, entered, text, unit, number, comparator, state, shown):
    answer, stored = entered(text, unit)
    value = stored.value
    assert answer.status_code == 302
    assert (value.number and str(value.number), value.comparator, value.state) == (number, comparator, state)
    assert shown in client.get(answer.url).content.decode().replace("&lt;", "<")


@pytest.mark.parametrize(("text", "unit"), [("3 star", "percent"), ("Level 2", "number"), ("<100%", "number")])
def test_what_the_unit_cannot_be_is_given_back(entered, text, unit):
    answer, stored = entered(text, unit)
    assert answer.status_code == 422 and stored is None
    assert "this indicator is" in answer.content.decode()


def test_the_result_is_worked_out_from_its_two_figures(entered):
    _, stored = entered("", numerator="849", denominator="1,000")
    assert (str(stored.value.number), int(stored.numerator), int(stored.denominator)) == ("84.9", 849, 1000)


def test_a_contradiction_names_both_figures(entered):
    answer, stored = entered("84.9", numerator="750", denominator="1,000")
    assert answer.status_code == 422 and stored is None
    page = answer.content.decode()
    assert "The result is 84.9%, but 750 out of 1,000 is 75.0%. Correct one of them." in page and 'value="750"' in page


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"numerator": "849"}, "Give both figures, or neither"),
        ({"numerator": "abc", "denominator": "5"}, "is not a value"),
        ({"numerator": "<5", "denominator": "5"}, "is not a number"),
        ({"numerator": "5", "denominator": "0"}, "The denominator is 0"),
        ({}, "Enter the result"),
    ],
)
def test_figures_that_say_nothing_are_given_back(entered, more, says):
    answer, stored = entered("", **more)
    assert answer.status_code == 422 and stored is None
    assert says in answer.content.decode()


def test_an_indicator_of_days_has_no_numerator(client, post):
    indicator = IndicatorFactory(owner_post=post, unit="days")
    client.force_login(AppointmentFactory(post=post).person)
    page = client.get(reverse("enter_result", args=[indicator.slug])).content.decode()
    assert 'name="numerator"' not in page


def test_another_persons_figures_are_shown_beside_ones_own(entered, post):
    indicator = IndicatorFactory(owner_post=post)
    result(indicator, "Q1 2019/20", "75", numerator=750, denominator=1000)
    answer, _ = entered("84.9", indicator=indicator, numerator="849", denominator="1000")
    page = answer.content.decode()
    assert answer.status_code == 409 and '<h2 class="govuk-heading-s">Numerator</h2>' in page and "750" in page
