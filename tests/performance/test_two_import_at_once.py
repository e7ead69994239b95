"""The same file, or two that differ, imported by several people at the same moment."""

import pytest

from common.models import LedgerEntry
from performance.models import EarlierResult, ImportBatch, Result
from performance.transitions import import_now
from tests.performance.factories import IndicatorFactory
from tests.performance.files import csv_file
from tests.races import loses_in_time, lost, race, without_locks, won

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AT_ONCE = 4


def import_file(value):
    data = csv_file("Reference,Period,Result", *(f"CSC0{n},Q1 2019/20,{value}" for n in range(5)))
    return import_now("results", data, "q1.csv").reason


@pytest.fixture(autouse=True)
def indicators(transactional_db):
    for number in range(5):
        IndicatorFactory(reference=f"CSC0{number}")


def test_the_same_file_goes_in_once():
    outcomes = race(lambda number: import_file(83), AT_ONCE)
    assert not lost(outcomes), [outcome.words for outcome in lost(outcomes)]
    assert sorted(won(outcomes)) == ["", *["already imported"] * (AT_ONCE - 1)]
    assert (ImportBatch.objects.count(), Result.objects.count(), LedgerEntry.objects.count()) == (1, 5, 1)


def test_files_that_differ_follow_each_other_and_no_value_is_lost():
    outcomes = race(lambda number: import_file(80 + number), AT_ONCE)
    assert not lost(outcomes), [outcome.words for outcome in lost(outcomes)]
    kept = {
        float(earlier.was["number"]) for earlier in EarlierResult.objects.filter(result__indicator__reference="CSC00")
    }
    last = float(Result.objects.get(indicator__reference="CSC00").number)
    assert sorted([*kept, last]) == [80.0, 81.0, 82.0, 83.0]
    assert LedgerEntry.objects.count() == AT_ONCE


def test_without_locks_somebody_loses():
    def attempt(round_number):
        EarlierResult.objects.all().delete()
        held = Result.objects.filter(indicator__reference="CSC00").count()
        # Other values in each round: a file that has been imported is not imported again.
        outcomes = race(lambda number: import_file(20 + 5 * round_number + number), AT_ONCE)
        kept = EarlierResult.objects.filter(result__indicator__reference="CSC00").count()
        return lost(outcomes) or kept < AT_ONCE - 1 + held

    with without_locks():
        assert loses_in_time(attempt)
