"""An officer says how an indicator is calculated; its page links what it is calculated from."""

import pytest
from django.urls import reverse

from common.models import LedgerEntry
from common.verdict import Refused, Stale
from council.choices import Role
from performance.models import EarlierResult, Result
from performance.transitions import set_formula
from tests.council.factories import person
from tests.performance.factories import IndicatorFactory, result

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]


@pytest.fixture
def officer(client):
    user = person(Role.PERFORMANCE_OFFICER, title="Performance officer")
    client.force_login(user)
    return user


@pytest.fixture
def inputs():
    found = [IndicatorFactory(reference=name, unit="number", decimal_places=0) for name in ("IN1", "KCR 3")]
    result(found[0], "Q4 2018/19", "30")
    result(found[1], "Q4 2018/19", "40")
    return found


@pytest.fixture
def share(inputs):
    return IndicatorFactory(reference="SHARE", unit="percent")


def url(indicator):
    return reverse("indicator_formula", args=[indicator.slug])


def test_a_formula_is_saved_worked_out_and_shown_with_its_inputs(client, officer, inputs, share):
    assert client.get(url(share)).status_code == 200
    answer = client.post(url(share), {"formula": "IN1 / [kcr 3] × 100", "counter": 1})
    assert answer.url == reverse("indicator", args=["share"])
    assert str(Result.objects.get(indicator=share).value.number) == "75"
    page = client.get(answer.url).content.decode()
    for words in ("Calculated: IN1 / [kcr 3] × 100", 'href="/performance/indicators/kcr-3/"', "75.0%"):
        assert words in page, words
    assert reverse("enter_result", args=["share"]) not in page
    assert 'href="/performance/indicators/share/"' in client.get(reverse("indicator", args=["in1"])).content.decode()
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.subject) == ("indicator.formula-set", "indicator SHARE")


def test_what_was_entered_before_is_kept(officer, inputs, share):
    result(share, "Q4 2018/19", "70")
    set_formula(share.pk, "IN1 / [KCR 3] × 100", 1, by=officer)
    assert EarlierResult.objects.get().was["number"][:2] == "70"


def test_without_its_formula_it_is_entered_by_hand_again(client, officer, inputs, share):
    set_formula(share.pk, "IN1 + IN1", 1, by=officer)
    assert client.get(reverse("enter_result", args=["share"])).status_code == 403
    set_formula(share.pk, "", 2, by=officer)
    assert client.get(reverse("enter_result", args=["share"])).status_code == 200


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("IN1 + NONE9", "There is no indicator “NONE9”"),
        ("IN1 IN1", "cannot be read at"),
        ("SHARE + IN1", "SHARE → SHARE"),
        ("DOUBLE + IN1", "SHARE → DOUBLE → SHARE"),
        ("YEAR1 + IN1", "YEAR1 is annual"),
    ],
)
def test_what_cannot_be_calculated_is_given_back(client, officer, inputs, share, formula, says):
    IndicatorFactory(reference="DOUBLE", formula="SHARE + SHARE")
    IndicatorFactory(reference="YEAR1", frequency="annual")
    answer = client.post(url(share), {"formula": formula, "counter": 1})
    page = answer.content.decode()
    assert answer.status_code == 422 and says in page and formula in page
    share.refresh_from_db()
    assert (share.formula, share.counter) == ("", 1)


def test_a_stale_formula_shows_both(client, officer, inputs, share):
    set_formula(share.pk, "IN1 + IN1", 1, by=officer)
    answer = client.post(url(share), {"formula": "IN1 - IN1", "counter": 1})
    page = answer.content.decode()
    assert answer.status_code == 409 and "IN1 + IN1" in page and "IN1 - IN1" in page
    with pytest.raises(Stale):
        set_formula(share.pk, "IN1", 1, by=officer)
    assert client.post(url(share), {"formula": "IN1 - IN1", "counter": 2}).status_code == 302


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DIRECTOR, Role.ADMINISTRATOR])
def test_only_officers_set_formulas(client, share, role):
    user = person(role)
    client.force_login(user)
    assert client.get(url(share)).status_code == 403
    assert client.post(url(share), {"formula": "IN1", "counter": 1}).status_code == 403
    with pytest.raises(Refused, match="Only a performance officer"):
        set_formula(share.pk, "IN1", 1, by=user)
