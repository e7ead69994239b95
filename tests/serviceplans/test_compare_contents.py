"""Two contents of a plan compared: rows known by who they are, words marked, nothing told that did not happen."""

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serviceplans.content import written
from serviceplans.exports.comparison import comparison_blocks
from serviceplans.rules import compare, parts_of, rows_of, sentence, summary
from tests.serviceplans.factories import a_complete_plan, add_action, add_objective, cast, reload


@pytest.fixture
def content(people):
    """A plan of two objectives and three actions, as plain content."""
    version = a_complete_plan(people)
    add_action(version, people.holder, text="Train every carer", officers=["Head of Fostering", "All teams"])
    other = add_objective(version, people.holder, "Help families early")
    add_action(version, people.holder, other, text="Open one front door", milestones=[])
    return written(reload(version))


def part(content, key):
    return next(part["data"] for _, part in parts_of(content) if part["key"] == key)


def action(content, reference):
    found = [a for objective in part(content, "actions")["objectives"] for a in objective["actions"]]
    return next(a for a in found if a["reference"] == reference)


def changed(content, *changes):
    """The content after each of these functions has had its way with a copy of it."""
    after = deepcopy(content)
    for change in changes:
        change(after)
    return after


def told(before, after):
    """The differences as (reference, field, kind)."""
    return [(row["reference"], row["field"], row["kind"]) for row in rows_of(compare(before, after))]


def test_a_plan_compared_with_itself_does_not_differ(content):
    comparison = compare(content, deepcopy(content))
    assert not comparison
    assert (summary(comparison), sentence(comparison)) == ([], "Nothing differs.")
    assert (rows_of(comparison), comparison_blocks(comparison)) == ([], [])


def test_when_a_plan_was_last_changed_is_not_a_difference(content):
    after = changed(content, lambda c: part(c, "header").update(last_updated="1 January 2030"))
    after["plan"]["version"] = 2
    assert not compare(content, after)


def moved_date(content):
    action(content, "CSS001")["completed_by"] = "31 January 2020"


def new_owner(content):
    action(content, "CSS001")["officers"] = [{"words": "Principal Social Worker", "is_post": True}]


def reworded(content):
    action(content, "CSS001")["text"] = "Find twenty more foster families"


def milestone_moved(content):
    action(content, "CSS001")["milestones"][0]["due_words"] = "31 October 2019"


def milestone_done(content):
    action(content, "CSS001")["milestones"][0]["done_on"] = "2019-08-02"


def milestone_gone(content):
    action(content, "CSS001")["milestones"] = []


def action_gone(content):
    for objective in part(content, "actions")["objectives"]:
        objective["actions"] = [a for a in objective["actions"] if a["reference"] != "CSS002"]


def another_action(content):
    copy = {**deepcopy(action(content, "CSS003")), "reference": "CSS009", "id": 99, "text": "Hold a fair"}
    part(content, "actions")["objectives"][1]["actions"].append(copy)


def other_objective(content):
    first, second = part(content, "actions")["objectives"]
    second["actions"].append(first["actions"].pop(1))


def objective_reworded(content):
    part(content, "actions")["objectives"][0]["text"] = "Keep every child safe"


def new_lead(content):
    action(content, "CSS002")["officers"].reverse()


def words_changed(content):
    part(content, "overview")["overview"] = "Fewer children in care, and more at home."


def saving_changed(content):
    part(content, "savings")["rows"][0]["amount"] = "£120k"


def saving_added(content):
    part(content, "savings")["rows"].insert(0, {"area": "Cars", "saving": "Hire", "year": "2019/20", "amount": "£3k"})


def item_added(content):
    part(content, "description")["objectives"].append("Hear every child")


def risk_gone(content):
    part(content, "risks")["risks"] = []


def risk_scored(content):
    part(content, "risks")["risks"][0].update(rating="red", rating_words="Red (20)")


def indicator_regrouped(content):
    rows = next(g for g in part(content, "indicators")["groups"] if g["indicators"])["indicators"]
    rows[0]["group"] = "Workforce"
    rest = next(g for g in part(content, "indicators")["groups"] if g["heading"] == "Workforce")
    rest["indicators"].append(rows.pop(0))


def indicator_committed(content):
    rows = next(g for g in part(content, "indicators")["groups"] if g["indicators"])["indicators"]
    rows[0]["commitment"] = {"id": 1, "mark": "Commitment for every service", "fixed": [], "target": "5"}


def result_in(content):
    rows = next(g for g in part(content, "indicators")["groups"] if g["indicators"])["indicators"]
    rows[0]["results"][-1] = "950"


def equality_reworded(content):
    next(a for a in part(content, "equalities")["areas"] if a["objectives"])["objectives"][0]["duty"] = "It helps all."


@pytest.mark.parametrize(
    ("change", "rows", "short"),
    [
        (moved_date, [("CSS001", "Completed by date", "changed")], "1 date moved."),
        (new_owner, [("CSS001", "Accountable officer", "changed")], "1 owner changed."),
        (new_lead, [("CSS002", "Accountable officer", "changed")], "1 owner changed."),
        (reworded, [("CSS001", "Action", "changed")], "1 action changed otherwise."),
        (milestone_moved, [("CSS001", "Due", "changed")], "1 date moved."),
        (milestone_done, [("CSS001", "Done", "added")], "1 milestone marked as done."),
        (milestone_gone, [("CSS001", "", "removed")], "1 milestone taken out."),
        (action_gone, [("CSS002", "", "removed")], "1 action stopped."),
        (another_action, [("CSS009", "", "added")], "1 action added."),
        (other_objective, [("CSS002", "Service objective", "changed")], "1 action changed otherwise."),
        (objective_reworded, [("", "Service objective", "changed")], "1 service objective reworded."),
        (words_changed, [("", "Headline overview and key priorities", "changed")], "“Headline overview” reworded."),
        (saving_changed, [("", "Amount", "changed")], "“Savings required” reworded."),
        (saving_added, [("", "", "added")], "“Savings required” reworded."),
        (item_added, [("", "Overall objectives", "changed")], "“Description, vision and objectives” reworded."),
        (risk_gone, [("KCR 3", "", "removed")], "1 risk no longer shown."),
        (risk_scored, [("KCR 3", "Rating (RAG)", "changed")], "newer facts for 1 risk."),
        (indicator_regrouped, [("BPI108", "Listed under", "changed")], "1 indicator listed under another heading."),
        (indicator_committed, [("BPI108", "Commitment", "added")], "1 indicator changed otherwise."),
        (result_in, [("BPI108", "2018/19 result", "changed")], "newer facts for 1 indicator."),
        (
            equality_reworded,
            [("", "How it supports the Public Sector Equality Duty", "added")],
            "1 equality objective reworded.",
        ),
    ],
)
def test_each_change_is_told_once_and_as_what_it_is(content, change, rows, short):
    after = changed(content, change)
    assert told(content, after) == rows
    assert sentence(compare(content, after)) == short
    assert comparison_blocks(compare(content, after))


def test_backwards_what_was_added_is_removed(content):
    after = changed(content, another_action, milestone_gone, saving_added, moved_date)
    mirror = {"added": "removed", "removed": "added", "changed": "changed"}
    there, back = told(content, after), told(after, content)
    assert sorted(back) == sorted((reference, field, mirror[kind]) for reference, field, kind in there)


def test_what_moved_is_not_told_as_gone_and_new(content):
    def upside_down(content):
        for objective in part(content, "actions")["objectives"]:
            objective["actions"].reverse()
        part(content, "actions")["objectives"].reverse()
        part(content, "description")["objectives"].reverse()

    after = changed(content, upside_down)
    assert told(content, after) == [("", "Order", "changed"), ("", "Order", "changed")]
    assert sentence(compare(content, after)) == "2 parts put in another order."


def test_several_changes_come_with_the_actions_first(content):
    after = changed(
        content, another_action, action_gone, moved_date, milestone_moved, new_owner, words_changed, risk_gone
    )
    assert sentence(compare(content, after)) == (
        "1 action added, 1 action stopped, 2 dates moved, 1 owner changed, 1 risk no longer shown "
        "and “Headline overview” reworded."
    )


def test_a_part_that_the_later_template_has_not_is_told_as_taken_out(content):
    def shorter(content):
        for section in content["sections"]:
            section["parts"] = [p for p in section["parts"] if p["key"] not in ("savings", "overview")]

    after = changed(content, shorter)
    gone = ["Headline overview and key priorities", "How the service will look to the customer", ""]
    assert told(content, after) == [("", field, "removed") for field in gone]


CHANGES = [
    moved_date, new_owner, reworded, milestone_gone, action_gone, another_action, other_objective, objective_reworded,
    new_lead, words_changed, saving_changed, saving_added, item_added, risk_gone, risk_scored, indicator_regrouped,
]  # fmt: skip


@pytest.mark.django_db
def test_it_is_empty_exactly_when_nothing_was_done():
    people = cast()
    version = a_complete_plan(people)
    add_action(version, people.holder, text="Train every carer", officers=["Head of Fostering", "All teams"])
    other = add_objective(version, people.holder, "Help families early")
    add_action(version, people.holder, other, text="Open one front door", milestones=[])
    content = written(reload(version))

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.sampled_from(CHANGES), unique=True, max_size=5))
    def holds(changes):
        order = [change for change in CHANGES if change in changes]
        try:
            after = changed(content, *order)
        except (StopIteration, IndexError):
            return  # What one change took away, another could not find.
        assert bool(compare(content, after)) == bool(changes)
        assert bool(rows_of(compare(content, after))) == bool(summary(compare(content, after))) == bool(changes)
        comparison_blocks(compare(content, after))

    holds()
