"""When a planning cycle is closed its plans stay as they are; opened again, they go on where they stood."""

import pytest

from common.verdict import Conflict
from council import transitions as council
from serviceplans import transitions
from serviceplans.choices import Status
from tests.serviceplans.factories import a_complete_plan, add_objective, footprint, reload
from tests.serviceplans.signing import digest_of

STEPS = {
    "write": (Status.DRAFT, lambda v, p: transitions.save_objective(v.pk, None, by=p.holder, counter=0, text="More", themes=[])),
    "invite": (Status.DRAFT, lambda v, p: transitions.invite(v.pk, p.post("head"), by=p.holder)),
    "submit": (Status.DRAFT, lambda v, p: transitions.submit(v.pk, by=p.holder)),
    "withdraw": (Status.DMT_REVIEW, lambda v, p: transitions.withdraw(v.pk, by=p.holder)),
    "return": (
        Status.DMT_REVIEW,
        lambda v, p: transitions.return_plan(v.pk, by=p.director, digest=digest_of(v), comment="Mend."),
    ),
    "agree": (
        Status.DMT_REVIEW,
        lambda v, p: transitions.agree(v.pk, by=p.director, digest=digest_of(v), meeting=p.meeting),
    ),
    "return to the director": (
        Status.MEMBER_REVIEW,
        lambda v, p: transitions.return_plan(v.pk, by=p.member, digest=digest_of(v), comment="Mend."),
    ),
    "approve": (Status.MEMBER_REVIEW, lambda v, p: transitions.approve(v.pk, by=p.member, digest=digest_of(v))),
    "agree with amendments": (
        Status.DMT_REVIEW,
        lambda v, p: transitions.agree_with_amendments(
            v.pk, by=p.director, digest=digest_of(v), meeting=p.meeting, amendments=["Say who."]
        ),
    ),
    "amend": (Status.AMENDING, lambda v, p: add_objective(v, p.director)),
    "publish": (Status.APPROVED, lambda v, p: transitions.publish(v.pk, by=p.officer)),
}  # fmt: skip


@pytest.mark.parametrize("name", list(STEPS))
def test_no_step_is_taken_in_a_closed_cycle_and_each_can_be_once_it_is_open_again(people, name):
    status, step = STEPS[name]
    version = a_complete_plan(people, status)
    council.close_cycle(version.plan.cycle_id, by=people.officer)
    version, before = reload(version), footprint(version)
    with pytest.raises(Conflict, match="The planning cycle 2019/20 is closed, so its plans stay as they are"):
        step(version, people)
    assert footprint(version) == before
    council.open_cycle(version.plan.cycle_id, by=people.officer)
    step(reload(version), people)
    assert footprint(version) != before


def test_the_plans_page_says_so(people, version, as_):
    council.close_cycle(version.plan.cycle_id, by=people.officer)
    answer = as_(people.holder).post("/plans/css/2019-20/submit/")
    assert answer.status_code == 409
    assert "The planning cycle 2019/20 is closed" in answer.content.decode()


def test_how_an_action_stands_can_still_be_told(people, as_):
    version = a_complete_plan(people, Status.PUBLISHED)
    council.close_cycle(version.plan.cycle_id, by=people.officer)
    sent = {"counter": 0, "status": "completed", "comment": "Done."}
    assert as_(people.holder).post("/plans/actions/css001/update/", sent).status_code == 302
