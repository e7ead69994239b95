"""Results broken down come in and go out in files, and an import of them can be undone."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse

from common.models import LedgerEntry
from common.verdict import Conflict
from council.choices import Role
from performance.breakdowns import read_lines
from performance.exports import write_table
from performance.imports import preview
from performance.models import Breakdown, BreakdownRow
from performance.transitions import break_down, confirm, import_now, undo_import
from tests.council.factories import person
from tests.performance.factories import IndicatorFactory, period_of
from tests.performance.files import csv_file, xlsx_file

pytestmark = pytest.mark.django_db
HEAD = "Reference,Period,Breakdown,Category,Result,Numerator,Denominator"
Q1 = "Q1 2019/20"


@pytest.fixture(autouse=True)
def indicators():
    IndicatorFactory(reference="NUM1", unit="number", decimal_places=0)
    IndicatorFactory(reference="PCT1", unit="percent")
    IndicatorFactory(reference="DAY1", unit="days")


@pytest.fixture
def officer():
    return person(Role.PERFORMANCE_OFFICER, title="Performance officer")


def rows(*lines, head=HEAD):
    return import_now("breakdowns", csv_file(head, *lines), "b.csv").evaluation.rows


def stored():
    found = BreakdownRow.objects.order_by("breakdown__indicator__reference", "breakdown__dimension", "position")
    names = ("breakdown__dimension", "category", "number", "numerator", "denominator")
    return [tuple(float(one) if isinstance(one, Decimal) else one for one in row) for row in found.values_list(*names)]


def test_a_file_breaks_results_down():
    found = rows(
        f"num1,{Q1},Ward,Acomb,12,,",
        f'NUM1,{Q1},wards,Clifton,"1,250",,',
        f"NUM1,{Q1},gender,Women,N/A,,",
        f"PCT1,{Q1},Age band,18 to 64,,12,80",
        f"DAY1,{Q1},Something else,By post,4.5,,30",
    )
    assert {row.outcome for row in found} == {"new"}, found
    assert stored() == [
        ("other", "By post", 4.5, None, 30),
        ("sex", "Women", None, None, None),
        ("ward", "Acomb", 12, None, None),
        ("ward", "Clifton", 1250, None, None),
        ("age", "18 to 64", 15, 12, 80),
    ]
    assert Breakdown.objects.count() == 4
    assert (found[0].part, found[0].after) == ("Ward, Acomb", {"Result": "12"})


def test_the_heading_may_be_dimension_and_the_year_apart():
    (row,) = rows("NUM1,2019/20,Q1,sex,Men,5", head="Ref,Year,Quarter,Dimension,Category,Value")
    assert (row.outcome, row.period) == ("new", Q1)


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (f"NOPE,{Q1},ward,Acomb,1,,", "Reference", "unknown-reference"),
        ("NUM1,soon,ward,Acomb,1,,", "Period", "unreadable-period"),
        (f"NUM1,{Q1},planet,Acomb,1,,", "Breakdown", "unknown-breakdown"),
        (f"NUM1,{Q1},,Acomb,1,,", "Breakdown", "missing-value"),
        (f"NUM1,{Q1},ward,,1,,", "Category", "missing-value"),
        (f"NUM1,{Q1},ward,{'x' * 101},1,,", "Category", "unreadable-text"),
        (f"NUM1,{Q1},ward,Acomb,<5,,", "Result", "unreadable-result"),
        (f"NUM1,{Q1},ward,Acomb,many,,", "Result", "unreadable-result"),
        (f"PCT1,{Q1},ward,Acomb,20%,12,80", "Result", "ratio-contradicts"),
        (f"PCT1,{Q1},ward,Acomb,,few,80", "Numerator", "unreadable-number"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(line, column, code):
    (row,) = rows(line)
    assert (row.outcome, row.column, row.code) == ("refused", column, code)
    assert row.message and not Breakdown.objects.exists()


def test_a_category_twice_in_one_file_is_refused_however_it_is_written():
    first, second = rows(f"NUM1,{Q1},ward,Heworth Without,1,,", f"NUM1,{Q1},ward,heworth  without,2,,")
    assert {first.code, second.code} == {"duplicate-row"}


def test_a_breakdown_has_at_most_a_hundred_categories():
    found = rows(*(f"NUM1,{Q1},ward,Ward {n},{n},," for n in range(101)))
    assert [row.code for row in found if row.outcome == "refused"] == ["too-many-categories"]


def test_a_file_changes_what_it_names_and_leaves_the_rest(officer):
    lines = read_lines("Acomb; 12\nClifton; 30", "number")
    indicator = IndicatorFactory(reference="NUM2", unit="number")
    made = break_down(indicator.pk, period_of(indicator, Q1), "ward", lines, 0, by=officer)
    found = rows(f"NUM2,{Q1},ward,ACOMB,13,,", f"NUM2,{Q1},ward,Clifton,30,,", f"NUM2,{Q1},ward,Guildhall,4,,")
    assert [row.outcome for row in found] == ["changed", "unchanged", "new"]
    assert (found[0].before, found[0].after) == ({"Result": "12"}, {"Result": "13"})
    assert [(row.category, int(row.number)) for row in made.rows.all()] == [
        ("Acomb", 13),
        ("Clifton", 30),
        ("Guildhall", 4),
    ]
    made.refresh_from_db()
    assert (made.counter, made.entered_post) == (2, "Command line"), "whoever has it open is told"
    entry = LedgerEntry.objects.latest("id")
    assert entry.verb == "breakdowns.imported" and "Guildhall" in entry.after


@pytest.fixture
def a_file_of_each(officer):
    rows(f"NUM1,{Q1},ward,Acomb,12,,", f"NUM1,{Q1},ward,Clifton,N/A,,", f"PCT1,{Q1},sex,=Women,41.67%,5,12")
    rows(f"DAY1,{Q1},age,18 to 64,4.5,,30", "DAY1,Q2 2019/20,age,-5 to 5,4.5,,", f"NUM1,{Q1},sex,Men,-3,,")
    return 6


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_exported_and_imported_nothing_changes(form, a_file_of_each):
    again = import_now("breakdowns", write_table("breakdowns", form), f"b.{form}").evaluation
    assert again.counts["unchanged"] == again.counts["read"] == a_file_of_each, again.rows


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_exported_and_imported_elsewhere_it_is_the_same_again(form, a_file_of_each):
    content, before = write_table("breakdowns", form), stored()
    Breakdown.objects.all().delete()
    assert import_now("breakdowns", content, f"b.{form}").evaluation.counts["new"] == a_file_of_each
    assert stored() == before


def test_those_of_one_indicator_as_json(a_file_of_each):
    found = json.loads(write_table("breakdowns", "json", "num 1"))
    assert [(row["Breakdown"], row["Category"], row["Result"]) for row in found] == [
        ("Sex", "Men", "-3"),
        ("Ward", "Acomb", "12"),
        ("Ward", "Clifton", ""),
    ]


def test_the_plan_of_the_preview_is_what_is_written(officer):
    data = xlsx_file(
        HEAD.split(","), ["PCT1", Q1, "ward", "Acomb", None, 12, 80], ["NUM1", Q1, "ward", "Clifton", 3, None, None]
    )
    batch = preview(data, "b.xlsx", officer, table="breakdowns")
    assert batch.plan and not Breakdown.objects.exists()
    done = confirm(batch.pk, by=officer)
    assert done.state == "imported" and BreakdownRow.objects.count() == 2
    assert Breakdown.objects.get(indicator__reference="PCT1").entered_post == "Performance officer"


def test_an_import_is_undone(officer):
    rows(f"NUM1,{Q1},ward,Acomb,12,,", f"NUM1,{Q1},ward,Clifton,30,,")
    before, counter = stored(), Breakdown.objects.get().counter
    data = csv_file(HEAD, f"NUM1,{Q1},ward,Acomb,13,,", f"NUM1,{Q1},ward,Guildhall,4,,", f"NUM1,{Q1},sex,Men,5,,")
    batch = confirm(preview(data, "b.csv", officer, table="breakdowns").pk, by=officer)
    assert stored() != before
    undo_import(batch.pk, by=officer)
    assert stored() == before and Breakdown.objects.get().counter == counter + 2


def test_it_is_not_undone_once_somebody_changed_a_part(officer):
    batch = import_now("breakdowns", csv_file(HEAD, f"NUM1,{Q1},ward,Acomb,12,,"), "b.csv").batch
    BreakdownRow.objects.update(number=14)
    with pytest.raises(Conflict, match=f"again since: NUM1 {Q1}, Acomb"):
        undo_import(batch.pk, by=officer)
    BreakdownRow.objects.all().delete()
    with pytest.raises(Conflict, match="a part of a breakdown that is gone"):
        undo_import(batch.pk, by=officer)


def test_the_page_names_each_part(officer, client):
    client.force_login(officer)
    batch = preview(csv_file(HEAD, f"NUM1,{Q1},ward,Acomb,12,,"), "b.csv", officer, table="breakdowns")
    page = client.get(reverse("import_preview", args=[batch.pk])).content.decode()
    assert "Ward, Acomb" in page
    assert "Breakdowns" in client.get(reverse("import_results")).content.decode()
