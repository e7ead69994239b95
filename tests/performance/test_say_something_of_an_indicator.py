"""Its owner and the performance team set a direction by hand, record a change, and mark an indicator."""

import pytest
from django.urls import reverse

from common.models import LedgerEntry
from council.choices import Role
from performance.models import Override, Rebase
from tests.council.factories import PostFactory, person
from tests.performance.factories import IndicatorFactory, result

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]


@pytest.fixture
def indicator():
    one = IndicatorFactory(reference="CSC07", owner_post=PostFactory(title="Head of Fostering"))
    result(one, "Q1 2019/20", "84.9")
    return one


@pytest.fixture
def owner(client, indicator):
    """The holder of the owner's post, signed in."""
    user = person(Role.STAFF)
    user.appointments.create(post=indicator.owner_post, starts="2019-01-01")
    client.force_login(user)
    return user


@pytest.fixture
def officer(client):
    user = person(Role.PERFORMANCE_OFFICER)
    client.force_login(user)
    return user


def url(name, indicator):
    return reverse(name, args=[indicator.slug])


DIRECTION = {"value": "stable", "reason": "The count was changed.", "counter": 0}
CHANGE = {"period": "Q1 2019/20", "reason": "A new form since April."}


def test_an_owner_sets_a_direction_which_is_marked_as_set_by_hand(client, owner, indicator):
    assert "Q1 2019/20: 84.9%" in client.get(url("direction_set", indicator)).content.decode()
    assert client.post(url("direction_set", indicator), DIRECTION).status_code == 302
    page = client.get(url("indicator", indicator)).content.decode()
    assert "Set to stable by hand (Head of Fostering): The count was changed. Computed as no trend" in page
    assert Override.objects.get().period_key == "2019-04-01/Q"


@pytest.mark.parametrize("missing", ["value", "reason", "counter"])
def test_a_direction_without_all_it_needs_is_given_back(client, owner, indicator, missing):
    answer = client.post(url("direction_set", indicator), {**DIRECTION, missing: ""})
    assert answer.status_code == 422 and "There is a problem" in answer.content.decode()
    assert not Override.objects.exists()


@pytest.mark.parametrize("period", ["2018/19", "Tomorrow", "\x00"])
def test_a_period_that_is_not_the_indicators_is_refused(client, owner, indicator, period):
    assert client.post(url("change_record", indicator), {**CHANGE, "period": period}).status_code == 422
    assert not Rebase.objects.exists()


def test_an_owner_records_a_change(client, owner, indicator):
    assert client.post(url("change_record", indicator), CHANGE).status_code == 302
    assert (
        "Measured anew from Q1 2019/20: A new form since April."
        in client.get(url("indicator", indicator)).content.decode()
    )
    entry = LedgerEntry.objects.latest("id")
    assert (entry.verb, entry.post) == ("indicator.change-recorded", "Head of Fostering")
    assert client.post(url("change_record", indicator), CHANGE).status_code == 409
    assert Rebase.objects.count() == 1


def test_an_officer_marks_it_as_outside_our_control_and_withheld(client, officer, indicator):
    data = {"outside": "on", "withheld": "Too few people", "counter": indicator.counter}
    assert client.post(url("indicator_mark", indicator), data).status_code == 302
    page = client.get(url("indicator", indicator)).content.decode()
    assert "Outside our control" in page and "Withheld" in page
    entry = LedgerEntry.objects.latest("id")
    assert entry.verb == "indicator.marked" and '"withheld":""' in entry.before and "Too few people" in entry.after


def test_a_stale_mark_gets_both_texts_and_loses_nothing(client, officer, indicator):
    first = {"outside": "", "withheld": "Theirs", "counter": indicator.counter}
    client.post(url("indicator_mark", indicator), first)
    answer = client.post(url("indicator_mark", indicator), {**first, "withheld": "Mine"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Theirs" in page and "Mine" in page
    indicator.refresh_from_db()
    assert indicator.withheld == "Theirs"
    again = {**first, "withheld": "Mine", "counter": indicator.counter}
    assert client.post(url("indicator_mark", indicator), again).status_code == 302


def test_nobody_else_says_anything_of_it(client, indicator):
    client.force_login(person(Role.STAFF))
    for name, data in (("direction_set", DIRECTION), ("change_record", CHANGE), ("indicator_mark", {"counter": 1})):
        assert client.get(url(name, indicator)).status_code == 403
        assert client.post(url(name, indicator), data).status_code == 403
    assert not Override.objects.exists() and not Rebase.objects.exists()
    assert "What people say of it" not in client.get(url("indicator", indicator)).content.decode()


def test_an_owner_does_not_mark_it(client, owner, indicator):
    assert client.post(url("indicator_mark", indicator), {"counter": 1, "withheld": "x"}).status_code == 403
