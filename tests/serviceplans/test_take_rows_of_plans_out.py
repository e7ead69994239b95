"""Rows of plans are taken out as a table: what comes back changes nothing, and the rows of one plan can be asked for.

That this holds for every council and template is in test_hold_each_document.py.
"""

import csv
import json

import openpyxl
import pytest
from django.core.management import call_command

from common.tables import write_sheet
from serviceplans import transitions
from serviceplans.bulk import TABLES, evaluate
from serviceplans.bulk.tables import rows_sheet
from serviceplans.choices import Status
from serviceplans.models import ActionVersion, MilestoneVersion, ObjectiveVersion, PartContent
from tests.serviceplans.factories import a_complete_plan

CONTRACT = {
    "objectives": "Plan,Objective,Reference,Themes,Priorities",
    "actions": "Plan,Objective,Action,Reference,Themes,Project type,Priority level,Ground,Completed by,"
    "Accountable officer,Milestones,Resources,Outcomes,Indicators,Scheme tags",
    "milestones": "Action,Milestone,Due,Owner,Done on",
    "savings": "Plan,Saving,Year,Amount,Area,Action,Delivered,Forecast",
    "resources": "Plan,Year,Head,Amount,Kind,Post,FTE,Note",
}


def taken_out(table, form, tmp_path, *more):
    path = tmp_path / f"{table}.{form}"
    call_command("export_table", table, "--format", form, "--output", str(path), *more)
    return path


def brought_back(table, path):
    bulk = evaluate(table, path.read_bytes(), path.name)
    return bulk.counts, [row for row in bulk.rows if row.outcome != "unchanged"]


@pytest.mark.parametrize("table", TABLES)
def test_the_columns_are_those_of_the_contract(people, table):
    head = write_sheet(rows_sheet(table), "csv").decode("utf-8-sig").splitlines()[0]
    assert head.split(",") == CONTRACT[table].split(",")


@pytest.fixture
def odd(people, version):
    """A plan whose words try to be something else: formulas, lists, lines, apostrophes."""
    action = ActionVersion.objects.get(version=version)
    action.text, action.outcomes = "=1+1; is no formula\nand goes on", "'=kept\n\n@home; and away"
    action.save()
    MilestoneVersion.objects.filter(action=action).update(
        text="- one; two", due_words="+ soon", owner="@nobody, really"
    )
    ObjectiveVersion.objects.filter(version=version).update(text="-Keep children safe; (always)")
    part = PartContent.objects.get(version=version, part__key="savings")
    part.data["rows"] += [{"area": "A", "saving": "", "year": "=2019", "amount": "-5"}, dict(part.data["rows"][0])]
    part.save()
    return version


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("table", TABLES)
def test_whatever_the_words_are_they_come_back(odd, tmp_path, table, form):
    counts, others = brought_back(table, taken_out(table, form, tmp_path))
    assert others == [] and counts["read"] > 0


def test_no_cell_is_a_formula(odd, tmp_path):
    for table in TABLES:
        book = openpyxl.load_workbook(taken_out(table, "xlsx", tmp_path))
        assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n"}
        lines = csv.reader(taken_out(table, "csv", tmp_path).read_text(encoding="utf-8-sig").splitlines(keepends=True))
        assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@"))]


def test_json_has_the_same_by_column(version):
    (row,) = json.loads(write_sheet(rows_sheet("milestones"), "json"))
    assert list(row) == CONTRACT["milestones"].split(",")
    assert (row["Action"], row["Owner"]) == ("CSS001", "Head of Fostering")


@pytest.mark.parametrize(("table", "reference", "count"), [
    ("actions", "css001", 1), ("actions", "CSS 2019/20", 1), ("objectives", "CSS001", 1), ("milestones", "CSS001", 1),
    ("savings", "css 2019-20", 1), ("resources", "CSS 2019/20", 2),
])  # fmt: skip
def test_the_rows_of_one_plan_or_action(version, tmp_path, table, reference, count):
    found = json.loads(taken_out(table, "json", tmp_path, "--reference", reference).read_text())
    assert len(found) == count


@pytest.mark.parametrize(("table", "reference"), [
    ("actions", "CSS999"), ("actions", "NOPE 2019/20"), ("savings", "CSS001"), ("resources", "NOPE"),
])  # fmt: skip
def test_a_reference_of_nothing_is_refused_in_one_line(version, run, tmp_path, table, reference):
    path = tmp_path / "x.csv"
    code, out, err = run("export_table", table, "--output", str(path), "--reference", reference)
    assert (code, out, len(err.splitlines())) == (2, "", 1) and reference in err
    assert list(tmp_path.iterdir()) == []


def test_the_version_under_way_is_taken_out_and_a_locked_plan_comes_back_unchanged(people, tmp_path):
    version = a_complete_plan(people, Status.PUBLISHED)
    for table in TABLES:
        assert brought_back(table, taken_out(table, "csv", tmp_path))[1] == []
    revision = transitions.begin_revision(version.plan_id, by=people.holder, cause="review", why="A review")
    ActionVersion.objects.filter(version=revision).update(text="Find fifteen families")
    (row,) = json.loads(taken_out("actions", "json", tmp_path).read_text())
    assert row["Action"] == "Find fifteen families"
