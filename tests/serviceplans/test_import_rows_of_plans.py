"""An officer imports objectives, actions, milestones, savings and resources of many plans from a spreadsheet."""

import json

import pytest

from common.documents.sheets import Column, Sheet, to_xlsx
from common.models import LedgerEntry
from serviceplans import transitions
from serviceplans.bulk import TABLES
from serviceplans.choices import Status
from serviceplans.content import written
from serviceplans.models import Objective
from serviceplans.rules import parts_of
from tests.council.factories import ThemeFactory
from tests.serviceplans.any_template import begun_in
from tests.serviceplans.factories import a_complete_plan, reload
from tests.serviceplans.rolling import next_cycle

PLAN = "CSS 2019/20"


@pytest.fixture
def bring(run, tmp_path):
    """``bring("actions", heads, *rows)`` is the command's exit code and answer, from a workbook."""

    def command(table, heads, *rows, options=()):
        path = tmp_path / f"{table}.xlsx"
        path.write_bytes(to_xlsx([Sheet(table, [Column(head, 20) for head in heads], iter(rows))], title=table))
        code, out, err = run(f"import_{table}", str(path), "--format", "json", *options)
        return code, json.loads(out) if out else err

    return command


def data_of(version):
    return {part["key"]: part["data"] for _, part in parts_of(written(reload(version)))}


def actions_of(version):
    return [a for objective in data_of(version)["actions"]["objectives"] for a in objective["actions"]]


ACTIONS = [
    "Plan",
    "Objective",
    "Action",
    "Reference",
    "Themes",
    "Priority level",
    "Completed by",
    "Milestones",
    "Accountable officer",
]


def test_actions_find_their_objective_by_its_words_and_get_the_next_reference(people, version, bring):
    ThemeFactory(code="BSCYP", name="A better start")
    steps, officer = "One; Two (March 2020)", "Head of Fostering"
    row = [PLAN, "keep children SAFE", "Open a front door", "", "BSCYP", "Must", "Spring 2020", steps, officer]
    code, answer = bring("actions", ACTIONS, row)
    assert (code, answer["outcome"], answer["rows"]["new"]) == (0, "imported", 1)
    new = actions_of(version)[-1]
    assert (new["reference"], new["priority_level"], new["completed_by"]) == ("CSS002", "must", "Spring 2020")
    assert [(m["text"], m["due_words"]) for m in new["milestones"]] == [("One", ""), ("Two", "March 2020")]
    assert bring("actions", ACTIONS, row)[1]["rows"] == {
        "read": 1, "new": 0, "changed": 0, "unchanged": 1, "refused": 0, "ignored": 0,
    }  # fmt: skip


def test_an_action_is_known_by_its_reference_and_a_blank_leaves_what_is_stored(people, version, bring):
    row = [PLAN, "Keep children safe", "Find fifteen families", "css001", "", "", "", "", ""]
    code, answer = bring("actions", ACTIONS, row)
    assert (code, answer["rows"]["changed"]) == (0, 1)
    (action,) = actions_of(version)
    assert (action["text"], action["priority_level"], len(action["milestones"])) == ("Find fifteen families", "must", 1)


def test_a_parent_that_is_not_there_is_suggested_never_guessed(people, version, bring):
    row = [PLAN, "Keep all children safe", "Open a front door", "", "", "", "", "", ""]
    code, answer = bring("actions", ACTIONS, row)
    (refusal,) = answer["refusals"]
    assert (code, answer["outcome"], refusal["code"]) == (1, "refused", "unknown-objective")
    assert "Did you mean “Keep children safe”?" in refusal["message"]


@pytest.mark.parametrize(("place", "value", "code"), [
    (0, "NOPE 2019/20", "unknown-plan"), (2, "", "missing-value"), (3, "CSS999", "unknown-reference"),
    (4, "NOPE", "unknown-value"), (5, "Perhaps", "unknown-value"),
])  # fmt: skip
def test_a_row_that_cannot_be_taken_says_why_and_nothing_is_written(people, version, bring, place, value, code):
    good = [PLAN, "Keep children safe", "Open a front door", "", "", "Must", "", "", ""]
    bad = [*good[:2], "Another", *good[3:]]
    bad[place] = value
    before = written(reload(version))
    exit_code, answer = bring("actions", ACTIONS, good, bad)
    assert (exit_code, [(r["row"], r["code"]) for r in answer["refusals"]]) == (1, [(3, code)])
    assert written(reload(version)) == before
    assert bring("actions", ACTIONS, good, bad, options=["--accept-refusals"])[1]["outcome"] == "imported"
    assert [a["text"] for a in actions_of(version)][-1] == "Open a front door"


def test_objectives_then_their_themes(people, version, bring):
    ThemeFactory(code="BSCYP", name="A better start")
    heads = ["Plan", "Objective", "Themes"]
    rows = [[PLAN, "Help families early", "BSCYP"], [PLAN, "Keep children safe", ""]]
    code, answer = bring("objectives", heads, *rows)
    assert (code, answer["rows"]["new"], answer["rows"]["unchanged"]) == (0, 1, 1)
    objective = data_of(version)["actions"]["objectives"][-1]
    assert (objective["text"], [theme["code"] for theme in objective["themes"]]) == ("Help families early", ["BSCYP"])


def test_milestones_go_to_the_action_of_their_reference(people, version, bring):
    heads = ["Action", "Milestone", "Due", "Owner", "Done on"]
    rows = [
        ["CSS001", "First six families approved", "1 October 2019", "", "01/10/2019"],
        ["CSS001", "Next six", "March 2020", "", ""],
    ]
    code, answer = bring("milestones", heads, *rows)
    assert (code, answer["rows"]["new"], answer["rows"]["changed"]) == (0, 1, 1)
    first, second = actions_of(version)[0]["milestones"]
    assert (first["due"], first["owner"], first["done_on"]) == ("2019-10-01", "Head of Fostering", "2019-10-01")
    assert (second["text"], second["due"]) == ("Next six", "2020-03-31")
    assert bring("milestones", heads, ["XX9", "A", "B", "", ""])[1]["refusals"][0]["code"] == "unknown-reference"


def test_savings_and_resources_go_where_the_template_keeps_them(people, version, bring):
    heads = ["Plan", "Saving", "Year", "Amount", "Area"]
    assert bring("savings", heads, [PLAN, "Shared taxis", "2019/20", "£20k", "Transport"])[0] == 0
    assert data_of(version)["savings"]["rows"][-1]["amount"] == "£20k"
    heads = ["Plan", "Year", "Head", "Amount"]
    assert bring("resources", heads, [PLAN, "2019/20", "Net revenue budget", "£21m"])[0] == 0
    assert data_of(version)["staff-and-budget"]["budget"] == "£21m"
    code, answer = bring("resources", heads, [PLAN, "2019/20", "Paper clips", "£5"])
    assert (code, answer["refusals"][0]["code"]) == (1, "no-place")


def test_a_table_of_heads_takes_a_line_of_the_budget(people, bring):
    version = begun_in(people, "south-cambs-2009")
    heads = ["Plan", "Year", "Head", "Amount", "Post", "FTE"]
    rows = [[PLAN, "2019/20", "Grants", "£40k", "", ""], [PLAN, "2019/20", "Policy team", "1", "Policy officer", "0.5"]]
    code, answer = bring("resources", heads, *rows)
    assert (code, answer["rows"]["new"]) == (0, 2)
    told = [row for data in data_of(version).values() for row in data.get("rows", [])]
    assert {"Grants", "Policy team"} <= {row.get("head") or row.get("team") for row in told}


def test_two_rows_for_one_thing_are_refused(people, version, bring):
    heads, same = ["Action", "Milestone", "Due"], ["CSS001", "Next six", "March 2020"]
    answer = bring("milestones", heads, same, same)[1]
    assert [(r["row"], r["code"]) for r in answer["refusals"]] == [(3, "duplicate-row")]
    before = written(reload(version))
    options = ["--accept-refusals"]
    answer = bring("milestones", heads, same, [*same[:2], "May 2020"], ["CSS001", "Last", "May 2020"], options=options)[
        1
    ]
    assert [(r["row"], r["code"]) for r in answer["refusals"]] == [(2, "duplicate-row"), (3, "duplicate-row")]
    assert "Row 3" in answer["refusals"][0]["message"] and "Row 2" in answer["refusals"][1]["message"]
    assert written(reload(version)) != before
    assert [m["text"] for m in actions_of(version)[0]["milestones"]][1:] == ["Last"]


def test_a_changed_row_and_the_same_row_as_it_was_are_both_refused(people, version, bring):
    heads = ["Plan", "Objective", "Action", "Reference"]
    stored = [PLAN, "Keep children safe", actions_of(version)[0]["text"], "CSS001"]
    answer = bring("actions", heads, [*stored[:2], "Other words", "CSS001"], stored)[1]
    assert sorted(r["row"] for r in answer["refusals"]) == [2, 3]


def test_words_that_name_two_things_are_refused_and_a_reference_is_enough(people, version, bring):
    row = version.objectives.get()
    row.pk, row.objective = None, Objective.objects.create(service=people.service)
    row.save()
    heads = ["Plan", "Objective", "Action", "Reference"]
    new, known = (
        [PLAN, "Keep children safe", "Open a front door", ""],
        [PLAN, "Keep children safe", "Other words", "CSS001"],
    )
    answer = bring("actions", heads, new, known)[1]
    assert [(r["row"], r["code"]) for r in answer["refusals"]] == [(2, "ambiguous-name")]
    assert answer["rows"]["changed"] == 1


def test_a_semicolon_of_its_own_stands_in_a_list_of_lines(people, version, bring):
    heads = ["Plan", "Objective", "Action", "Reference", "Milestones"]
    row = [PLAN, "Keep children safe", "Open a front door", "", "• One; and a half\n• Two (March 2020)"]
    assert bring("actions", heads, row)[0] == 0
    assert [m["text"] for m in actions_of(version)[-1]["milestones"]] == ["One; and a half", "Two"]
    again = [*row[:3], "CSS002", "• One; and a half\n• Two (April 2020)"]
    assert bring("actions", heads, again)[1]["rows"]["changed"] == 1
    assert [m["due_words"] for m in actions_of(version)[-1]["milestones"]] == ["", "April 2020"]


@pytest.mark.parametrize(("place", "value"), [(1, "x" * 2001), (2, "x" * 201), (3, "x" * 301)])
def test_what_is_longer_than_can_be_kept_is_refused(people, version, bring, place, value):
    row = ["CSS001", "Next six", "March 2020", "Head of Fostering"]
    row[place] = value
    answer = bring("milestones", ["Action", "Milestone", "Due", "Owner"], row)[1]
    assert [r["code"] for r in answer["refusals"]] == ["unreadable-text"]


def test_a_new_milestone_needs_a_date_and_a_stored_one_does_not(people, version, bring):
    heads, rows = (
        ["Action", "Milestone", "Due"],
        [["CSS001", "Next six", ""], ["CSS001", "First six families approved", ""]],
    )
    answer = bring("milestones", heads, *rows)[1]
    assert [(r["row"], r["column"], r["code"]) for r in answer["refusals"]] == [(2, "Due", "missing-value")]
    assert answer["rows"]["unchanged"] == 1


@pytest.mark.parametrize(("cells", "code"), [
    ({"Kind": "luck"}, "unknown-value"), ({"Kind": "staffing"}, "no-place"), ({"Year": "2020/21"}, "other-year"),
    ({"Note": "A note"}, "no-column"), ({"Post": "Clerk"}, "no-place"),
])  # fmt: skip
def test_a_resource_without_its_place_is_refused_by_its_cell(people, version, bring, cells, code):
    row = {"Plan": PLAN, "Year": "2019/20", "Head": "Net revenue budget", "Amount": "£21m"} | cells
    answer = bring("resources", list(row), list(row.values()))[1]
    assert [r["code"] for r in answer["refusals"]] == [code]


def test_an_action_that_was_carried_takes_its_milestones_in_the_latest_plan(people, bring):
    a_complete_plan(people, Status.PUBLISHED)
    later = transitions.begin_from_last_year(people.service, next_cycle(), by=people.holder)
    bring("milestones", ["Action", "Milestone", "Due"], ["CSS001", "Next six", "March 2021"])
    assert "Next six" in [m["text"] for m in actions_of(later)[0]["milestones"]]


def test_a_locked_plan_takes_no_row(people, bring):
    a_complete_plan(people, Status.DMT_REVIEW)
    code, answer = bring("objectives", ["Plan", "Objective"], [PLAN, "Help families early"])
    assert (code, answer["refusals"][0]["code"]) == (1, "plan-locked")


def test_a_dry_run_writes_nothing_and_an_import_is_in_the_trail(people, version, bring):
    heads, row = ["Plan", "Objective"], [PLAN, "Help families early"]
    before = written(reload(version))
    assert bring("objectives", heads, row, options=["--dry-run"])[1]["outcome"] == "would_import"
    assert written(reload(version)) == before
    bring("objectives", heads, row)
    said = json.loads(LedgerEntry.objects.get(verb="plan.file-import").after)
    assert (said["table"], said["counts"]["new"]) == ("objectives", 1)


def test_a_useless_file_is_refused_in_one_line(people, version, run, tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("Plan\nCSS 2019/20\n", encoding="utf-8")
    code, out, err = run("import_actions", str(path))
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_every_table_of_the_contract_is_there():
    assert set(TABLES) == {"objectives", "actions", "milestones", "savings", "resources"}
