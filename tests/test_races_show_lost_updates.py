"""The race helper itself: it lets processes go at once, and it can show an update being lost."""

import time
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction

from tests.races import lost, race, without_locks, won

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def counter():
    return Session.objects.create(session_key="counter", session_data="0", expire_date=datetime(2030, 1, 1, tzinfo=UTC))


def add_one(number):
    with transaction.atomic():
        row = Session.objects.select_for_update().get(pk="counter")
        time.sleep(0.01)
        row.session_data = str(int(row.session_data) + 1)
        row.save()
    return number


def test_with_locks_every_update_counts(counter):
    outcomes = race(add_one, 6)
    assert won(outcomes) == [0, 1, 2, 3, 4, 5]
    counter.refresh_from_db()
    assert counter.session_data == "6"


def test_without_locks_updates_are_lost_or_refused(counter):
    with without_locks():
        outcomes = race(add_one, 6)
    counter.refresh_from_db()
    assert int(counter.session_data) < 6
    assert lost(outcomes) or int(counter.session_data) < len(won(outcomes))


def test_what_a_process_raises_comes_back(counter):
    def refuse(number):
        if number == 1:
            raise ValueError("not today")
        return "done"

    outcomes = race(refuse, 3)
    assert won(outcomes) == ["done", "done"]
    assert [(outcome.raised, outcome.words) for outcome in lost(outcomes)] == [("ValueError", "not today")]


def test_a_process_that_hangs_fails_the_race(counter):
    with pytest.raises(AssertionError, match="not finished in time"):
        race(lambda number: time.sleep(30), 2, seconds=0.5)


def test_a_race_inside_a_transaction_is_refused(counter):
    with transaction.atomic(), pytest.raises(AssertionError, match="transaction=True"):
        race(add_one, 2)
