"""Where one plan stands against the calendar, in plain values: its state, the step it has still to take, and how late."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serviceplans.choices import IN_FORCE, PlanState, Status
from serviceplans.rules.calendar import ROUTE, Step, next_step, standing

TODAY = date(2019, 8, 20)
STEPS = {
    "drafts": Step("Draft plans complete", date(2019, 7, 31)),
    "dmt": Step("Reviewed at DMT", date(2019, 8, 30)),
    "member": Step("Reviewed with the Executive Member", date(2019, 9, 20)),
    "signed-off": Step("Signed off", date(2019, 10, 11)),
    "published": Step("Published", date(2019, 8, 21)),
}


@pytest.mark.parametrize(
    ("statuses", "state", "step", "words"),
    [
        ([], PlanState.NOT_STARTED, "drafts", "20 days late"),
        ([Status.DRAFT], PlanState.DRAFTING, "drafts", "20 days late"),
        ([Status.DMT_REVIEW], PlanState.AT_DMT, "dmt", "10 days to go"),
        ([Status.MEMBER_REVIEW], PlanState.WITH_MEMBER, "member", "31 days to go"),
        ([Status.APPROVED], PlanState.APPROVED, "published", "1 day to go"),
        ([Status.PUBLISHED], PlanState.PUBLISHED, None, ""),
    ],
)
def test_each_state_has_its_next_step(statuses, state, step, words):
    stands = standing(statuses, STEPS, TODAY)
    assert (stands.state, stands.step, stands.words) == (state, STEPS.get(step), words)
    assert stands.late == words.endswith("late")


@pytest.mark.parametrize(
    ("day", "words"), [("2019-08-30", "Today"), ("2019-08-31", "1 day late"), ("2019-08-29", "1 day to go")]
)
def test_the_day_itself_is_not_late(day, words):
    assert standing([Status.DMT_REVIEW], STEPS, date.fromisoformat(day)).words == words


def test_a_revision_is_not_late_while_a_version_is_in_force():
    stands = standing([Status.SUPERSEDED, Status.PUBLISHED, Status.DRAFT], STEPS, TODAY)
    assert (stands.state, stands.revising, stands.late) == (PlanState.PUBLISHED, True, False)


def test_a_step_without_a_day_is_passed_over():
    steps = {stage: step for stage, step in STEPS.items() if stage not in ("dmt", "member")}
    assert standing([Status.DMT_REVIEW], steps, TODAY).step == STEPS["signed-off"]
    assert standing([Status.DRAFT], {}, TODAY).days is None
    assert standing([Status.DRAFT], {}, TODAY).due_words == ""


@given(st.lists(st.sampled_from(list(Status)), max_size=4), st.dates(date(2018, 1, 1), date(2022, 12, 31)))
def test_a_plan_is_late_exactly_when_its_steps_day_has_gone_by(statuses, day):
    stands = standing(statuses, STEPS, day)
    assert stands.late == bool(stands.step and stands.step.date < day)
    assert (stands.days is None) == (stands.step is None)
    if stands.step:
        assert day + timedelta(days=stands.days) == stands.step.date
    assert stands.state in IN_FORCE or stands.step or stands.state == PlanState.PUBLISHED


@given(st.sets(st.sampled_from(ROUTE)), st.sampled_from(list(PlanState)))
def test_the_next_step_is_never_one_that_is_behind(stages, state):
    steps = {stage.value: Step(stage.value, TODAY) for stage in stages}
    found = next_step(state, steps)
    order = [stage.value for stage in ROUTE]
    behind = {PlanState.AT_DMT: ["drafts"], PlanState.WITH_MEMBER: ["drafts", "dmt"],
              PlanState.APPROVED: ["drafts", "dmt", "member", "signed-off"]}.get(state, [])  # fmt: skip
    assert found is None or (found.name in order and found.name not in behind)
