"""Change and refocusing: plans sent back or revised, actions stopped, dates moved, in the quarter and in no other."""

from datetime import date

from reporting.rules import action_changes
from tests.reporting.factories import action, decision, frozen, update, version

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
    decision(second, "begin", date(2019, 6, 1), "Money was cut", to="draft")
    decision(second, "approve", IN, to="approved")
    assert [(change.what, change.detail) for change in report().changes] == [
        ("Revision begun", "Money was cut"),
        ("Revision approved", "CSS002 moved from 31 October 2019 to 31 December 2019: Do CSS002"),
        ("Revision approved", "CSS003 left out: Do CSS003"),
        ("Revision approved", "CSS004 added: Open a front door"),
    ]


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
