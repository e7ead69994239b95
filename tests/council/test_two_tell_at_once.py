"""Several processes tell the same person of the same thing at the same moment: they hear of it once."""

import time

import pytest
from django.db import connection

from common.models import OutgoingMail
from council import notifications
from council.models import Notification
from tests.council.factories import UserFactory
from tests.council.test_tell_people import tell
from tests.races import loses_in_time, lost, race, without_locks, won

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AT_ONCE = 6
ONCE = next(one for one in Notification._meta.constraints if one.name == "told_once")


@pytest.fixture(autouse=True)
def slowly(monkeypatch):
    """Each has looked whether the person knows before any of them writes."""
    look_up = notifications._chosen

    def after_a_while(*asked):
        time.sleep(0.05)
        return look_up(*asked)

    monkeypatch.setattr(notifications, "_chosen", after_a_while)


def tell_at_once(person, about):
    return race(lambda number: len(tell(person, about=about)), AT_ONCE)


def test_one_of_them_tells():
    person = UserFactory()
    outcomes = tell_at_once(person, "decision 7")
    assert not lost(outcomes), [outcome.trace for outcome in lost(outcomes)]
    assert sorted(won(outcomes)) == [0] * (AT_ONCE - 1) + [1]
    assert Notification.objects.count() == OutgoingMail.objects.count() == 1


def test_without_the_constraint_somebody_is_told_twice_or_turned_away():
    """Who looks first and writes then is not enough; what holds is the constraint."""

    def attempt(number):
        outcomes = tell_at_once(UserFactory(), "decision 7")
        return lost(outcomes) or sum(won(outcomes)) > 1

    with connection.schema_editor() as editor:
        editor.remove_constraint(Notification, ONCE)
    try:
        with without_locks():
            assert loses_in_time(attempt)
    finally:
        Notification.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Notification, ONCE)
