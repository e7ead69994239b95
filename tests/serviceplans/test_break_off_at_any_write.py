"""Whatever write of whatever step breaks off, nothing is half done: every table is as it was before."""

import pytest

from council import transitions as council
from council.handover import mark_of, open_work
from serviceplans import transitions
from serviceplans.bulk import evaluate
from tests.breaking import broken_at, each_write, everything
from tests.races import without_locks
from tests.serviceplans.steps import STEPS, signed


def break_off_everywhere(act):
    """Break ``act`` off before its first write, its second, and so on until it comes through; how many writes it has."""
    before = everything()
    for number in each_write():
        with broken_at(number) as line:
            act()
        if not line.broken:
            break
        left = {name for name, rows in everything().items() if rows != before[name]}
        assert not left, f"Broken off at write {number}, it left something in {left}."
    return line.writes


@pytest.mark.parametrize("name", list(STEPS))
def test_a_step_that_breaks_off_at_any_write_leaves_nothing(people, name):
    step = STEPS[name]
    version, made = step.prepared(people)
    # Every step writes what it changes and the ledger, with its head.
    assert break_off_everywhere(lambda: step.act(version, people, made)) >= 3


def test_a_delegation_that_breaks_off_leaves_nothing(people):
    day = people.meeting.date.replace(day=20)
    said = {"by": people.director, "starts": day, "ends": day, "reason": "Leave."}
    assert break_off_everywhere(lambda: council.delegate(people.post("director").pk, people.head, **said)) >= 3


def test_a_hand_over_that_breaks_off_leaves_nothing(people, version):
    post, to = people.post("holder"), people.post("other_holder")
    seen = mark_of(open_work(post))
    assert break_off_everywhere(lambda: council.hand_over(post.pk, to.pk, by=people.officer, seen=seen)) >= 3


def test_bringing_rows_in_that_breaks_off_leaves_nothing_and_can_be_done_again(people, version):
    lines = ["Plan,Objective,Action,Reference", "CSS 2019/20,Keep children safe,Find fifteen families,CSS001"]
    data = "\n".join([*lines, "CSS 2019/20,Keep children safe,Open a front door,"]).encode()
    bulk = evaluate("actions", data, "a.csv", user=people.officer)
    kept = transitions.keep_rows(bulk, data, by=people.officer)
    assert break_off_everywhere(lambda: transitions.confirm_rows(kept.pk, by=people.officer, counter=1)) >= 6
    assert version.actions.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["approve", "submit", "record_decision", "return_plan", "amendments_made"])
def test_without_its_transaction_the_same_step_leaves_something(people, name, monkeypatch):
    step = STEPS[name]
    version, made = step.prepared(people)
    monkeypatch.setattr(transitions, name, getattr(transitions, name).__wrapped__)
    # Rows can be locked within a transaction only.
    with without_locks(), pytest.raises(AssertionError, match="it left something in"):
        break_off_everywhere(lambda: step.act(version, people, made))


def test_a_break_is_counted_and_felt(people, version):
    with broken_at(1) as line:
        transitions.submit(version.pk, by=people.holder)
    assert line.broken
    with broken_at(10_000) as line:
        transitions.submit(version.pk, by=people.holder)
    assert line.writes > 3 and not line.broken
    assert signed(version)["digest"] != "0" * 64
