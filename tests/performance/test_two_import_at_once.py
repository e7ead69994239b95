"""The same file, or two that differ, imported by several people at the same moment; and one undone while it is used."""

import pytest

from common.models import LedgerEntry
from common.values.period import Period
from common.values.result import ResultValue
from common.verdict import Conflict
from council.choices import Role
from performance.imports import preview
from performance.models import (
    Benchmark,
    BreakdownRow,
    EarlierResult,
    ImportBatch,
    Indicator,
    Result,
    ScorecardRow,
    Target,
)
from performance.transitions import (
    Details,
    Entry,
    confirm,
    create_scorecard,
    enter_result,
    import_now,
    undo_import,
)
from tests.council.factories import person
from tests.performance.factories import IndicatorFactory
from tests.performance.files import csv_file
from tests.races import loses_in_time, lost, race, without_locks, won

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AT_ONCE = 4
FILES = {
    "results": (Result, csv_file("Reference,Period,Result", *(f"CSC0{n},Q1 2019/20,83" for n in range(5)))),
    "targets": (Target, csv_file("Reference,Period,Target", *(f"CSC0{n},Q1 2019/20,83" for n in range(5)))),
    "benchmarks": (
        Benchmark,
        csv_file("Reference,Period,Comparator area,Result", *(f"CSC0{n},Q1 2019/20,England,83" for n in range(5))),
    ),
    "breakdowns": (
        BreakdownRow,
        csv_file(
            "Reference,Period,Breakdown,Category,Result",
            *(f"CSC0{n // 2},Q1 2019/20,ward,Ward {n},83" for n in range(5)),
        ),
    ),
    "indicators": (
        ScorecardRow,
        csv_file("Reference,Indicator,Scorecards", *(f"NEW0{n},Something new,Transport" for n in range(5))),
    ),
}


def import_file(value):
    data = csv_file("Reference,Period,Result", *(f"CSC0{n},Q1 2019/20,{value}" for n in range(5)))
    return import_now("results", data, "q1.csv").reason


@pytest.fixture(autouse=True)
def indicators(transactional_db):
    for number in range(5):
        IndicatorFactory(reference=f"CSC0{number}")
    create_scorecard(Details("Transport", "cmt", style="plain"), by=None)


def imports():
    return LedgerEntry.objects.filter(verb__endswith=".imported").count()


@pytest.mark.parametrize("table", FILES)
def test_the_same_file_goes_in_once(table):
    model, data = FILES[table]
    outcomes = race(lambda number: import_now(table, data, "q1.csv").reason, AT_ONCE)
    assert not lost(outcomes), [outcome.words for outcome in lost(outcomes)]
    assert sorted(won(outcomes)) == ["", *["already imported"] * (AT_ONCE - 1)]
    assert (ImportBatch.objects.count(), model.objects.count(), imports()) == (1, 5, 1)


@pytest.mark.parametrize("table", FILES)
def test_the_same_file_uploaded_by_several_is_confirmed_once(table):
    model, data = FILES[table]
    officer = person(Role.PERFORMANCE_OFFICER)
    batches = [preview(data, "q1.csv", officer, table=table).pk for _ in range(AT_ONCE)]
    outcomes = race(lambda number: confirm(batches[number], by=officer).state, AT_ONCE)
    assert won(outcomes) == ["imported"]
    assert {(one.raised, one.words) for one in lost(outcomes)} == {
        ("Conflict", "q1.csv is already imported. Nothing was changed.")
    }
    assert (model.objects.count(), imports()) == (5, 1)
    assert sorted(ImportBatch.objects.values_list("state", flat=True)) == ["imported", *["waiting"] * (AT_ONCE - 1)]


def test_a_double_click_imports_once():
    officer = person(Role.PERFORMANCE_OFFICER)
    batch = preview(FILES["results"][1], "q1.csv", officer).pk
    outcomes = race(lambda number: confirm(batch, by=officer).state, AT_ONCE)
    assert (len(won(outcomes)), imports(), Result.objects.count()) == (1, 1, 5)
    assert {one.words for one in lost(outcomes)} == {"q1.csv is already imported. Nothing was changed."}
    assert ImportBatch.objects.get().state == "imported"


def every_value():
    """Each value that CSC00 has had, in order of size."""
    rows = EarlierResult.objects.filter(result__indicator__reference="CSC00")
    last = Result.objects.filter(indicator__reference="CSC00").values_list("number", flat=True)
    return sorted([*(float(row.was["number"]) for row in rows), *map(float, last)])


def test_files_that_differ_follow_each_other_and_no_value_is_lost():
    outcomes = race(lambda number: import_file(80 + number), AT_ONCE)
    assert not lost(outcomes), [outcome.words for outcome in lost(outcomes)]
    assert every_value() == [80.0, 81.0, 82.0, 83.0]
    assert imports() == AT_ONCE


def test_without_locks_somebody_loses():
    def attempt(round_number):
        EarlierResult.objects.all().delete()
        # Other values in each round: a file that has been imported is not imported again.
        values = [20 + 5 * round_number + number for number in range(AT_ONCE)]
        before = every_value()
        outcomes = race(lambda number: import_file(values[number]), AT_ONCE)
        return lost(outcomes) or every_value() != sorted([*before, *map(float, values)])

    with without_locks():
        assert loses_in_time(attempt)


def undo_or_enter(batch, officer):
    """One undoes the definitions while three others enter the first results of what they added."""
    pks = list(Indicator.objects.filter(reference__startswith="NEW").order_by("pk").values_list("pk", flat=True))

    def one(number):
        if number == 0:
            return undo_import(batch.pk, by=officer).state
        entry = Entry(ResultValue.parse("5", unit="percent"))
        try:
            return enter_result(pks[number], Period.parse("Q1 2019/20"), entry, by=officer).indicator_id
        except Indicator.DoesNotExist:
            return "gone"

    return race(one, AT_ONCE)


def added(officer):
    data = csv_file("Reference,Indicator", *(f"NEW0{n},Something new" for n in range(5)))
    return import_now("indicators", data, "new.csv", by=officer).batch


def test_definitions_are_undone_or_used_and_never_both():
    officer = person(Role.PERFORMANCE_OFFICER)
    outcomes = undo_or_enter(added(officer), officer)
    undone, *entered = outcomes
    assert all(not one.raised for one in entered), [one.words for one in entered]
    if undone.raised:
        assert (undone.raised, "1 result" in undone.words) == (Conflict.__name__, True)
        assert Indicator.objects.filter(reference__startswith="NEW").count() == 5
        assert Result.objects.count() == sum(one.value != "gone" for one in entered) > 0
    else:
        assert {one.value for one in entered} == {"gone"}
        assert (Indicator.objects.filter(reference__startswith="NEW").count(), Result.objects.count()) == (0, 0)


def test_without_locks_a_result_is_lost_with_its_definition_or_refused():
    def attempt(round_number):
        officer = person(Role.PERFORMANCE_OFFICER)
        Result.objects.all().delete()
        Indicator.objects.filter(reference__startswith="NEW").delete()
        undone, *entered = undo_or_enter(added(officer), officer)
        broke = [one for one in entered if one.raised]
        vanished = not undone.raised and any(isinstance(one.value, int) for one in entered)
        return broke or vanished or undone.raised not in ("", "Conflict")

    with without_locks():
        assert loses_in_time(attempt)
