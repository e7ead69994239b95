"""Several workers take up the same message at the same moment: it goes out once."""

import time

import pytest

from common import mail
from common.mail import deliver, queue
from common.models import OutgoingMail
from tests.races import loses_in_time, lost, race, won

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AT_ONCE = 6


@pytest.fixture(autouse=True)
def by_a_worker_later(monkeypatch):
    """Nothing is sent on commit: the workers of the race do it."""
    monkeypatch.setattr(type(deliver), "enqueue", lambda *_: None)


def send_at_once():
    (message,) = queue([("ada@council.example", "A subject", "Some words.")])
    return race(lambda number: deliver.call([message.pk]), AT_ONCE)


def test_one_of_them_sends_it():
    outcomes = send_at_once()
    assert not lost(outcomes), [outcome.trace for outcome in lost(outcomes)]
    assert sorted(won(outcomes)) == [0] * (AT_ONCE - 1) + [1]
    assert OutgoingMail.objects.get().attempts == 1


def test_who_looks_first_and_claims_then_sends_it_again(monkeypatch):
    def looks_first(pk):
        found = OutgoingMail.objects.waiting().filter(pk=pk).first()
        time.sleep(0.05)
        return found

    monkeypatch.setattr(mail, "_claim", looks_first)
    assert loses_in_time(lambda number: lost(outcomes := send_at_once()) or sum(won(outcomes)) > 1)
