"""A performance officer undoes an import as one step, as long as nothing later depends on it."""

import pytest
from django.urls import reverse

from common.models import LedgerEntry
from common.verdict import Conflict, Refused
from council.choices import Role
from performance.imports import preview
from performance.models import Benchmark, EarlierResult, ImportBatch, Result, Target
from performance.transitions import confirm, import_now, undo_import
from tests.council.factories import person
from tests.performance.factories import IndicatorFactory, result, target
from tests.performance.files import csv_file
from tests.query_counts import assert_query_count

pytestmark = pytest.mark.django_db
HEAD = "Reference,Period,Result,Commentary,Target"


@pytest.fixture
def officer():
    return person(Role.PERFORMANCE_OFFICER, title="Performance officer")


@pytest.fixture
def indicator():
    return IndicatorFactory(reference="CSC07", unit="percent")


@pytest.fixture
def batch(officer, indicator):
    """An import that corrects one result and one target, and adds one of each."""
    result(indicator, "Q4 2018/19", "81", commentary="First count.", status="provisional", entered_post="Head of care")
    target(indicator, "Q4 2018/19", "≥ 80", tolerance="5%")
    data = csv_file(HEAD, "CSC07,Q4 2018/19,82,Counted again.,≤ 90", "CSC07,Q1 2019/20,83,,85")
    return confirm(preview(data, "q1.csv", officer).pk, by=officer)


def facts():
    names = ("period", "number", "commentary", "status", "entered_at", "entered_post", "batch_id", "verified_at")
    return list(Result.objects.values_list(*names)), list(Target.objects.values_list("period", "text", "tolerance"))


def test_everything_is_as_it_was_before(officer, indicator):
    result(indicator, "Q4 2018/19", "81", commentary="First count.", status="provisional", entered_post="Head of care")
    target(indicator, "Q4 2018/19", "≥ 80", tolerance="5%")
    before = facts()
    data = csv_file(HEAD, "CSC07,Q4 2018/19,82,Counted again.,≤ 90", "CSC07,Q1 2019/20,83,,85")
    batch = confirm(preview(data, "q1.csv", officer).pk, by=officer)
    assert facts() != before
    undone = undo_import(batch.pk, by=officer)
    assert facts() == before
    assert undone.state == "undone"
    entry = LedgerEntry.objects.order_by("-id").first()
    assert entry.verb == "results.import_undone" and '"deleted":2' in entry.after and '"restored":2' in entry.after


def test_what_the_import_said_stays_in_the_history(batch, officer):
    undo_import(batch.pk, by=officer)
    kept = EarlierResult.objects.filter(reason="The import of q1.csv was undone").get()
    assert kept.was["commentary"] == "Counted again." and kept.was["number"].startswith("82")
    assert Result.objects.get().counter == 3


def test_the_file_can_be_imported_again(batch, officer):
    data = bytes(ImportBatch.objects.get().data)
    undo_import(batch.pk, by=officer)
    again = confirm(preview(data, "q1.csv", officer).pk, by=officer)
    assert again.counts["new"] == again.counts["changed"] == 1
    assert Result.objects.count() == 2


@pytest.mark.parametrize(
    "later",
    [
        lambda: import_now("results", csv_file(HEAD, "CSC07,Q1 2019/20,84,,"), "q1b.csv"),
        lambda: Result.objects.filter(period="Q1 2019/20").update(batch=None),
        lambda: Result.objects.filter(period="Q1 2019/20").update(verification="returned"),
        lambda: Target.objects.filter(period="Q1 2019/20").update(text="86", number=86),
        lambda: Target.objects.filter(period="Q1 2019/20").update(tolerance="1"),
    ],
    ids=["imported again", "corrected", "sent back", "target changed", "tolerance changed"],
)
def test_what_something_depends_on_is_not_undone_and_the_sentence_names_it(batch, officer, later):
    later()
    before = facts()
    with pytest.raises(Conflict, match=r"depends on it.*CSC07 Q1 2019/20"):
        undo_import(batch.pk, by=officer)
    assert facts() == before
    assert ImportBatch.objects.get(pk=batch.pk).state == "imported"


def test_undoing_the_later_import_frees_the_earlier_one(batch, officer):
    later = preview(csv_file(HEAD, "CSC07,Q4 2018/19,70,,"), "q1b.csv", officer)
    confirm(later.pk, by=officer)
    undo_import(later.pk, by=officer)
    undo_import(batch.pk, by=officer)
    assert [str(row.value.number) for row in Result.objects.all()] == ["81"]


def test_it_is_undone_once(batch, officer):
    undo_import(batch.pk, by=officer)
    with pytest.raises(Conflict, match="nothing to undo"):
        undo_import(batch.pk, by=officer)
    with pytest.raises(Conflict, match="was undone"):
        confirm(batch.pk, by=officer)


def test_others_figures_are_put_back_too(officer, indicator):
    head = "Reference,Period,Comparator area,Result,Group"
    import_now("benchmarks", csv_file(head, "CSC07,Q1 2019/20,England,81,nation"), "a.csv")
    changed = csv_file(head, "CSC07,Q1 2019/20,england,82,region", "CSC07,Q1 2019/20,North,9,region")
    batch = import_now("benchmarks", changed, "b.csv").batch
    undo_import(batch.pk, by=officer)
    assert [(row.area, row.group, row.number) for row in Benchmark.objects.all()] == [("England", "nation", 81)]


@pytest.mark.parametrize("role", [Role.STAFF, Role.DIRECTOR, Role.ADMINISTRATOR, Role.AUDITOR])
def test_nobody_else_undoes(batch, role):
    with pytest.raises(Refused):
        undo_import(batch.pk, by=person(role))


def test_the_officer_is_asked_before_it_is_undone(batch, officer, client):
    client.force_login(officer)
    url = reverse("undo_import", args=[batch.pk])
    assert url in client.get(reverse("import_preview", args=[batch.pk])).content.decode()
    page = client.get(url).content.decode()
    assert "Undo the import of q1.csv" in page and Result.objects.count() == 2
    done = client.post(url, follow=True).content.decode()
    assert "Undone: q1.csv" in done and Result.objects.count() == 1


def test_the_page_says_what_depends_on_it(batch, officer, client):
    client.force_login(officer)
    Result.objects.filter(period="Q1 2019/20").update(batch=None)
    url = reverse("undo_import", args=[batch.pk])
    page = client.get(url).content.decode()
    assert "CSC07 Q1 2019/20" in page and '<button type="submit" class="govuk-button govuk-button--warning"' not in page
    assert client.post(url).status_code == 409


def test_undoing_runs_the_queries_on_record(batch, officer, client):
    client.force_login(officer)
    assert_query_count(client, reverse("undo_import", args=[batch.pk]), "performance: undo an import")
