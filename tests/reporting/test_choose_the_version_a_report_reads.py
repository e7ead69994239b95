"""A quarter's report reads what was in force when it closed; else what is in force since; else what is under review."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.rules import Candidate, days_late, version_for
from serviceplans.choices import Status
from serviceplans.models import ActionVersion
from tests.council.factories import ServiceAreaFactory
from tests.reporting.factories import action, moment, version
from tests.serviceplans.factories import a_complete_plan, cast

END = date(2019, 6, 30)
DAYS = st.dates(date(2019, 1, 1), date(2019, 12, 31))


def chosen(*candidates):
    found = version_for(candidates, END)
    return found and (found.number, found.words, found.approved)


def test_the_version_in_force_on_the_day_wins_over_later_ones():
    first = Candidate(1, "superseded", approved=date(2019, 5, 1), superseded=date(2019, 7, 9))
    second = Candidate(2, "published", approved=date(2019, 7, 9))
    draft = Candidate(3, "draft")
    assert chosen(draft, second, first) == (1, "In force on 30 June 2019", True)


def test_a_version_superseded_on_the_day_gives_way_to_its_successor():
    first = Candidate(1, "superseded", approved=date(2019, 5, 1), superseded=END)
    second = Candidate(2, "approved", approved=END)
    assert chosen(first, second)[0] == 2


def test_one_approved_since_is_used_and_says_so():
    found = chosen(Candidate(1, "approved", approved=date(2019, 7, 26)))
    assert found == (1, "Approved on 26 July 2019, after the quarter closed", True)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.DMT_REVIEW, "Not yet approved: in DMT review"),
        (Status.MEMBER_REVIEW, "Not yet approved: in Executive Member review"),
    ],
)
def test_one_under_review_is_marked(status, words):
    assert chosen(Candidate(1, status)) == (1, words, False)


def test_a_draft_alone_is_not_read():
    assert chosen(Candidate(1, "draft")) is None
    assert chosen() is None


@given(st.lists(st.tuples(st.sampled_from(list(Status)), DAYS, DAYS), max_size=5), DAYS)
def test_what_is_marked_as_approved_was_approved(rows, day):
    signed = {Status.APPROVED, Status.PUBLISHED, Status.SUPERSEDED}
    candidates = [
        Candidate(
            number, status, min(a, b) if status in signed else None, max(a, b) if status == "superseded" else None
        )
        for number, (status, a, b) in enumerate(rows, 1)
    ]
    found = version_for(candidates, day)
    if found is None:
        assert {c.status for c in candidates} <= {Status.DRAFT, Status.SUPERSEDED, Status.ABANDONED}
    else:
        assert found.approved == (candidates[found.number - 1].approved is not None)
        assert candidates[found.number - 1].status not in (Status.DRAFT, Status.ABANDONED)


@given(DAYS, DAYS)
def test_late_is_counted_from_the_day_after(due, day):
    assert days_late(due, "on-track", day) == max((day - due).days, 0)
    assert days_late(due, "completed", day) == days_late(due, "stopped", day) == days_late(None, "", day) == 0


def test_the_report_marks_each_plan(service, report):
    version(service)
    late, waiting, draft, back = (ServiceAreaFactory(directorate=service.directorate) for _ in range(4))
    version(late, approved=date(2019, 7, 26))
    version(waiting, "dmt-review", actions=[action(waiting)])
    version(draft, "draft")
    returned = version(back, "draft")
    returned.submitted_at = moment(date(2019, 6, 1))
    returned.save()
    found = report()
    assert {plan.service: plan.standing for plan in found.plans} == {
        service.name: "In force on 30 June 2019",
        late.name: "Approved on 26 July 2019, after the quarter closed",
        waiting.name: "Not yet approved: in DMT review",
    }
    assert {plan.service: plan.why for plan in found.missing_plans} == {
        draft.name: "No plan submitted: still a draft",
        back.name: "No plan submitted: it is back with its holder",
    }
    [line] = found.actions
    assert (line.no_update, line.doing) == (False, "No update: the plan is not yet approved.")


def test_the_words_are_those_of_the_version_read(service, report):
    first = action(service, text="As first agreed")
    version(service, "superseded", 1, superseded=date(2019, 7, 9), actions=[first])
    version(service, "approved", 2, approved=date(2019, 7, 9), actions=[{**first, "text": "As revised"}])
    assert [a.text for a in report(1).actions] == ["As first agreed"]
    assert [a.text for a in report(2).actions] == ["As revised"]


def test_a_plan_that_went_through_sign_off_is_read_as_it_was_signed(cycle, report):
    people = cast()
    signed = a_complete_plan(people, Status.PUBLISHED)
    ActionVersion.objects.filter(version=signed).update(text="Changed behind everybody's back")
    found = report()
    [plan], [line] = found.plans, found.actions
    assert (plan.code, plan.fte, plan.budget) == ("CSS 2019/20", "203.60", "£20.59m")
    assert plan.standing == "Approved on 20 August 2019, after the quarter closed"
    assert (line.reference, line.text) == ("CSS001", "Find twelve more foster families")
    assert line.milestones == ("First six families approved (30 September 2019, Head of Fostering)",)
    assert [i.used_by for i in found.indicators if i.reference == "BPI108"] == [("CSS 2019/20",)]
    assert [risk.reference for risk in found.risks] == ["KCR 3"]
