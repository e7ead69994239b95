"""A plan goes out to Word, is edited there, and comes back: what would change is told, and nothing else changes."""

import json

import docx
import pytest

from common.models import LedgerEntry
from common.verdict import Conflict
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.content import written
from serviceplans.transitions import MilestoneData
from tests.serviceplans.any_template import KEYS, begun_in, write_all
from tests.serviceplans.factories import a_complete_plan, add_action, reload, write
from tests.serviceplans.word import (
    add_row,
    exported,
    packed,
    paragraph,
    read,
    row_with,
    saved_by_libreoffice,
    say,
    table_with,
    take_out,
    told,
)

VISION = "Each child is safe and goes to a good school."
CURIOUS = [
    "Two lines\nin one paragraph.\n\n   Spaces  twice,\tand a tab.\n\n- a mark\n- another",
    "Not given",
    "1. A number first (in brackets, 31 October 2019)",
    "• a bullet\n• another\n",
]


@pytest.fixture
def bring(run, tmp_path):
    """``bring(word)`` is import_plan's exit code and answer."""

    def command(data, *more):
        path = tmp_path / "plan.docx"
        path.write_bytes(data if isinstance(data, bytes) else packed(data))
        code, out, err = run(
            "import_plan", str(path), "--service", "CSS", "--cycle", "2019/20", "--format", "json", *more
        )
        return code, json.loads(out) if out else None, err

    return command


@pytest.mark.parametrize("key", KEYS)
def test_an_export_that_nobody_edited_changes_nothing_in_any_template(people, as_, key):
    version = begun_in(people, key)
    write_all(as_(people.holder), people, version)
    found = read(version, exported(version))
    assert found.own
    assert found.after == found.before == written(reload(version))
    assert found.unread == []
    assert len(found.recognised) == sum(len(section["parts"]) for section in found.before["sections"])


@pytest.mark.parametrize("status", [Status.DRAFT, Status.MEMBER_REVIEW, Status.APPROVED, Status.PUBLISHED])
def test_the_command_answers_no_change_at_every_stage(people, bring, status):
    version = a_complete_plan(people, status)
    code, answer, _ = bring(exported(version), "--dry-run")
    assert (code, answer["outcome"], answer["changes"], answer["unrecognised"]) == (0, "no_change", [], [])
    assert answer["template"] == "york-2019"
    assert {"section": "4. Actions, risks and performance", "part": "4.2 Risk management"} in answer["recognised"]


@pytest.mark.parametrize("text", CURIOUS)
def test_whatever_was_typed_comes_back_as_it_was_typed(people, version, text):
    write(version, "overview", {"overview": text, "future": text}, people.holder, counter=1)
    add_action(
        version, people.holder, text=text, resources=text, outcomes=text,
        milestones=[MilestoneData(text, "Ongoing, mostly", "A, B and C"), MilestoneData("Plain (so to speak)")],
    )  # fmt: skip
    found = read(version, exported(version))
    assert found.after == found.before
    assert not found.unread


def test_after_libreoffice_has_saved_it_nothing_has_changed(people, version, tmp_path, bring):
    add_action(version, people.holder, text="A second action", milestones=[])
    data = saved_by_libreoffice(packed(exported(version)), tmp_path)
    code, answer, _ = bring(data, "--dry-run")
    assert (code, answer["outcome"], answer["changes"], answer["unrecognised"]) == (0, "no_change", [], [])


def test_what_was_edited_is_found_after_libreoffice_has_saved_it(people, version, tmp_path, bring):
    word = exported(version)
    say(paragraph(word, VISION), "Each child is safe.")
    add_row(table_with(word, "CSS001"), "", "", "Open a second front door", "", "", "Spring 2020", "")
    code, answer, _ = bring(saved_by_libreoffice(packed(word), tmp_path), "--dry-run")
    kinds = [(change["kind"], change["after"]) for change in answer["changes"]]
    assert (code, kinds) == (0, [("changed", "Each child is safe."), ("added", "Open a second front door")])


def test_text_rows_and_actions_are_told_before_anything_is_written(people, version, bring):
    word = exported(version)
    say(paragraph(word, VISION), "Each child is safe and goes to the best school.")
    say(row_with(word, "Reviewed help for carers").cells[1], "Reviewed all help for carers")
    add_row(table_with(word, "Fewer agencies"), "Transport", "Shared taxis", "2019/20", "£20k")
    say(row_with(word, "CSS001").cells[5], "30 November 2019")
    before = written(reload(version))
    code, answer, _ = bring(word, "--dry-run")
    assert (code, answer["outcome"]) == (0, "would_change")
    assert [(c["part"], c["reference"], c["kind"], c["before"], c["after"]) for c in answer["changes"]] == [
        (
            "Description, vision and objectives",
            "",
            "changed",
            VISION,
            "Each child is safe and goes to the best school.",
        ),
        ("Key achievements", "", "changed", "Reviewed help for carers", "Reviewed all help for carers"),
        ("Savings required", "", "added", "", "Transport"),
        ("4.1 Actions and indicators", "CSS001", "changed", "31 October 2019", "30 November 2019"),
    ]
    assert written(reload(version)) == before


def test_the_command_writes_it_once_and_then_nothing_is_left_to_change(people, version, bring):
    word = exported(version)
    say(paragraph(word, VISION), "Each child is safe.")
    add_row(
        table_with(word, "CSS001"),
        "",
        "",
        "Open a second front door",
        "Medium",
        "Should",
        "March 2020",
        "Head of Fostering",
    )
    code, answer, _ = bring(word)
    assert (code, answer["outcome"]) == (0, "changed")
    data = written(reload(version))["sections"]
    actions = data[4]["parts"][0]["data"]["objectives"][0]["actions"]
    assert [(a["reference"], a["text"]) for a in actions] == [
        ("CSS001", "Find twelve more foster families"), ("CSS002", "Open a second front door"),
    ]  # fmt: skip
    new = actions[1]
    assert (new["project_types"], new["priority_level"], new["due"]) == (["medium"], "should", "2020-03-31")
    assert new["officers"] == [{"words": "Head of Fostering", "is_post": True}]
    assert bring(word)[1]["outcome"] == "no_change"


def test_an_action_that_is_taken_out_of_its_table_is_taken_out_and_its_reference_is_not_given_again(
    people, version, bring
):
    add_action(version, people.holder, text="A second action", milestones=[])
    word = exported(version)
    take_out(next(row for row in table_with(word, "CSS002").rows if "CSS002" in row.cells[1].text))
    add_row(table_with(word, "CSS001"), "", "", "A third one", "", "", "", "")
    assert [c["kind"] for c in bring(word)[1]["changes"]] == ["added", "removed"]
    assert [a.action.reference for a in reload(version).actions.select_related("action")] == ["CSS001", "CSS003"]


def test_rows_are_recognised_by_their_reference_wherever_they_were_moved(people, version):
    add_action(version, people.holder, text="A second action", milestones=[])
    word = exported(version)
    table = table_with(word, "CSS001")
    first = table.rows[1]._tr
    table._tbl.append(first)
    say(row_with(word, "CSS001").cells[2], "Wholly other words from beginning to end")
    changes = told(read(version, word))
    was, is_ = "Find twelve more foster families", "Wholly other words from beginning to end"
    assert ("4.1 Actions and indicators", "CSS001", "changed", was, is_) in changes
    assert not {"added", "removed"} & {kind for _, _, kind, _, _ in changes}


def test_a_milestone_is_reworded_added_and_taken_out(people, version, bring):
    word = exported(version)
    cell = row_with(word, "First six families approved").cells[1]
    said = "First seven families approved (30 September 2019, Head of Fostering)\nA campaign in spring (31 March 2020)"
    say(cell, said)
    milestone = version.actions.get().milestones.get()
    bring(word)
    found = list(reload(version).actions.get().milestones.all())
    assert [(m.text, m.due_words, m.owner) for m in found] == [
        ("First seven families approved", "30 September 2019", "Head of Fostering"),
        ("A campaign in spring", "31 March 2020", ""),
    ]
    assert found[0].milestone_id == milestone.milestone_id


def test_what_the_council_does_not_know_is_named_and_left_as_it_was(people, version):
    word = exported(version)
    row = row_with(word, "CSS001")
    say(row.cells[0], "NOPE")
    say(row.cells[4], "Perhaps")
    found = read(version, word)
    assert [(left.text, left.why.partition(" ")[0]) for left in found.unread] == [("NOPE", "is"), ("Perhaps", "is")]
    assert "4.1 Actions and indicators, CSS001, Priority level" in found.unread[1].place
    assert found.after["sections"][4]["parts"][0]["data"]["objectives"][0]["actions"][0]["priority_level"] == "must"


def test_a_registers_words_are_named_and_a_row_taken_out_is_no_longer_shown(people, version, bring):
    word = exported(version)
    say(row_with(word, "KCR 3").cells[4], "Recruit harder")
    take_out(row_with(word, "BPI108"))
    code, answer, _ = bring(word)
    assert [(c["part"], c["reference"], c["kind"]) for c in answer["changes"]] == [
        ("4.3 Directorate performance indicators", "BPI108", "removed")
    ]
    assert [left["text"] for left in answer["unrecognised"]] == ["Recruit harder"]
    assert not reload(version).indicator_links.exists()


def test_text_that_stands_where_the_template_has_nothing_is_named(people, version):
    word = exported(version)
    paragraph(word, "3. Service priorities").insert_paragraph_before("A stray sentence.")
    word.add_heading("Our own section", 1)
    word.add_paragraph("Of our own.")
    found = read(version, word)
    assert not found.comparison
    assert {(left.where, left.text) for left in found.unread} == {
        ("2. Key achievements: Key achievements", "A stray sentence."),
        ("Equality objectives", "Our own section"),
        ("Our own section", "Of our own."),
    }


def test_a_part_whose_heading_is_gone_is_left_alone(people, version):
    word = exported(version)
    paragraph(word, "Staff and budget")._p.getparent().remove(paragraph(word, "Staff and budget")._p)
    found = read(version, word)
    assert not found.comparison
    assert "Staff and budget" not in [part for _, part in found.recognised]


def test_the_hidden_marks_are_not_needed(people, version):
    word = exported(version)
    for mark in list(word.element.body.iter()):
        if mark.tag.endswith(("}bookmarkStart", "}bookmarkEnd")):
            mark.getparent().remove(mark)
    found = read(version, word)
    assert found.unread == []
    assert not found.comparison


def test_a_plan_that_is_locked_is_not_written(people, bring):
    version = a_complete_plan(people, Status.DMT_REVIEW)
    word = exported(version)
    say(paragraph(word, VISION), "Each child is safe.")
    before = written(reload(version))
    code, answer, err = bring(word)
    assert (code, answer["outcome"], len(answer["changes"])) == (1, "refused", 1)
    assert "it is locked" in err
    assert written(reload(version)) == before


def test_a_file_in_which_nothing_is_recognised_is_refused(people, version, bring):
    word = docx.Document()
    word.add_paragraph("Dear all, the meeting is at two.")
    code, answer, _ = bring(word, "--dry-run")
    assert (code, answer["outcome"], answer["recognised"]) == (1, "refused", [])
    assert [left["text"] for left in answer["unrecognised"]] == ["Dear all, the meeting is at two."]


def test_one_entry_of_the_trail_tells_of_the_file(people, version, bring):
    word = exported(version)
    say(paragraph(word, VISION), "Each child is safe.")
    bring(word)
    entry = json.loads(LedgerEntry.objects.get(verb="plan.file-import").after)
    assert (entry["file"], entry["parts"], len(entry["sha256"])) == ("plan.docx", ["description"], 64)


def test_somebody_who_saved_meanwhile_is_not_overwritten(people, version):
    word = exported(version)
    say(paragraph(word, VISION), "Each child is safe.")
    found = read(version, word)
    write(version, "overview", {"overview": "Newer words.", "future": ""}, people.holder, counter=1)
    with pytest.raises(Conflict):
        transitions.bring_in_plan(
            version.pk, found.before, found.after, by=people.holder, stamp=found.stamp, said={"file": "plan.docx"}
        )
    assert reload(version).contents.get(part__key="description").data["vision"] == VISION
