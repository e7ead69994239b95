"""An import that breaks off half way has done nothing: it is marked as failed, and trying again works."""

import time

import pytest
from django.urls import reverse

from common.ledger import first_fault
from common.models import LedgerEntry
from council.choices import Role
from performance.imports import preview
from performance.models import (
    Benchmark,
    Breakdown,
    BreakdownRow,
    EarlierResult,
    ImportBatch,
    Indicator,
    IndicatorState,
    Result,
    ScorecardRow,
    Target,
)
from performance.transitions import (
    Details,
    confirm,
    create_scorecard,
    import_now,
    mark_interrupted,
    undo_import,
)
from tests.breaking import Broken, broken_at, each_write, killed_at
from tests.council.factories import ServiceAreaFactory, ThemeFactory, person
from tests.performance.factories import IndicatorFactory, result, target
from tests.performance.files import csv_file

pytestmark = pytest.mark.django_db(transaction=True)
FILES = {
    "results": csv_file(
        "Reference,Period,Result,Commentary,Target",
        "CSC07,Q4 2018/19,82,Counted again.,90",
        "CSC07,Q1 2019/20,83,,85",
        "CSC08,Q1 2019/20,9,,",
    ),
    "targets": csv_file("Reference,Period,Target", "CSC07,Q4 2018/19,≤ 90", "CSC07,Q1 2019/20,85"),
    "benchmarks": csv_file(
        "Reference,Period,Comparator area,Result", "CSC07,Q4 2018/19,england,9", "CSC07,Q4 2018/19,North,8"
    ),
    "breakdowns": csv_file(
        "Reference,Period,Breakdown,Category,Result",
        "CSC07,Q4 2018/19,ward,acomb,9",
        "CSC07,Q4 2018/19,ward,Clifton,8",
        "CSC07,Q4 2018/19,sex,Men,8",
    ),
    "indicators": csv_file(
        "Reference,Indicator,Service,Themes,Scorecards,Formula",
        "CSC07,Carers approved,CSS; EDS,SCC,Transport,",
        "SUM2,Another sum,EDS;CSS,SCC,Transport,CSC07 - CSC08",
        "SUM1,The sum,,GHW,,CSC07 - CSC08",
    ),
}
TABLES = sorted(FILES)


@pytest.fixture
def officer(transactional_db):
    """Somebody to import, and a register in which every file changes something and adds something."""
    ThemeFactory(code="GHW"), ThemeFactory(code="SCC")
    ServiceAreaFactory(prefix="CSS"), ServiceAreaFactory(prefix="EDS")
    create_scorecard(Details("Transport", "cmt", style="plain"), by=None)
    one, other = (IndicatorFactory(reference=name, unit="number") for name in ("CSC07", "CSC08"))
    IndicatorFactory(reference="SUM1", unit="number", formula="CSC07 + CSC08")
    for indicator, value in ((one, 81), (other, 7)):
        result(indicator, "Q4 2018/19", value)
    result(one, "Q1 2019/20", 80)
    target(one, "Q4 2018/19", "80")
    import_now("benchmarks", csv_file("Reference,Period,Comparator area,Result", "CSC07,Q4 2018/19,England,5"), "b.csv")
    head = "Reference,Period,Breakdown,Category,Result"
    import_now("breakdowns", csv_file(head, "CSC07,Q4 2018/19,ward,Acomb,5"), "w.csv")
    import_now("results", csv_file("Reference,Period,Result", "CSC08,Q4 2018/19,8"), "r.csv")
    return person(Role.PERFORMANCE_OFFICER)


def facts():
    """Every domain row, but for what is derived from others."""
    models = (
        Indicator,
        Indicator.themes.through,
        Indicator.shared_services.through,
        Result,
        EarlierResult,
        Target,
        Benchmark,
        Breakdown,
        BreakdownRow,
        ScorecardRow,
    )
    return {model.__name__: sorted(map(repr, model.objects.values_list())) for model in models}


def waiting(officer, table):
    return preview(FILES[table], f"{table}.csv", officer, table=table)


def state_of(batch):
    return ImportBatch.objects.only("state").get(pk=batch.pk).state


@pytest.mark.parametrize("table", TABLES)
def test_an_exception_at_any_write_changes_nothing(table, officer):
    batch, before = waiting(officer, table), facts()
    for number in each_write():
        with broken_at(number) as line:
            confirm(batch.pk, by=officer)
        if state_of(batch) == "imported":
            break
        assert line.broken and facts() == before
        # The first write says that it is being imported: before it, the file just waits.
        assert state_of(batch) == ("failed" if number > 1 else "waiting")
    assert number > 5 and facts() != before
    assert {state.indicator_id for state in IndicatorState.objects.all()} <= set(
        Indicator.objects.values_list("pk", flat=True)
    )
    assert first_fault()[1] == "", "the ledger holds"


@pytest.mark.parametrize("table", TABLES)
def test_an_exception_at_any_write_of_the_command_line_changes_nothing(table, officer):
    before, batches = facts(), ImportBatch.objects.count()
    for number in each_write():
        with broken_at(number) as line:
            import_now(table, FILES[table], f"{table}.csv")
        if facts() != before:
            break
        assert line.broken
    states = list(ImportBatch.objects.order_by("pk").values_list("state", flat=True))[batches:]
    assert states[-1] == "imported" and set(states[:-1]) == {"failed"}


@pytest.mark.parametrize("table", TABLES)
def test_an_exception_at_any_write_of_undoing_changes_nothing(table, officer):
    before = facts()
    batch = confirm(waiting(officer, table).pk, by=officer)
    after = facts()
    for number in each_write():
        with broken_at(number) as line:
            undo_import(batch.pk, by=officer)
        if state_of(batch) == "undone":
            break
        assert line.broken and facts() == after and state_of(batch) == "imported"
    assert number > 3
    assert all(facts()[name] == before[name] for name in ("Target", "Benchmark", "BreakdownRow"))
    assert len(facts()["Indicator"]) == len(before["Indicator"])


def test_without_a_transaction_the_same_break_leaves_half(officer, monkeypatch):
    """The negative control: what these tests look for is there to be found."""
    from contextlib import nullcontext

    import performance.transitions.imports as imports

    batch, before = waiting(officer, "indicators"), facts()
    monkeypatch.setattr(imports, "_confirm", imports._confirm.__wrapped__)
    monkeypatch.setattr("django.db.models.query.QuerySet.select_for_update", lambda rows, *_, **__: rows.all())
    monkeypatch.setattr("performance.standing.state.transaction.on_commit", lambda *_, **__: nullcontext())
    for number in each_write():
        with broken_at(number):
            confirm(batch.pk, by=officer)
        if facts() != before:
            break
    assert state_of(batch) == "failed"


@pytest.mark.race
@pytest.mark.parametrize("table", ["indicators", "results"])
def test_killed_at_any_write_it_has_done_nothing_is_marked_and_can_be_tried_again(table, officer):
    batch, before = waiting(officer, table), facts()
    for number in each_write():
        killed = killed_at(number, lambda: confirm(batch.pk, by=officer))
        if state_of(batch) == "imported":
            break
        assert killed and facts() == before
        assert marked_in_time(batch) == ("failed" if number > 1 else "waiting")
    assert facts() != before, "all of it, were it even killed just after"
    assert first_fault()[1] == ""
    assert LedgerEntry.objects.filter(verb=f"{table}.imported", subject=f"import {batch.pk}").count() == 1


def marked_in_time(batch):
    """The state of a file whose import was killed. PostgreSQL needs a moment to see that nobody is there any more."""
    until = time.monotonic() + 10
    while mark_interrupted() == 0 and state_of(batch) == "importing" and time.monotonic() < until:
        time.sleep(0.02)
    return state_of(batch)


@pytest.mark.race
def test_a_command_that_was_killed_can_be_run_again(officer):
    before = facts()
    assert killed_at(12, lambda: import_now("results", FILES["results"], "q1.csv"))
    killed = ImportBatch.objects.latest("pk")
    assert (facts() == before, marked_in_time(killed)) == (True, "failed")
    assert import_now("results", FILES["results"], "q1.csv").reason == ""
    assert facts() != before and state_of(killed) == "failed"


def test_one_that_goes_on_is_not_marked(officer):
    batch = waiting(officer, "targets")
    ImportBatch.objects.filter(pk=batch.pk).update(state="imported")
    assert (mark_interrupted(), state_of(batch)) == (0, "imported")


def test_the_pages_say_that_it_failed_and_offer_to_try_again(officer, client):
    client.force_login(officer)
    batch = waiting(officer, "targets")
    ImportBatch.objects.filter(pk=batch.pk).update(state="importing")
    page = client.get(reverse("import_results")).content.decode()
    assert "Failed" in page and state_of(batch) == "failed"
    page = client.get(reverse("import_preview", args=[batch.pk])).content.decode()
    assert "Failed: targets.csv" in page and "nothing of it was written. You can try again." in page
    assert "Import 2 rows" in page
    done = client.post(reverse("confirm_import", args=[batch.pk]), follow=True).content.decode()
    assert "Imported: targets.csv" in done


def test_an_error_within_is_an_error_page_and_a_failed_file(officer, client):
    client.force_login(officer)
    client.raise_request_exception = False
    batch = waiting(officer, "targets")
    with broken_at(4):
        answer = client.post(reverse("confirm_import", args=[batch.pk]))
        assert answer.status_code == 500
    assert state_of(batch) == "failed" and Broken
