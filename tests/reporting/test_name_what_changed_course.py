"""Change and refocusing: plans sent back or revised, actions stopped, dates moved, in the quarter and in no other."""

from datetime import date

from common.documents.blocks import Table
from reporting.exports.document import changes
from reporting.exports.sheets import as_sheets
from reporting.rules import action_changes
from tests.reporting.factories import action, decision, frozen, moment, update, version

IN, BEFORE, AFTER = date(2019, 6, 12), date(2019, 3, 31), date(2019, 7, 1)


def test_a_plan_sent_back_is_named_with_the_words(service, report):
    draft = version(service, "draft")
    decision(draft, "return", IN, "Say what it costs.")
    [change] = report().changes
    assert (change.what, change.detail, change.by) == (
        "Returned to the plan holder",
        "Say what it costs.",
        "Director of Children",
    )


def test_what_happened_before_or_after_belongs_to_another_quarter(service, report):
    draft = version(service, "draft")
    for day in (BEFORE, AFTER):
        decision(draft, "withdraw", day, f"On {day}")
    assert report().changes == ()
    assert [change.detail for change in report(2).changes] == [f"On {AFTER}"]


def test_the_first_approval_of_a_plan_is_no_change(service, report):
    decision(version(service), "approve", IN, to="approved")
    assert report().changes == ()


def test_an_approved_revision_says_what_it_changed(service, report):
    kept, moved, dropped = (action(service) for _ in range(3))
    version(service, "superseded", 1, superseded=IN, actions=[kept, moved, dropped])
    later = {**moved, "completed_by": "31 December 2019", "due": "2019-12-31"}
    new = action(service, text="Open a front door")
    second = version(service, "approved", 2, approved=IN, actions=[kept, later, new])
    second.cause, second.why = "budget", "The grant was cut."
    second.save()
    decision(second, "revise", date(2019, 6, 1), "A change of budget or grant: The grant was cut.", to="draft")
    decision(second, "approve", IN, to="approved")
    assert {change.why for change in report().changes} == {"A change of budget or grant: The grant was cut."}
    assert [(change.what, change.detail) for change in report().changes] == [
        ("Revision begun", "Version 2"),
        ("Revision approved", "Version 2: 1 action added, 1 action stopped and 1 date moved."),
        ("Revision approved", "CSS002 moved from 31 October 2019 to 31 December 2019: Do CSS002"),
        ("Revision approved", "CSS004 added: Open a front door"),
        ("Revision approved", "CSS003 left out: Do CSS003"),
    ]


def test_a_revision_given_up_is_told_with_its_reason(service, report):
    version(service)
    decision(version(service, "draft", 2), "abandon", IN, "The grant was restored.")
    [change] = report().changes
    assert (change.what, change.detail, change.why) == ("Revision abandoned", "Version 2", "The grant was restored.")


def moved(of, on, *, said, kind="date", after="31 January 2020", state="made", reason="The panel."):
    """A date moved in a plan in force."""
    return of.changes.create(
        kind=kind, state=state, part_key="actions", row=said["reference"], field="completed_by",
        what=f"{said['reference']}: completed by date", before=said["completed_by"], after=after, reason=reason,
        patch={"completed_by": after, "due": "2020-01-31"}, post="Director of Children", at=moment(on),
    )  # fmt: skip


def test_what_was_changed_since_approval_is_told_in_its_quarter_with_its_reason(service, report):
    said = action(service)
    plan = version(service, actions=[said])
    moved(plan, IN, said=said)
    [change] = report().changes
    assert (change.what, change.by, change.why) == ("Date moved", "Director of Children", "The panel.")
    assert change.detail == "CSS001: completed by date: from “31 October 2019” to “31 January 2020”"
    assert report(2).changes == ()


def test_what_waits_or_was_refused_is_no_change(service, report):
    said = action(service)
    plan = version(service, actions=[said])
    for state in ("proposed", "refused", "withdrawn"):
        moved(plan, IN, said=said, state=state)
    assert report().changes == ()


def test_a_report_reads_the_plan_as_it_stood_when_the_quarter_closed(service, report):
    said = action(service)
    plan = version(service, actions=[said])
    moved(plan, AFTER, said=said)
    assert [line.completed_by for line in report().actions] == ["31 October 2019"]
    assert [line.completed_by for line in report(2).actions] == ["31 January 2020"]


def test_the_reason_is_in_every_format(service, report):
    said = action(service)
    moved(version(service, actions=[said]), IN, said=said)
    made = report()
    table = next(block for block in changes(made) if isinstance(block, Table))
    assert table.columns == ["When", "Service", "What", "Detail", "Why", "By"]
    assert [cell.text for cell in table.rows[0]][4] == "The panel."
    sheet = next(sheet for sheet in as_sheets(made) if sheet.title == "Changes")
    assert "The panel." in next(iter(sheet.rows))


def test_rewording_is_told_with_both_texts(service):
    said = action(service)
    before = frozen(version(service, actions=[said]))
    after = frozen(version(service, "dmt-review", 2, actions=[{**said, "text": "Do it well"}]))
    assert list(action_changes(before, after)) == ["CSS001 reworded, from “Do CSS001” to “Do it well”"]
    assert list(action_changes(before, before)) == []


def test_a_stopped_action_is_named(service, report):
    stopped = action(service)
    update(stopped, "stopped", "The grant ended.")
    version(service, actions=[stopped])
    [change] = report().changes
    assert (change.what, change.detail) == ("Action stopped", "CSS001 Do CSS001: The grant ended.")
