"""The Director agrees a plan at a meeting of the DMT; it goes to the Executive Member."""

from datetime import date

import pytest

from common.verdict import Conflict, Refused
from council.models import DmtMeeting, ServicePortfolio
from serviceplans import transitions
from serviceplans.choices import Status
from tests.council.factories import AppointmentFactory
from tests.serviceplans.factories import PEOPLE, a_complete_plan, bring, footprint, reload, somebody, write
from tests.serviceplans.signing import assert_signed, assert_written_last, digest_of, elsewhere

URL = "/plans/css/2019-20/review/"


@pytest.fixture
def in_review(people):
    return a_complete_plan(people, Status.DMT_REVIEW)


def typed(version, people, **fields):
    return {
        "stage": "dmt", "decision": "agree", "digest": digest_of(version), "meeting": people.meeting.pk, "comment": "",
        **fields,
    }  # fmt: skip


def test_the_director_reads_and_agrees_on_one_page(
    people, in_review, as_, mailoutbox, django_capture_on_commit_callbacks
):
    client = as_(people.director)
    page = client.get(URL).content.decode()
    for words in ["Find twelve more foster families", "KCR 3", "Children DMT, 12 August 2019", digest_of(in_review)]:
        assert words in page
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(URL, typed(in_review, people, comment="Good."), follow=True)
    assert "You agreed" in response.content.decode()
    version = reload(in_review)
    assert version.status == Status.MEMBER_REVIEW
    decision = version.decisions.last()
    assert (decision.step, decision.from_status, decision.to_status) == ("agree", "dmt-review", "member-review")
    assert_signed(decision, by=people.director, post=people.post("director"), comment="Good.", meeting=people.meeting)
    assert decision.digest == digest_of(in_review)
    assert "Children DMT" in assert_written_last("plan.agree", people.director).after
    told = sorted(message.to[0].split("@")[0] for message in mailoutbox)
    assert told == ["deputy", "holder", "member"]
    assert all("At Children DMT, 12 August 2019." in message.body for message in mailoutbox)


@pytest.mark.parametrize("status", elsewhere(Status.DMT_REVIEW))
def test_only_a_plan_in_dmt_review_is_agreed(people, as_, status):
    version = a_complete_plan(people, status)
    before = footprint(version)
    response = as_(people.director).post(URL, typed(version, people))
    assert response.status_code == 409
    words = {
        Status.MEMBER_REVIEW: "already been agreed at DMT: it is with the Executive Member",
        Status.REVIEW: "already been agreed at DMT: it is with the Chief Executive",
        Status.AMENDING: "You have agreed this plan with amendments, which are being made",
    }  # fmt: skip
    assert words.get(status, "Only a plan in DMT review") in response.content.decode()
    assert footprint(version) == before


def test_nobody_else_agrees(people, in_review, as_):
    before = footprint(in_review)
    for name in PEOPLE:
        if name != "director":
            response = as_(getattr(people, name)).post(URL, typed(in_review, people))
            assert response.status_code in (403, 404), name
            assert footprint(in_review) == before, name


def test_the_holder_reads_that_it_is_somebody_elses_to_agree(people, in_review):
    for user in (people.holder, people.deputy):
        with pytest.raises(Refused, match="You hold this plan, so somebody else must agree it"):
            transitions.agree(in_review.pk, by=user, digest=digest_of(in_review), meeting=people.meeting)


def test_a_holder_who_is_also_the_director_does_not_agree_their_own(people, in_review):
    AppointmentFactory(person=people.director, post=people.post("holder"))
    with pytest.raises(Refused, match="You hold this plan"):
        transitions.agree(in_review.pk, by=people.director, digest=digest_of(in_review), meeting=people.meeting)


def test_a_deputy_who_submitted_does_not_agree_even_when_they_now_deputise_for_the_director(people):
    version = a_complete_plan(people)
    transitions.submit(version.pk, by=people.deputy)
    people.deputy.appointments.update(ends=date(2019, 8, 19))
    AppointmentFactory(person=people.deputy, post=people.post("director"), capacity="deputy")
    version, before = reload(version), footprint(version)
    fresh = type(people.deputy).objects.get(pk=people.deputy.pk)
    with pytest.raises(Refused, match="You submitted this plan, so somebody else must agree it"):
        transitions.agree(version.pk, by=fresh, digest=digest_of(version), meeting=people.meeting)
    assert footprint(version) == before


def test_a_deputy_of_the_director_agrees_for_the_directors_post(people, in_review):
    deputy = AppointmentFactory(post=people.post("director"), capacity="deputy").person
    transitions.agree(in_review.pk, by=deputy, digest=digest_of(in_review), meeting=people.meeting)
    assert_signed(in_review.decisions.last(), by=deputy, post=people.post("director"), meeting=people.meeting)


@pytest.fixture
def directors_own(people, version):
    """A plan that the Director holds, submitted by the Director."""
    people.service.holder_post = people.service.director_post
    people.service.save()
    transitions.submit(version.pk, by=people.director)
    return reload(version)


def test_a_directors_own_plan_goes_to_the_chief_executive(people, directors_own, as_, mailoutbox):
    before = footprint(directors_own)
    assert as_(people.director).post(URL, typed(directors_own, people)).status_code == 403
    assert footprint(directors_own) == before
    assert as_(people.chief).post(URL, typed(directors_own, people)).status_code == 302
    assert_signed(directors_own.decisions.last(), by=people.chief, post=people.post("chief"), meeting=people.meeting)


def test_the_chief_executive_is_told_of_a_directors_own_plan(
    people, version, mailoutbox, django_capture_on_commit_callbacks
):
    people.service.holder_post = people.service.director_post
    people.service.save()
    with django_capture_on_commit_callbacks(execute=True):
        transitions.submit(version.pk, by=people.director)
    assert [message.to for message in mailoutbox] == [["chief@council.example"]]


def test_what_changed_since_it_was_read_is_not_agreed(people, in_review, as_):
    before = footprint(in_review)
    response = as_(people.director).post(URL, typed(in_review, people, digest="f" * 64))
    assert response.status_code == 409
    assert "has changed since you read it" in response.content.decode()
    assert footprint(in_review) == before


def test_a_page_read_before_the_plan_was_resubmitted_agrees_nothing(people, in_review, as_):
    read = typed(in_review, people)
    transitions.withdraw(in_review.pk, by=people.holder)
    write(in_review, "overview", {"overview": "Other.", "future": "Words."}, people.holder, counter=1)
    transitions.submit(in_review.pk, by=people.holder)
    assert as_(people.director).post(URL, read).status_code == 409
    assert reload(in_review).status == Status.DMT_REVIEW


def test_a_second_click_reads_that_it_is_agreed(people, in_review, as_, mailoutbox, django_capture_on_commit_callbacks):
    client = as_(people.director)
    with django_capture_on_commit_callbacks(execute=True):
        first, second = (client.post(URL, typed(in_review, people)) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 409)
    assert "already been agreed" in second.content.decode()
    assert in_review.decisions.filter(step="agree").count() == 1
    assert len(mailoutbox) == 3


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"meeting": ""}, "Choose the DMT meeting at which the plan was agreed"),
        ({"meeting": "999999"}, "Choose one of the options for"),
        ({"meeting": "x"}, "Choose one of the options for"),
        ({"comment": "zero\0byte"}, "has a character that cannot be kept"),
        ({"comment": "x" * 4001}, "at most 4,000 characters"),
        ({"digest": ""}, "Read the plan again"),
        ({"digest": "0" * 65}, "Read the plan again"),
    ],
)
def test_what_cannot_be_used_is_given_back_with_the_reason(people, in_review, as_, fields, words):
    before = footprint(in_review)
    response = as_(people.director).post(URL, typed(in_review, people, **{"comment": "My words", **fields}))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert fields.get("comment", "My words").replace("\0", "") in response.content.decode().replace("\0", "")
    assert footprint(in_review) == before


def test_another_directorates_meeting_is_no_choice(people, in_review, as_):
    foreign = DmtMeeting.objects.create(directorate=people.elsewhere, date=date(2019, 8, 5), name="Place DMT")
    before = footprint(in_review)
    assert as_(people.director).post(URL, typed(in_review, people, meeting=foreign.pk)).status_code == 422
    with pytest.raises(Refused, match="this directorate's DMT"):
        transitions.agree(in_review.pk, by=people.director, digest=digest_of(in_review), meeting=foreign)
    assert footprint(in_review) == before


def test_a_meeting_still_to_come_is_no_choice(people, in_review, as_):
    later = DmtMeeting.objects.create(directorate=people.directorate, date=date(2019, 8, 21), name="Children DMT")
    assert as_(people.director).post(URL, typed(in_review, people, meeting=later.pk)).status_code == 422
    with pytest.raises(Refused, match="one still to come"):
        transitions.agree(in_review.pk, by=people.director, digest=digest_of(in_review), meeting=later)


@pytest.mark.parametrize("decision", ["", "approve", "publish", "withdraw"])
def test_another_decision_than_agree_or_return_changes_nothing(people, in_review, as_, decision):
    before = footprint(in_review)
    response = as_(people.director).post(URL, typed(in_review, people, decision=decision))
    assert response.status_code == (403 if decision == "approve" else 422)
    assert footprint(in_review) == before


def test_a_service_without_an_executive_member_waits_for_one(people, in_review, as_):
    ServicePortfolio.objects.all().delete()
    before = footprint(in_review)
    response = as_(people.director).post(URL, typed(in_review, people))
    assert response.status_code == 409
    assert "No Executive Member" in response.content.decode()
    assert footprint(in_review) == before


@pytest.mark.parametrize("broken", ["serviceplans.transitions.locking.record", "serviceplans.notifications.notify"])
def test_an_agreement_broken_off_leaves_nothing(people, in_review, monkeypatch, broken):
    before = footprint(in_review)

    def breaks(*_, **__):
        raise RuntimeError("the last write failed")

    monkeypatch.setattr(broken, breaks)
    with pytest.raises(RuntimeError):
        transitions.agree(in_review.pk, by=people.director, digest=digest_of(in_review), meeting=people.meeting)
    assert footprint(in_review) == before


def test_a_director_whose_time_in_the_post_has_ended_agrees_nothing(people, in_review):
    people.director.appointments.update(ends=date(2019, 8, 19))
    fresh = type(people.director).objects.get(pk=people.director.pk)
    with pytest.raises(Refused, match="Only the directorate's Director"):
        transitions.agree(in_review.pk, by=fresh, digest=digest_of(in_review), meeting=people.meeting)


def test_a_director_of_the_same_directorate_who_is_not_the_services_does_not_agree(people, in_review):
    second = somebody("second", "director", "Second Director", directorate=people.directorate)
    with pytest.raises(Refused, match="Only the directorate's Director"):
        transitions.agree(in_review.pk, by=second, digest=digest_of(in_review), meeting=people.meeting)


def test_agreeing_again_after_the_member_returned_it(people, in_review, as_):
    version = bring(in_review, people, Status.MEMBER_REVIEW)
    transitions.return_plan(version.pk, by=people.member, digest=digest_of(version), comment="Look at KCR 3.")
    version = reload(version)
    assert as_(people.director).post(URL, typed(version, people)).status_code == 302
    assert reload(version).status == Status.MEMBER_REVIEW
    with pytest.raises(Conflict):
        transitions.agree(version.pk, by=people.director, digest=digest_of(version), meeting=people.meeting)
