"""A calculated indicator follows its inputs in the transaction that changes them, and takes nothing by hand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.values.result import ResultValue
from common.verdict import Refused
from council.choices import Role
from performance.due import due_for
from performance.models import EarlierResult, Indicator, Result
from performance.transitions import Entry, enter_result, import_now
from performance.transitions.calculate import recalculate
from performance.transitions.undo import undo_import
from tests.council.factories import person
from tests.performance.factories import IndicatorFactory, period_of, result
from tests.performance.files import csv_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]
Q1 = "Q1 2019/20"


@pytest.fixture
def officer():
    return person(Role.PERFORMANCE_OFFICER, title="Performance officer")


@pytest.fixture
def inputs():
    return [IndicatorFactory(reference=name, unit="number", decimal_places=0) for name in ("IN1", "IN2")]


@pytest.fixture
def share(inputs):
    return IndicatorFactory(reference="SHARE", unit="percent", formula="IN1 / IN2 × 100")


def typed(text, unit="number", **more):
    return Entry(value=ResultValue.parse(text, unit=unit), **more)


def enter(indicator, text, by, **more):
    return enter_result(indicator.pk, period_of(indicator, Q1), typed(text, indicator.unit, **more), by=by)


def value_of(indicator):
    stored = Result.objects.filter(indicator=indicator).first()
    return None if stored is None else str(stored.value.number)


def test_it_is_worked_out_once_every_input_is_there(officer, inputs, share):
    enter(inputs[0], "30", officer, status="provisional")
    assert value_of(share) is None
    enter(inputs[1], "40", officer)
    stored = Result.objects.get(indicator=share)
    assert (value_of(share), stored.period, stored.status) == ("75", Q1, "provisional")
    assert (stored.entered_by, stored.entered_post, stored.verification) == (None, "Calculated", "verified")


def test_a_correction_of_an_input_keeps_what_was_calculated(officer, inputs, share):
    enter(inputs[0], "30", officer)
    enter(inputs[1], "40", officer)
    enter(inputs[0], "10", officer, counter=1, reason="Counted twice.")
    assert value_of(share) == "25"
    earlier = EarlierResult.objects.get(result__indicator=share)
    assert (earlier.was["number"][:2], earlier.reason) == ("75", "Calculated from IN1, IN2")


@pytest.mark.parametrize("words", ["Not currently measured", "<5", "N/A"])
def test_without_an_exact_input_it_is_not_available(officer, inputs, share, words):
    enter(inputs[0], "30", officer)
    enter(inputs[1], "40", officer)
    enter(inputs[0], words, officer, counter=1, reason="Lost.")
    stored = Result.objects.get(indicator=share)
    assert (stored.number, stored.state) == (None, "not_available")


def test_dividing_by_nothing_gives_nothing(officer, inputs, share):
    enter(inputs[0], "30", officer)
    enter(inputs[1], "0", officer)
    assert Result.objects.get(indicator=share).state == "not_available"


def test_one_calculated_from_another_follows_too(officer, inputs, share):
    double = IndicatorFactory(reference="AAA", unit="percent", formula="SHARE + SHARE")
    enter(inputs[0], "30", officer)
    enter(inputs[1], "40", officer)
    assert value_of(double) == "150"


def test_an_import_recalculates_in_its_own_transaction(inputs, share):
    import_now("results", csv_file("Reference,Period,Result", f"IN1,{Q1},30", f"IN2,{Q1},40"), "q1.csv")
    assert value_of(share) == "75"
    import_now("results", csv_file("Reference,Period,Result", f"IN1,{Q1},20"), "again.csv")
    assert value_of(share) == "50"


def test_an_error_takes_back_input_and_calculation(officer, inputs, share, monkeypatch):
    enter(inputs[0], "30", officer)

    def fails(*args, **more):
        raise RuntimeError("disk on fire")

    monkeypatch.setattr("performance.transitions.results.record", fails)
    with pytest.raises(RuntimeError):
        enter(inputs[1], "40", officer)
    assert value_of(inputs[1]) is None and value_of(share) is None


def test_nothing_is_entered_by_hand(officer, share):
    with pytest.raises(Refused, match="SHARE is calculated from IN1, IN2"):
        enter(share, "50", officer)


def test_nobody_is_asked_for_what_is_calculated(officer, inputs, share):
    assert {missing.indicator.reference for missing in due_for(officer)} == {"IN1", "IN2"}


def test_an_import_of_its_own_results_changes_nothing_or_is_refused(officer, inputs, share):
    enter(inputs[0], "30", officer)
    enter(inputs[1], "40", officer)
    same = import_now("results", csv_file("Reference,Period,Result", f"SHARE,{Q1},75"), "same.csv").evaluation
    assert same.counts["unchanged"] == 1
    other = import_now("results", csv_file("Reference,Period,Result", f"SHARE,{Q1},76"), "other.csv").evaluation
    assert other.refusals[0].code == "calculated-indicator"


def test_an_import_that_is_undone_takes_back_what_was_calculated_from_it(officer, inputs, share):
    enter(inputs[0], "30", officer)
    done = import_now("results", csv_file("Reference,Period,Result", f"IN2,{Q1},40"), "q1.csv", by=officer)
    assert value_of(share) == "75"
    undo_import(done.batch.pk, by=officer)
    assert Result.objects.get(indicator=share).state == "not_available"


@pytest.mark.parametrize(
    ("formula", "code", "says"),
    [
        ("IN1 / IN9", "formula-unknown", "There is no indicator “IN9”"),
        ("IN1 +", "formula-unreadable", "ends too early"),
        ("NEW1 + IN1", "formula-circle", "NEW1 → NEW1"),
        ("SHARE + OTHER1", "formula-circle", "NEW1 → OTHER1 → NEW1"),
        ("YEAR1 + IN1", "formula-other-frequency", "YEAR1 is annual"),
        ("WORDS1 + IN1", "formula-unreadable", "words"),
    ],
)
def test_a_file_of_indicators_is_refused_a_formula_that_cannot_be(inputs, share, formula, code, says):
    IndicatorFactory(reference="YEAR1", frequency="annual")
    IndicatorFactory(reference="WORDS1", unit="text")
    lines = ["Reference,Indicator,Formula", "OTHER1,Other,NEW1 + IN1", f"NEW1,New,{formula}"]
    refusals = import_now("indicators", csv_file(*lines), "i.csv", dry_run=True).evaluation.refusals
    found = next(row for row in refusals if row.reference == "NEW1")
    assert (found.column, found.code) == ("Formula", code)
    assert says in found.message


def test_an_imported_formula_is_worked_out_for_the_past(officer, inputs):
    result(inputs[0], "Q4 2018/19", "1")
    result(inputs[1], "Q4 2018/19", "4")
    import_now("indicators", csv_file("Reference,Indicator,Formula", "SUM1,Sum,IN1 + IN2"), "i.csv")
    assert value_of(Indicator.objects.get(reference="SUM1")) == "5"


def test_what_was_entered_by_hand_before_the_formula_stays_where_inputs_are_missing(officer, inputs, share):
    result(share, "Q4 2018/19", "60")
    result(inputs[0], "Q4 2018/19", "1")
    recalculate({(inputs[0].pk, period_of(inputs[0], "Q4 2018/19").key)})
    assert value_of(share) == "60"


def test_the_queries_stay_the_same_as_results_grow(inputs, share):
    def queries(count):
        Result.objects.all().delete()
        changed = set()
        for year in range(2000, 2000 + count):
            for indicator in inputs:
                changed.add((indicator.pk, result(indicator, f"Q1 {year}/{(year + 1) % 100:02}", "4").period_key))
        with CaptureQueriesContext(connection) as captured:
            recalculate(changed)
        assert Result.objects.filter(indicator=share).count() == count
        return len(captured)

    assert queries(2) == queries(15)


def test_a_file_that_would_close_a_circle_in_a_retry_is_still_refused(inputs, share):
    lines = ["Reference,Indicator,Formula", "IN1,First,SHARE + IN2"]
    done = import_now("indicators", csv_file(*lines), "i.csv")
    assert done.evaluation.refusals[0].code == "formula-circle" and done.batch is None
