"""The Director agrees a plan with minor amendments: they are listed, made, compared and recorded, and the Member sees them."""

import json

import pytest

from common.verdict import Conflict, Refused
from serviceplans import transitions
from serviceplans.choices import Status
from tests.serviceplans.factories import PEOPLE, a_complete_plan, bring, footprint, reload, write
from tests.serviceplans.signing import assert_signed, assert_written_last, digest_now, digest_of

PLAN = "/plans/css/2019-20/"
REVIEW, AMEND = PLAN + "review/", PLAN + "amend/"
EDIT = PLAN + "edit/overview/"


def typed(version, people, **fields):
    return {
        "stage": "dmt", "decision": "amend", "digest": digest_of(version), "meeting": people.meeting.pk, "comment": "",
        "amendments": "Say who recruits the carers\n\nGive the saving a date", **fields,
    }  # fmt: skip


@pytest.fixture
def at_dmt(people):
    return a_complete_plan(people, Status.DMT_REVIEW)


@pytest.fixture
def amending(people):
    return a_complete_plan(people, Status.AMENDING)


def make(version, user, words="Fewer children in care, and the Head of Fostering recruits."):
    return write(version, "overview", {"overview": words, "future": "One front door."}, user, counter=1)


def made(version, user, **said):
    return transitions.amendments_made(version.pk, by=user, digest=digest_now(reload(version)), **said)


def test_the_director_lists_what_is_to_be_changed(people, at_dmt, as_, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = as_(people.director).post(REVIEW, typed(at_dmt, people), follow=True).content.decode()
    assert "with amendments. You or the plan holder can make them now." in page
    version = reload(at_dmt)
    assert (version.status, version.is_open) == (Status.AMENDING, True)
    decision = version.decisions.last()
    assert decision.step == "agree-amended"
    assert decision.amendments == ["Say who recruits the carers", "Give the saving a date"]
    assert_signed(decision, by=people.director, post=people.post("director"), meeting=people.meeting)
    assert json.loads(assert_written_last("plan.agree-amended", people.director).after)["amendments"]
    assert sorted(message.to[0].split("@")[0] for message in mailoutbox) == ["deputy", "holder"]
    assert "- Give the saving a date" in mailoutbox[0].body
    page = as_(people.holder).get(PLAN).content.decode()
    assert "Next: make the amendments" in page
    assert "Give the saving a date" in page


@pytest.mark.parametrize("name", ["holder", "deputy", "director"])
def test_the_holder_or_the_director_makes_them(people, amending, as_, name):
    posted = {"counter": "1", "overview": "The Head of Fostering recruits.", "future": "One front door."}
    assert as_(getattr(people, name)).post(EDIT, posted).status_code == 302
    page = as_(getattr(people, name)).get(AMEND).content.decode()
    assert "What was changed in the text" in page
    assert "The Head of Fostering recruits" in page


def test_nobody_else_changes_a_word_while_they_are_made(people, amending):
    before = footprint(amending)
    for name in PEOPLE:
        if name not in ("holder", "deputy", "director"):
            with pytest.raises(Refused):
                make(amending, getattr(people, name))
            with pytest.raises(Refused):
                made(amending, getattr(people, name))
    assert footprint(amending) == before


def test_the_holder_sends_them_to_the_director_who_compares_and_agrees(people, amending, as_):
    agreed = digest_of(amending)
    make(amending, people.holder)
    client = as_(people.holder)
    page = client.get(AMEND)
    assert "Send to be confirmed" in page.content.decode()
    response = client.post(AMEND, {"digest": page.context["form"]["digest"].value(), "comment": "Done."}, follow=True)
    assert "have been sent to be confirmed" in response.content.decode()
    version = reload(amending)
    assert version.status == Status.DMT_REVIEW
    assert digest_of(version) != agreed
    sent = version.decisions.last()
    assert (sent.step, sent.compared_with, sent.amendments) == ("amended", agreed, ["Say who."])
    review = as_(people.director).get(REVIEW)
    assert "Agree as amended" in review.content.decode()
    assert "the Head of Fostering recruits" in review.content.decode()
    # The meeting at which it was agreed with amendments is proposed.
    assert review.context["form"]["meeting"].value() == people.meeting.pk
    transitions.agree(version.pk, by=people.director, digest=digest_of(version))
    version = reload(version)
    assert version.status == Status.MEMBER_REVIEW
    decision = version.decisions.last()
    assert (decision.step, decision.compared_with, decision.meeting) == ("agree", agreed, people.meeting)
    assert decision.digest == digest_of(version)


def test_the_directors_own_amendments_go_on_at_their_word(people, amending, as_):
    agreed = digest_of(amending)
    make(amending, people.director)
    page = as_(people.director).get(AMEND)
    assert "Confirm the amendments" in page.content.decode()
    said = as_(people.director).post(AMEND, {"digest": page.context["form"]["digest"].value()}, follow=True)
    assert "It is now with the Executive Member" in said.content.decode()
    version = reload(amending)
    assert version.status == Status.MEMBER_REVIEW
    decision = version.decisions.last()
    assert (decision.step, decision.from_status, decision.compared_with) == ("agree", "amending", agreed)
    assert list(version.signatures.filter(voided_by=None).values_list("digest", flat=True)) == [digest_of(version)]


def test_the_member_sees_what_was_amended_and_the_decision_keeps_it(people, amending, as_):
    make(amending, people.director)
    version = made(amending, people.director)
    decision = version.decisions.last()
    page = as_(people.member).get(REVIEW).content.decode()
    assert "Minor amendments" in page
    assert "Say who." in page
    assert "Head of Fostering recruits" in page
    bring(reload(version), people, Status.PUBLISHED)
    kept = as_(people.auditor).get(f"{PLAN}sign-off/{decision.pk}/amendments/").content.decode()
    assert "Head of Fostering recruits" in kept
    assert decision.digest in kept
    assert decision.compared_with in kept


def test_what_was_amended_is_not_for_everybody_who_reads_the_plan(people, amending, as_):
    make(amending, people.director)
    decision = made(amending, people.director).decisions.last()
    bring(reload(amending), people, Status.PUBLISHED)
    assert as_(people.staff).get(f"{PLAN}sign-off/{decision.pk}/amendments/").status_code == 404
    assert as_(people.staff).get(PLAN + "sign-off/").status_code == 200


@pytest.mark.parametrize("name", ["holder", "director"])
def test_where_nothing_was_changed_nothing_goes_on(people, amending, name):
    before = footprint(amending)
    with pytest.raises(Refused, match="Nothing has been changed since the plan was agreed"):
        made(amending, getattr(people, name))
    assert footprint(amending) == before


def test_what_changed_after_the_page_was_read_does_not_go_on(people, amending, as_):
    make(amending, people.holder)
    page = as_(people.director).get(AMEND)
    write(amending, "overview", {"overview": "Something else.", "future": "One front door."}, people.holder, counter=2)
    before = footprint(amending)
    answer = as_(people.director).post(AMEND, {"digest": page.context["form"]["digest"].value()})
    assert answer.status_code == 409
    assert "has changed since you read it" in answer.content.decode()
    assert footprint(amending) == before


def test_amendments_that_break_the_plan_stop(people, amending, as_):
    write(amending, "overview", {"overview": "", "future": ""}, people.holder, counter=1)
    before = footprint(amending)
    with pytest.raises(Refused, match="health check found"):
        made(amending, people.director)
    assert "The health check finds" in as_(people.director).get(AMEND).content.decode()
    assert footprint(amending) == before


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"amendments": " \n "}, "List the amendments, one a line"),
        ({"meeting": ""}, "Choose the DMT meeting"),
        ({"decision": "agree"}, "press “Agree with amendments”, or take them out"),
        ({"amendments": "x" * 4001}, "at most 4,000 characters"),
    ],
)
def test_what_cannot_be_used_is_given_back(people, at_dmt, as_, fields, words):
    before = footprint(at_dmt)
    answer = as_(people.director).post(REVIEW, typed(at_dmt, people, **fields))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert footprint(at_dmt) == before


def test_more_than_a_few_amendments_are_a_return(people, at_dmt):
    lines = [f"Change {number}" for number in range(21)]
    with pytest.raises(Refused, match="A plan that needs more is returned to its holder"):
        transitions.agree_with_amendments(
            at_dmt.pk, by=people.director, digest=digest_of(at_dmt), meeting=people.meeting, amendments=lines
        )


def test_the_director_may_think_again_and_return_it(people, amending):
    make(amending, people.holder)
    transitions.return_plan(amending.pk, by=people.director, digest=digest_of(amending), comment="More than minor.")
    version = reload(amending)
    assert (version.status, version.stage) == (Status.DRAFT, "")
    assert version.contents.get(part__key="overview").data["overview"].endswith("recruits.")


def test_the_holder_may_withdraw_it_instead(people, amending):
    transitions.withdraw(amending.pk, by=people.holder)
    assert reload(amending).status == Status.DRAFT
    with pytest.raises(Conflict, match="No amendments are being made"):
        made(amending, people.holder)


def test_the_director_amends_what_the_member_returned(people):
    version = a_complete_plan(people, Status.MEMBER_REVIEW)
    transitions.return_plan(version.pk, by=people.member, digest=digest_of(version), comment="Say who recruits.")
    transitions.agree_with_amendments(
        version.pk, by=people.director, digest=digest_of(version), meeting=people.meeting, amendments=["Say who."]
    )
    make(version, people.director)
    assert made(version, people.director).status == Status.MEMBER_REVIEW


def test_a_second_press_is_told(people, amending, as_):
    make(amending, people.holder)
    posted = {"digest": digest_now(reload(amending))}
    client = as_(people.holder)
    assert [client.post(AMEND, posted).status_code for _ in range(2)] == [302, 409]
    assert amending.decisions.filter(step="amended").count() == 1
