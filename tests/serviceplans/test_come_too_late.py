"""A page that was left open while the plan, the day or the post moved on: it changes nothing, and says what has happened."""

from datetime import date

import pytest

from common.today import pretend
from common.verdict import ALLOWED
from council import transitions as council
from serviceplans import transitions
from serviceplans.choices import Status
from tests.council.factories import AppointmentFactory
from tests.serviceplans.factories import a_complete_plan, bring, footprint, reload
from tests.serviceplans.signing import digest_of

PLAN = "/plans/css/2019-20/"
EDIT, REVIEW, AMEND = PLAN + "edit/overview/", PLAN + "review/", PLAN + "amend/"
WORDS = {"counter": "1", "overview": "Late words", "future": "x"}


def typed(version, stage="member", decision="approve", **fields):
    return {"stage": stage, "decision": decision, "digest": digest_of(version), "comment": "", **fields}


def late(client, url, posted, version, words):
    """The answer to a page that was open too long: 409 with the sentence, and nothing is changed."""
    before = footprint(version)
    answer = client.post(url, posted)
    assert answer.status_code == 409
    assert words in answer.content.decode()
    assert footprint(version) == before


# After approval


@pytest.mark.parametrize("status", [Status.APPROVED, Status.PUBLISHED, Status.SUPERSEDED])
def test_an_edit_after_approval_changes_no_word(people, as_, status):
    version = a_complete_plan(people)
    client = as_(people.holder)
    assert client.get(EDIT).status_code == 200
    version = bring(version, people, status)
    late(as_(people.holder), EDIT, WORDS, version, "locked")


def test_without_the_lock_an_edit_after_approval_would_change_its_words(people, as_, monkeypatch):
    version = a_complete_plan(people, Status.APPROVED)
    monkeypatch.setattr("serviceplans.permissions.plans.locked", lambda version: ALLOWED)
    before = footprint(version)
    assert as_(people.holder).post(EDIT, WORDS).status_code == 302
    assert footprint(version) != before


def test_a_decision_that_somebody_else_has_taken(people, as_):
    version = a_complete_plan(people, Status.MEMBER_REVIEW)
    deputy = AppointmentFactory(post=people.post("member"), capacity="deputy", ends=date(2019, 8, 30)).person
    posted = typed(version)
    assert as_(people.member).get(REVIEW).status_code == 200
    transitions.approve(version.pk, by=deputy, digest=digest_of(version))
    late(as_(people.member), REVIEW, posted, version, "This plan has already been approved.")
    late(
        as_(people.member), REVIEW, {**posted, "decision": "return", "comment": "No."}, version, "already been approved"
    )


def test_an_agreement_after_the_plan_went_on(people, as_):
    version = a_complete_plan(people, Status.DMT_REVIEW)
    posted = typed(version, "dmt", "agree", meeting=people.meeting.pk)
    version = bring(version, people, Status.MEMBER_REVIEW)
    late(as_(people.director), REVIEW, posted, version, "already been agreed at DMT")


def test_amendments_that_were_sent_on_already(people, as_):
    version = a_complete_plan(people, Status.AMENDING)
    client = as_(people.holder)
    posted = {"digest": client.get(AMEND).context["form"]["digest"].value()}
    transitions.return_plan(version.pk, by=people.director, digest=digest_of(version), comment="More is needed.")
    late(as_(people.holder), AMEND, posted, version, "No amendments are being made to this plan")


# After the deadline


@pytest.mark.parametrize(
    ("status", "name", "url", "posted"),
    [
        (Status.DRAFT, "holder", EDIT, lambda version, people: WORDS),
        (Status.DRAFT, "holder", PLAN + "submit/", lambda version, people: {}),
        (
            Status.DMT_REVIEW, "director", REVIEW,
            lambda version, people: typed(version, "dmt", "agree", meeting=people.meeting.pk),
        ),
        (Status.MEMBER_REVIEW, "member", REVIEW, lambda version, people: typed(version)),
        (Status.MEMBER_REVIEW, "member", REVIEW, lambda version, people: typed(version, decision="return", comment="x")),
    ],
)  # fmt: skip
def test_after_the_cycle_was_closed_nothing_moves(people, as_, status, name, url, posted):
    version = a_complete_plan(people, status)
    data = posted(version, people)
    council.close_cycle(version.plan.cycle_id, by=people.officer)
    late(as_(getattr(people, name)), url, data, reload(version), "The planning cycle 2019/20 is closed")


def test_without_that_rule_a_closed_cycles_plan_would_move(people, as_, monkeypatch):
    version = a_complete_plan(people, Status.MEMBER_REVIEW)
    council.close_cycle(version.plan.cycle_id, by=people.officer)
    monkeypatch.setattr("serviceplans.permissions.signoff.in_open_cycle", lambda version: ALLOWED)
    assert as_(people.member).post(REVIEW, typed(version)).status_code == 302
    assert reload(version).status == Status.APPROVED


# After the post


def test_a_deputy_whose_days_are_over(people, as_):
    version = a_complete_plan(people, Status.MEMBER_REVIEW)
    deputy = AppointmentFactory(post=people.post("member"), capacity="deputy", ends=date(2019, 8, 30)).person
    client, posted, before = as_(deputy), typed(version), footprint(version)
    assert client.get(REVIEW).status_code == 200
    with pretend(date(2019, 8, 31)):
        assert client.post(REVIEW, posted).status_code == 404
    assert footprint(version) == before
    with pretend(date(2019, 8, 30)):
        assert client.post(REVIEW, posted).status_code == 302


def test_a_sign_off_that_was_taken_back_while_the_page_was_open(people, as_):
    version = a_complete_plan(people, Status.MEMBER_REVIEW)
    day = date(2019, 8, 20)
    made = council.delegate(
        people.post("member").pk, people.head, by=people.member, starts=day, ends=day, reason="Ill."
    )
    client, posted = as_(people.head), typed(version)
    assert client.get(REVIEW).status_code == 200
    council.revoke(made.pk, by=people.member)
    before = footprint(version)
    assert client.post(REVIEW, posted).status_code == 403
    assert footprint(version) == before
