"""An officer loads what other councils reach, and takes the tables out again."""

import json

import pytest

from common.today import now
from council.choices import Role
from performance.exports import TABLES, write_table
from performance.imports import preview
from performance.models import Benchmark, Breakdown
from performance.transitions import confirm, import_now
from tests.council.factories import person
from tests.performance.factories import IndicatorFactory, period_of, result, target
from tests.performance.files import csv_file

pytestmark = pytest.mark.django_db
HEAD = "Reference,Period,Comparator area,Result,Group"


@pytest.fixture(autouse=True)
def indicator():
    return IndicatorFactory(reference="CSC07", unit="percent")


def loaded(*lines):
    return import_now("benchmarks", csv_file(HEAD, *lines), "others.csv").evaluation


def test_others_figures_are_kept_by_area_and_group(indicator):
    found = loaded("CSC07,Q1 2019/20,England,81%,nation", "csc07,Q1 2019/20,Somewhere upon Water,<5,Nearest neighbours")
    assert found.counts["new"] == 2
    stored = {row.area: (row.group, str(row.value.cell)) for row in indicator.benchmarks.all()}
    assert stored == {"England": ("nation", "81"), "Somewhere upon Water": ("neighbours", "<5")}


def test_an_area_is_the_same_whatever_its_case_and_spaces():
    loaded("CSC07,Q1 2019/20,England,81,nation")
    assert loaded("CSC07,Q1 2019/20,ENGLAND,81,").counts["unchanged"] == 1
    assert loaded("CSC07,Q1 2019/20, england ,82,").counts["changed"] == 1
    assert (Benchmark.objects.get().area, str(Benchmark.objects.get().value.number)) == ("England", "82")


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("CSC07,Q1 2019/20,,81,nation", "Comparator area", "missing-value"),
        ("CSC07,Q1 2019/20,England,many,nation", "Result", "unreadable-result"),
        ("CSC07,Q1 2019/20,England,81,planet", "Group", "unknown-group"),
        ("CSC07,2019/20,England,81,nation", "Period", "period-of-another-frequency"),
        ("CSX,Q1 2019/20,England,81,nation", "Reference", "unknown-reference"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused(row, column, code):
    (refused,) = loaded(row).refusals
    assert (refused.column, refused.code) == (column, code)
    assert not Benchmark.objects.exists()


def test_a_preview_of_benchmarks_is_confirmed_as_shown():
    officer = person(Role.PERFORMANCE_OFFICER)
    data = csv_file(HEAD, "CSC07,Q1 2019/20,England,81,nation", "CSC07,Q1 2019/20,North,79,region")
    batch = preview(data, "others.csv", officer, table="benchmarks")
    confirm(batch.pk, by=officer)
    assert {row.area for row in Benchmark.objects.all()} == {"England", "North"}


def broken_down(indicator):
    """Its result of the first quarter by sex, of one."""
    when = period_of(indicator, "Q1 2019/20")
    facts = {"period_key": when.key, "period": when.label, "ends": when.end, "entered_at": now()}
    made = Breakdown.objects.create(indicator=indicator, dimension="sex", **facts)
    made.rows.create(position=1, category="Women", number=84)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("table", list(TABLES))
def test_a_table_that_is_taken_out_and_brought_back_changes_nothing(indicator, table, form):
    result(indicator, "Q1 2019/20", "84.9", commentary="=not a formula", status="provisional")
    result(indicator, "Q2 2019/20", "<5")
    target(indicator, "Q1 2019/20", "≥ 80", tolerance="5%")
    loaded("CSC07,Q1 2019/20,England,81,nation", "CSC07,Q1 2019/20,-5 & friends,N/A,region")
    broken_down(indicator)
    counts = import_now(table, write_table(table, form), f"{table}.{form}").evaluation.counts
    assert counts["read"] == counts["unchanged"] > 0


@pytest.mark.parametrize("table", list(TABLES))
def test_every_table_is_written_as_json(indicator, table):
    result(indicator, "Q1 2019/20", "84.9")
    target(indicator, "Q1 2019/20", "80")
    loaded("CSC07,Q1 2019/20,England,81,nation")
    broken_down(indicator)
    (row,) = json.loads(write_table(table, "json"))
    assert row["Reference"] == "CSC07"
