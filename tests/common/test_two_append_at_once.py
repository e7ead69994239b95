"""Many processes write to the ledger at once: one chain, no gap, and nobody waits for somebody who waits for them."""

import time

import pytest
from django.db import connection, transaction  # noqa: F401  (skipif asks it)

from common.ledger import record, verify
from common.models import LedgerEntry, OutgoingMail
from common.today import now
from tests.races import loses_in_time, lost, race, without_locks, won

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AT_ONCE = 6
EACH = 5


def append(number):
    return [record("thing.change", f"thing {number}", after={"n": n}).pk for n in range(EACH)]


def test_they_make_one_chain():
    outcomes = race(append, AT_ONCE)
    assert not lost(outcomes), [outcome.trace for outcome in lost(outcomes)]
    assert sorted(pk for pks in won(outcomes) for pk in pks) == list(range(1, AT_ONCE * EACH + 1))
    assert (verify().entries, verify().fault) == (AT_ONCE * EACH, "")


def test_without_the_lock_somebody_is_turned_away():
    with without_locks():
        assert loses_in_time(lambda number: lost(race(append, AT_ONCE)))


def things():
    return [OutgoingMail.objects.create(to=f"{n}@council.example", created_at=now()).pk for n in range(2)]


def change(pk):
    """Some row is held and changed, which takes a moment."""
    OutgoingMail.objects.select_for_update().get(pk=pk)
    time.sleep(0.05)
    OutgoingMail.objects.filter(pk=pk).update(attempts=1)


def in_order(first, second, *, ledger_last):
    """Two changes in one transaction, and the ledger after both of them or between them."""
    with transaction.atomic():
        change(first)
        if not ledger_last:
            record("thing.change", f"thing {first}")
        change(second)
        if ledger_last:
            record("thing.change", f"thing {second}")


def test_appending_last_nobody_waits_in_a_circle():
    """Each holds the rows that the other wants only in one order, so the ledger is the last thing that anybody waits for."""
    rows = things()
    outcomes = race(lambda number: in_order(*rows, ledger_last=True), AT_ONCE)
    assert not lost(outcomes), [outcome.words for outcome in lost(outcomes)]
    assert LedgerEntry.objects.count() == AT_ONCE and verify()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time: no circle can form")
def test_appending_in_between_two_wait_for_each_other():
    """One holds the ledger and wants a row; the other holds the row and wants the ledger."""
    first, second = things()

    def both(number):
        if number % 2:
            in_order(first, second, ledger_last=False)
        else:
            in_order(second, second, ledger_last=True)

    assert loses_in_time(lambda _: any("deadlock" in outcome.words for outcome in lost(race(both, AT_ONCE))))
