"""A Member decides off the system: an officer records it with the minute, the Member is told, and may dispute it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from common.models import Attachment
from common.verdict import Conflict, Refused
from council.models import User
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.models import OffSystemRecord, PlanVersion
from serviceplans.views import records as pages
from tests.council.factories import AppointmentFactory
from tests.serviceplans.factories import (
    PDF,
    PEOPLE,
    a_complete_plan,
    answer_too,
    bring,
    footprint,
    off_system,
    reload,
    somebody,
    write,
)
from tests.serviceplans.signing import assert_written_last, digest_of, elsewhere

PLAN = "/plans/css/2019-20/"
RECORD = PLAN + "sign-off/record/"


@pytest.fixture
def with_member(people):
    return a_complete_plan(people, Status.MEMBER_REVIEW)


@pytest.fixture
def clerk(people):
    return somebody("clerk", "democratic_services", "Democratic Services Manager")


def typed(version, people, **fields):
    return {
        "digest": digest_of(version), "post": people.post("member").pk, "decision": "approve",
        "decided_on": "20 August 2019", "comment": "Approved by e-mail.", "file": SimpleUploadedFile("minute.pdf", PDF),
        **fields,
    }  # fmt: skip


def recorded(version, people, **fields):
    return transitions.record_decision(version.pk, by=people.officer, **off_system(version, people, **fields))


def answer_url(record):
    return f"{PLAN}sign-off/records/{record.pk}/"


# Recording


@pytest.mark.parametrize("who", ["officer", "clerk"])
def test_an_officer_records_the_decision_with_the_minute(
    people, with_member, clerk, as_, who, mailoutbox, django_capture_on_commit_callbacks
):
    user = clerk if who == "clerk" else people.officer
    client = as_(user)
    assert "Record a decision taken off the system" in client.get(PLAN).content.decode()
    assert client.get(RECORD).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        said = client.post(RECORD, typed(with_member, people), follow=True).content.decode()
    assert "Recorded. Executive Member for Children has been told and can dispute it." in said
    version = reload(with_member)
    assert version.status == Status.APPROVED
    decision = version.decisions.last()
    assert (decision.step, decision.by, decision.post, decision.acting) == (
        "approve", user, people.post("member"), "recorder",
    )  # fmt: skip
    assert decision.digest == digest_of(version)
    assert decision.record.decided_on == date(2019, 8, 20)
    kept = Attachment.objects.get()
    assert kept.sha256 in assert_written_last("plan.approve", user).after
    told = {message.to[0].split("@")[0]: message.subject for message in mailoutbox}
    assert told["member"] == "Recorded as your decision: Children's Specialist Services 2019/20"
    page = client.get(PLAN + "sign-off/").content.decode()
    assert "off the system on 20 August 2019" in page
    assert f"recorded by {user.name}" in page


def test_a_return_is_recorded_too(people, with_member, as_):
    assert as_(people.officer).post(RECORD, typed(with_member, people, decision="return")).status_code == 302
    version = reload(with_member)
    assert (version.status, version.decisions.last().step) == (Status.DMT_REVIEW, "return-to-director")


def test_of_several_members_each_decision_is_recorded_for_itself(people, as_):
    answer_too(people, people.other_member)
    version = a_complete_plan(people, Status.MEMBER_REVIEW)
    recorded(version, people)
    assert reload(version).status == Status.MEMBER_REVIEW
    with pytest.raises(Conflict, match="does not wait for a decision of Executive Member for Children"):
        recorded(version, people)
    transitions.approve(version.pk, by=people.other_member, digest=digest_of(version))
    assert reload(version).status == Status.APPROVED


def test_nobody_else_records_one(people, with_member, as_):
    before = footprint(with_member)
    for name in PEOPLE:
        if name != "officer":
            answer = as_(getattr(people, name)).post(RECORD, typed(with_member, people))
            assert answer.status_code in (403, 404), name
            with pytest.raises(Refused):
                transitions.record_decision(with_member.pk, by=getattr(people, name), **off_system(with_member, people))
    assert footprint(with_member) == before


@pytest.mark.parametrize("name", ["holder", "deputy", "contributor"])
def test_nobody_who_works_on_the_plan_records_one(people, name):
    version = a_complete_plan(people)
    transitions.invite(version.pk, people.post("contributor"), by=people.holder)
    version = bring(reload(version), people, Status.MEMBER_REVIEW)
    user, said = getattr(people, name), off_system(version, people)
    AppointmentFactory(person=user, post=people.post("officer"))
    with pytest.raises(Refused, match="You work on this plan, so somebody else must record"):
        transitions.record_decision(version.pk, by=User.objects.get(pk=user.pk), **said)


def test_the_member_decides_here_and_records_nothing(people, with_member):
    said = off_system(with_member, people)
    AppointmentFactory(person=people.member, post__role="democratic_services")
    with pytest.raises(Refused, match="is yours to take here"):
        transitions.record_decision(with_member.pk, by=User.objects.get(pk=people.member.pk), **said)


@pytest.mark.parametrize("status", elsewhere(Status.MEMBER_REVIEW, Status.REVIEW))
def test_only_a_plan_that_waits_for_a_member_has_one_recorded(people, as_, status):
    version = a_complete_plan(people, status)
    before = footprint(version)
    answer = as_(people.officer).post(RECORD, typed(version, people))
    assert answer.status_code == 409
    assert footprint(version) == before


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"file": SimpleUploadedFile("minute.exe", b"MZ")}, "Attach a PDF, a Word document"),
        ({"file": SimpleUploadedFile("minute.pdf", b"<html>")}, "its content is not"),
        ({"file": SimpleUploadedFile("minute.pdf", b"")}, "The file is empty"),
        ({"file": ""}, "Attach the minute or e-mail in which it was decided"),
        ({"post": ""}, "Choose whose decision it was"),
        ({"decision": ""}, "Choose what they decided"),
        ({"decision": "publish"}, "Choose one of the options"),
        ({"decided_on": ""}, "Enter the day on which it was decided"),
        ({"decided_on": "soon"}, "soon"),
        ({"decision": "return", "comment": " "}, "Say what should change"),
        ({"comment": "x" * 4001}, "at most 4,000 characters"),
    ],
)
def test_what_cannot_be_used_is_given_back(people, with_member, as_, fields, words):
    before = footprint(with_member)
    answer = as_(people.officer).post(RECORD, typed(with_member, people, **fields))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert footprint(with_member) == before


@pytest.mark.parametrize("day", ["19 August 2019", "21 August 2019"])
def test_it_was_decided_between_the_day_it_came_and_today(people, with_member, as_, day):
    before = footprint(with_member)
    answer = as_(people.officer).post(RECORD, typed(with_member, people, decided_on=day))
    assert answer.status_code == 422
    assert "Give a day from 20 August 2019, when the plan came to be decided, until today" in answer.content.decode()
    assert footprint(with_member) == before


def test_a_file_of_a_hundred_megabytes_is_not_received(people, with_member, as_):
    request = RequestFactory().post(RECORD, CONTENT_LENGTH=str(100 * 1024 * 1024))
    request.user = people.officer
    answer = pages.record(request, "css", "2019-20")
    assert answer.status_code == 413
    assert "Nothing has been read" in answer.content.decode()


def test_what_changed_since_it_was_read_is_not_recorded(people, with_member, as_):
    before = footprint(with_member)
    assert as_(people.officer).post(RECORD, typed(with_member, people, digest="f" * 64)).status_code == 409
    assert footprint(with_member) == before


# The minute


def test_the_minute_is_a_download_for_those_who_work_on_the_plan(people, with_member, as_):
    hostile = SimpleUploadedFile("../../<script>alert(1)</script>.pdf", PDF)
    as_(people.officer).post(RECORD, typed(with_member, people, file=hostile))
    record = OffSystemRecord.objects.get()
    for name in ("holder", "director", "member", "officer", "auditor", "chief", "cmt"):
        answer = as_(getattr(people, name)).get(answer_url(record) + "file/")
        assert answer.status_code == 200, name
        assert answer["Content-Disposition"].startswith('attachment; filename="decision-css-201920-v1')
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer.content == PDF
    for name in ("staff", "other_director", "other_holder"):
        assert as_(getattr(people, name)).get(answer_url(record) + "file/").status_code == 403, name


def test_a_minute_of_another_plan_is_not_found(people, with_member, as_):
    record = recorded(with_member, people)
    other = a_complete_plan_elsewhere(people)
    url = f"/plans/{other.plan.service.slug}/2019-20/sign-off/records/{record.pk}/file/"
    assert as_(people.officer).get(url).status_code == 404


def a_complete_plan_elsewhere(people):
    """A plan of another service, only there to be named in an address."""
    from tests.council.factories import ServiceAreaFactory
    from tests.serviceplans.factories import PlanFactory

    service = ServiceAreaFactory(directorate=people.elsewhere, holder_post=people.post("other_holder"))
    return transitions.begin_plan(PlanFactory(service=service), by=people.other_holder)


# The Member's answer


def test_the_member_confirms_it(people, with_member, as_):
    record = recorded(with_member, people)
    client = as_(people.member)
    assert "Confirm or dispute" in client.get(PLAN + "sign-off/").content.decode()
    assert "Approved" in client.get(answer_url(record)).content.decode()
    assert "is yours" in client.post(answer_url(record), {"answer": "confirm"}, follow=True).content.decode()
    record.refresh_from_db()
    assert record.confirmed_at is not None
    assert_written_last("plan.confirm", people.member)
    assert reload(with_member).status == Status.APPROVED
    assert client.post(answer_url(record), {"answer": "dispute", "reason": "No."}).status_code == 409


def test_a_disputed_approval_opens_the_review_again(
    people, with_member, as_, mailoutbox, django_capture_on_commit_callbacks
):
    record = recorded(with_member, people)
    objective = with_member.equality_links.get().objective
    assert objective.agreed_on == date(2019, 8, 20)
    assert "The plan comes back to you for a decision" in as_(people.member).get(answer_url(record)).content.decode()
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        as_(people.member).post(answer_url(record), {"answer": "dispute", "reason": "I asked a question only."})
    version = reload(with_member)
    assert (version.status, version.approved_at, version.stage) == (Status.MEMBER_REVIEW, None, "member")
    objective.refresh_from_db()
    assert objective.agreed_on is None
    assert version.decisions.last().heading == "Recorded decision disputed: the review is open again"
    assert_written_last("plan.dispute", people.member)
    told = {message.to[0].split("@")[0]: message.body for message in mailoutbox}
    assert "I asked a question only." in told["officer"]
    assert "holder" in told
    page = as_(people.officer).get(PLAN + "sign-off/").content.decode()
    assert "Disputed on 20 August 2019: “I asked a question only.”" in page
    assert "No longer counts" in page
    transitions.approve(version.pk, by=people.member, digest=digest_of(version))
    assert reload(version).status == Status.APPROVED


def test_the_version_that_was_in_force_before_is_in_force_again(people, with_member):
    PlanVersion.objects.filter(pk=with_member.pk).update(number=2)
    earlier = PlanVersion.objects.create(
        plan=with_member.plan, number=1, status=Status.PUBLISHED, begun_at=with_member.begun_at,
        changed_at=with_member.begun_at, published_at=with_member.begun_at,
    )  # fmt: skip
    record = recorded(with_member, people)
    earlier.refresh_from_db()
    assert earlier.status == Status.SUPERSEDED
    transitions.dispute_record(record.pk, by=people.member, reason="No.")
    earlier.refresh_from_db()
    assert (earlier.status, earlier.superseded_at) == (Status.PUBLISHED, None)
    assert reload(with_member).status == Status.MEMBER_REVIEW


def test_a_published_plan_stays_and_the_dispute_is_marked_for_the_officer(people, with_member, as_):
    record = recorded(with_member, people)
    transitions.publish(with_member.pk, by=people.officer)
    page = as_(people.member).get(answer_url(record)).content.decode()
    assert "The plan stays as it is, because something already rests on the decision" in page
    transitions.dispute_record(record.pk, by=people.member, reason="Not I.")
    version = reload(with_member)
    assert version.status == Status.PUBLISHED
    assert version.signatures.filter(voided_by=None, stage="member").exists()
    home = as_(people.officer).get("/").content.decode()
    assert "See the dispute: Children" in home


def test_a_disputed_return_brings_the_plan_back_to_the_member(people, with_member, as_):
    record = recorded(with_member, people, decision="return", comment="Change it.")
    assert reload(with_member).status == Status.DMT_REVIEW
    # The plan is with the Director, and the Member still reads it, to be able to dispute.
    assert as_(people.member).get(answer_url(record)).status_code == 200
    transitions.dispute_record(record.pk, by=people.member, reason="I approved it.")
    version = reload(with_member)
    assert version.status == Status.MEMBER_REVIEW
    assert version.signatures.filter(voided_by=None).get().stage == "dmt"


def test_a_return_on_which_somebody_has_acted_is_only_marked(people, with_member):
    record = recorded(with_member, people, decision="return", comment="Change it.")
    transitions.return_plan(with_member.pk, by=people.director, digest=digest_of(with_member), comment="See above.")
    transitions.dispute_record(record.pk, by=people.member, reason="I approved it.")
    assert reload(with_member).status == Status.DRAFT
    write(with_member, "overview", {"overview": "New", "future": "x"}, people.holder, counter=1)


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "member"])
def test_nobody_else_answers_for_the_member(people, with_member, as_, name):
    record = recorded(with_member, people)
    before = footprint(with_member)
    answer = as_(getattr(people, name)).post(answer_url(record), {"answer": "dispute", "reason": "x"})
    assert answer.status_code == 403
    for step, extra in (("confirm_record", {}), ("dispute_record", {"reason": "x"})):
        with pytest.raises(Refused):
            getattr(transitions, step)(record.pk, by=getattr(people, name), **extra)
    assert footprint(with_member) == before


@pytest.mark.parametrize(
    ("posted", "words"),
    [({}, "Choose whether the recorded decision is yours"), ({"answer": "dispute"}, "Say why the recorded decision")],
)
def test_an_answer_without_a_reason_is_given_back(people, with_member, as_, posted, words):
    record = recorded(with_member, people)
    before = footprint(with_member)
    answer = as_(people.member).post(answer_url(record), posted)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert footprint(with_member) == before


def test_a_dispute_pressed_twice_is_told(people, with_member, as_):
    record = recorded(with_member, people)
    client, posted = as_(people.member), {"answer": "dispute", "reason": "Not I."}
    assert [client.post(answer_url(record), posted).status_code for _ in range(2)] == [302, 409]
    assert with_member.decisions.filter(step="dispute").count() == 1


def test_a_record_that_is_none_is_told(people):
    with pytest.raises(Conflict, match="no longer there"):
        transitions.confirm_record(999, by=people.member)
