"""A performance officer imports a file of results: what it would do, what it does, and what refuses it."""

from datetime import UTC, datetime
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.intake import FileRefused
from common.models import LedgerEntry
from common.today import pretend
from common.verdict import Conflict, Refused
from council.choices import Role
from performance.imports import preview
from performance.models import EarlierResult, ImportBatch, Result, Target
from performance.transitions import confirm, discard, import_now
from tests.council.factories import person
from tests.performance.factories import IndicatorFactory, result, target
from tests.performance.files import csv_file, xlsx_file

pytestmark = pytest.mark.django_db
HEAD = "Reference,Period,Result"


@pytest.fixture
def officer():
    return person(Role.PERFORMANCE_OFFICER, title="Performance officer")


@pytest.fixture
def indicator():
    return IndicatorFactory(reference="CSC07", unit="percent")


def tried(*lines, **more):
    return import_now("results", csv_file(*lines), "q1.csv", **more)


def refusal(*lines):
    evaluation = tried(*lines).evaluation
    assert [row.outcome for row in evaluation.rows].count("refused") == 1
    return evaluation.refusals[0]


def test_rows_are_new_changed_unchanged_or_refused_and_all_are_counted(officer, indicator):
    result(indicator, "Q3 2018/19", "80")
    result(indicator, "Q4 2018/19", "81")
    batch = preview(
        csv_file(
            HEAD, "CSC07,Q3 2018/19,80%", "CSC07,Q4 2018/19,82", "CSC07,Q1 2019/20,83", "CSX07,Q1 2019/20,1", "Total,,"
        ),
        "q1.csv",
        officer,
    )
    assert batch.counts == {"read": 5, "new": 1, "changed": 1, "unchanged": 1, "refused": 1, "ignored": 1}
    assert batch.counts["read"] == sum(batch.counts[name] for name in batch.counts if name != "read")
    changed = next(row for row in batch.rows if row["outcome"] == "changed")
    assert (changed["row"], changed["before"], changed["after"]) == (3, {"Result": "81%"}, {"Result": "82%"})
    assert Result.objects.count() == 2


def test_confirming_writes_what_was_shown_and_keeps_the_earlier_value(officer, indicator):
    result(indicator, "Q4 2018/19", "81", commentary="First count.")
    batch = preview(csv_file(HEAD, "CSC07,Q4 2018/19,82", "csc 07,Q1 2019/20,83"), "q1.csv", officer)
    confirm(batch.pk, by=officer)
    stored = {row.period: row for row in indicator.results.all()}
    assert [str(stored[period].value.number) for period in ("Q4 2018/19", "Q1 2019/20")] == ["82", "83"]
    corrected = stored["Q4 2018/19"]
    assert (corrected.commentary, corrected.counter, corrected.source_row) == ("First count.", 2, 2)
    assert (corrected.batch, corrected.entered_by, corrected.entered_post) == (batch, officer, "Performance officer")
    earlier = EarlierResult.objects.get()
    assert earlier.was["number"].startswith("81") and earlier.reason == "Import of q1.csv"
    entry = LedgerEntry.objects.get()
    assert entry.verb == "results.imported" and '"row":2' in entry.after and '"row":3' in entry.after


def test_the_same_file_twice_changes_nothing(officer, indicator):
    data = csv_file(HEAD, "CSC07,Q1 2019/20,83")
    first, second = preview(data, "q1.csv", officer), preview(data, "q1.csv", officer)
    confirm(first.pk, by=officer)
    for batch in (first, second):
        with pytest.raises(Conflict, match="already imported"):
            confirm(batch.pk, by=officer)
    again = import_now("results", data, "q1.csv")
    assert (again.batch, again.reason) == (None, "already imported")
    assert Result.objects.get().counter == 1
    assert LedgerEntry.objects.count() == 1


def test_a_value_changed_since_the_preview_stops_the_import_and_shows_anew(officer, indicator):
    batch = preview(csv_file(HEAD, "CSC07,Q1 2019/20,83"), "q1.csv", officer)
    result(indicator, "Q1 2019/20", "79")
    with pytest.raises(Conflict, match="Something was changed since this preview"):
        confirm(batch.pk, by=officer)
    batch.refresh_from_db()
    assert batch.rows[0]["before"] == {"Result": "79%"}
    assert str(Result.objects.get().value.number) == "79"
    confirm(batch.pk, by=officer)
    assert str(Result.objects.get().value.number) == "83"


def test_the_file_is_not_read_again_while_nothing_has_changed(officer, indicator):
    result(indicator, "Q4 2018/19", "81")
    head = f"{HEAD},Numerator,Denominator,Status,Forecast,Commentary,Target"
    rows = ("CSC07,Q4 2018/19,50%,1,2,provisional,,Half.,≤ 60", "CSC07,Q1 2019/20,<5,,,,about 7,,55 to 60")
    batch = preview(csv_file(head, *rows), "q1.csv", officer)
    with mock.patch("performance.transitions.imports.read", side_effect=AssertionError("read again")):
        confirm(batch.pk, by=officer)
    again = tried(head, *rows).evaluation
    assert again.counts["unchanged"] == again.counts["read"] == 2


@pytest.mark.parametrize(
    "words",
    ['She said "twice"', r"C:\plans\new", "{a,b}", "NULL", "two\nlines", "50% and %s", "’£é", "a, b; c\td", "'", "[]"],
)
def test_words_are_kept_as_they_were_written(indicator, words):
    for value, counter in (("81", 1), ("83", 2)):
        xlsx = xlsx_file((*HEAD.split(","), "Commentary"), ("CSC07", "Q1 2019/20", value, f"{words} {value}"))
        assert import_now("results", xlsx, "q1.xlsx").batch
        stored = Result.objects.get()
        assert (stored.commentary, stored.counter) == (f"{words} {value}", counter)
    assert EarlierResult.objects.get().was["commentary"] == f"{words} 81"


@pytest.mark.parametrize(("name", "value", "moved"), [("source", "Another system", False), ("unit", "gbp", True)])
def test_a_definition_changed_since_the_preview_is_looked_at_again(officer, indicator, name, value, moved):
    batch = preview(csv_file(HEAD, "CSC07,Q1 2019/20,83%"), "q1.csv", officer)
    setattr(indicator, name, value)
    indicator.save()
    if moved:
        with pytest.raises(Conflict, match="Something was changed since this preview"):
            confirm(batch.pk, by=officer)
    else:
        confirm(batch.pk, by=officer)
    assert Result.objects.count() == (0 if moved else 1)


def test_refused_rows_stop_the_file_unless_the_officer_leaves_them(officer, indicator):
    batch = preview(csv_file(HEAD, "CSC07,Q1 2019/20,83", "CSC07,Q4 2018/19,abc"), "q1.csv", officer)
    with pytest.raises(Conflict, match="1 row is refused"):
        confirm(batch.pk, by=officer)
    assert not Result.objects.exists()
    done = confirm(batch.pk, by=officer, accept_refusals=True)
    assert (done.state, done.accepted_refusals, Result.objects.get().period) == ("imported", True, "Q1 2019/20")


def test_a_discarded_file_is_not_imported(officer, indicator):
    batch = preview(csv_file(HEAD, "CSC07,Q1 2019/20,83"), "q1.csv", officer)
    discard(batch.pk, by=officer)
    with pytest.raises(Conflict, match="was discarded"):
        confirm(batch.pk, by=officer)
    with pytest.raises(Conflict):
        discard(batch.pk, by=officer)
    assert not Result.objects.exists()


@pytest.mark.parametrize("role", [Role.PLAN_HOLDER, Role.DIRECTOR, Role.ADMINISTRATOR, Role.AUDITOR])
def test_only_performance_officers_import(officer, indicator, role):
    batch = preview(csv_file(HEAD, "CSC07,Q1 2019/20,83"), "q1.csv", officer)
    for change in (confirm, discard):
        with pytest.raises(Refused, match="Only a performance officer"):
            change(batch.pk, by=person(role))
    assert ImportBatch.objects.get().state == "waiting"


@pytest.mark.parametrize(
    ("row", "code", "column", "said"),
    [
        ("CSX07,Q1 2019/20,83", "unknown-reference", "Reference", "Did you mean CSC07?"),
        (",Q1 2019/20,83", "missing-reference", "Reference", "has no reference"),
        ("CSC07,Q1 2019/20,abc", "unreadable-result", "Result", "is not a value"),
        ("CSC07,Q1 2019/20,1_000", "unreadable-result", "Result", "is not a number"),
        ("CSC07,Q1 2019/20,1e308", "unreadable-result", "Result", "1e308"),
        ("CSC07,Q1 2019/20,£5", "unreadable-result", "Result", "an amount of money"),
        ("CSC07,soon,83", "unreadable-period", "Period", "“soon”"),
        ("CSC07,,83", "missing-period", "Period", "has no period"),
        ("CSC07,2018/19,83", "period-of-another-frequency", "Period", "Q1 2018/19"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_with_its_column_and_value(indicator, row, code, column, said):
    found = refusal(HEAD, row)
    typed = dict(zip(HEAD.split(","), row.split(","), strict=True))
    assert (found.row, found.code, found.column, found.value) == (2, code, column, typed[column])
    assert said in found.message


@pytest.mark.parametrize(
    ("cell", "column", "code"),
    [
        ("x,1", "Numerator", "unreadable-number"),
        ("1,perhaps", "Status", "unreadable-status"),
    ],
)
def test_optional_columns_are_checked_too(indicator, cell, column, code):
    found = refusal(f"{HEAD},Numerator,Status", f"CSC07,Q1 2019/20,83,{cell}")
    assert (found.column, found.code) == (column, code)


def test_rows_for_the_same_period_are_not_chosen_between(indicator):
    differ = tried(HEAD, "CSC07,Q1 2019/20,83", "csc07,Apr - Jun 2019,84").evaluation
    assert [row.code for row in differ.rows] == ["duplicate-row", "duplicate-row"]
    assert "same result as row 3" in differ.rows[0].message
    same = tried(HEAD, "CSC07,Q1 2019/20,83", "csc07,Apr - Jun 2019,83%").evaluation
    assert [row.outcome for row in same.rows] == ["new", "refused"]


def test_a_reference_that_became_a_number_is_refused():
    IndicatorFactory(reference="1.10")
    data = xlsx_file(["Reference", "Period", "Result"], [1.1, "Q1 2019/20", 5])
    found = import_now("results", data, "q1.xlsx").evaluation
    assert [row.code for row in found.rows] == ["reference-became-number"]
    assert found.sheet == "Results"


def test_a_percentage_cell_and_a_typed_percentage_mean_the_same(indicator):
    data = xlsx_file(
        ["Reference", "Period", "Result"],
        ["CSC07", "Q4 2018/19", 0.95],
        ["CSC07", "Q1 2019/20", "95%"],
        formats={"C2": "0.0%"},
    )
    import_now("results", data, "q1.xlsx")
    assert {str(row.value.number) for row in Result.objects.all()} == {"95"}


def test_nothing_zero_and_words_stay_apart(indicator):
    tried(HEAD, "CSC07,Q1 2018/19,N/A", "CSC07,Q2 2018/19,0", "CSC07,Q3 2018/19,", "CSC07,Q4 2018/19,<5")
    found = {row.period[:2]: (row.state, row.number, row.comparator) for row in Result.objects.all()}
    assert found == {
        "Q1": ("not_available", None, ""),
        "Q2": ("value", 0, ""),
        "Q3": ("not_available", None, ""),
        "Q4": ("value", 5, "<"),
    }


def test_how_a_value_was_read_is_shown(officer):
    IndicatorFactory(reference="FIN01", unit="gbp_thousands", decimal_places=0)
    batch = preview(csv_file(HEAD, "FIN01,Apr - Jun 2019,£1.5m"), "q1.csv", officer)
    notes = batch.rows[0]["notes"]
    assert any("read as Q1 2019/20" in note for note in notes)
    assert any("read as 1500 (£000s)" in note for note in notes)
    assert batch.rows[0]["after"]["Result"] == "£1,500k"


def test_year_and_period_may_have_a_column_each(indicator):
    tried("KPI,Year,Quarter,Actual", "CSC07,2018/19,Q4,81", "CSC07,2019/20,Q1,83")
    assert [row.period for row in Result.objects.all()] == ["Q4 2018/19", "Q1 2019/20"]
    found = refusal("KPI,Year,Quarter,Actual", "CSC07,2018/19,Q1 2019/20,81")
    assert found.code == "unreadable-period" and "is not in the year" in found.message


def test_a_target_column_sets_targets(indicator):
    target(indicator, "Q4 2018/19", "80")
    result(indicator, "Q4 2018/19", "81")
    done = tried(f"{HEAD},Target", "CSC07,Q4 2018/19,81,≥ 85", "CSC07,Q1 2019/20,83,85", "CSC07,Q3 2018/19,80,")
    assert [row.outcome for row in done.evaluation.rows] == ["changed", "new", "new"]
    assert done.evaluation.rows[0].before == {"Target": "80%"}
    assert [(row.period, row.text) for row in Target.objects.all()] == [("Q4 2018/19", "≥85"), ("Q1 2019/20", "85")]
    assert not EarlierResult.objects.exists()


def test_a_blank_optional_cell_leaves_what_is_stored(indicator):
    result(indicator, "Q1 2019/20", "83", commentary="Stays.", status="provisional")
    done = tried(f"{HEAD},Status,Commentary", "CSC07,Q1 2019/20,83,,")
    assert done.evaluation.rows[0].outcome == "unchanged"


def test_numerator_and_denominator_are_kept(indicator):
    tried(f"{HEAD},Numerator,Denominator", "CSC07,Q1 2019/20,83,83,100")
    stored = Result.objects.get()
    assert (stored.numerator, stored.denominator) == (83, 100)


def test_a_file_that_is_of_no_use_is_refused_whole(officer, indicator):
    with pytest.raises(FileRefused, match="Did you mean"):
        preview(csv_file("Refrence,Period,Result", "CSC07,Q1 2019/20,83"), "q1.csv", officer)
    assert not ImportBatch.objects.exists()


def test_a_dry_run_writes_nothing(indicator):
    tried(HEAD, "CSC07,Q1 2019/20,83", dry_run=True)
    assert not Result.objects.exists() and not ImportBatch.objects.exists()


def test_results_are_entered_at_the_moment_that_is_pretended(indicator):
    with pretend(datetime(2019, 7, 12, 10, tzinfo=UTC)):
        tried(HEAD, "CSC07,Q1 2019/20,83")
    assert Result.objects.get().entered_at == datetime(2019, 7, 12, 10, tzinfo=UTC)


def test_a_longer_file_takes_no_more_queries(indicator):
    def queries(count, year):
        lines = [f"CSC07,Q{n % 4 + 1} {year + n // 4}/{(year + n // 4 + 1) % 100:02},{n}" for n in range(count)]
        with CaptureQueriesContext(connection) as captured:
            tried(HEAD, *lines)
        return len(captured)

    queries(1, 1980)  # begins the ledger
    assert queries(4, 1990) == queries(40, 2000)
    assert Result.objects.count() == 45
