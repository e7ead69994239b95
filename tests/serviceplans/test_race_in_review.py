"""Several people at one plan in review at once: each decision counts once, and nobody's is lost. On either database."""

import multiprocessing
from datetime import date

import pytest
from django.test import Client

from common.models import LedgerEntry, OutgoingMail
from common.today import now
from common.verdict import Conflict, Refused
from council.models import Notification
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.models import Decision, FrozenContent, PartContent, Plan, PlanVersion, Signature
from tests.council.factories import AppointmentFactory, PlanningCycleFactory
from tests.races import loses_in_time, lost, race, without_locks, won
from tests.serviceplans.factories import (
    a_complete_plan,
    add_objective,
    answer_too,
    cast,
    off_system,
    part,
    reload,
    write,
)
from tests.serviceplans.signing import digest_now, digest_of
from tests.serviceplans.test_sign_off_sequences import assert_chain_holds

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
HUNDRED = 100
ALREADY = "This plan has already been approved."


@pytest.fixture
def people():
    return cast()


# Approve pressed twice, and by two people, a hundred times over


def in_review(people, count):
    """As many plans that wait for the Executive Member; what is in them does not matter here."""
    template = a_complete_plan(people).plan.template
    cycles = [PlanningCycleFactory(name=f"{2100 + n}/{(1 + n) % 100:02d}") for n in range(count)]
    plans = Plan.objects.bulk_create(Plan(service=people.service, cycle=cycle, template=template) for cycle in cycles)
    shared = {"number": 1, "status": Status.MEMBER_REVIEW, "stage": "member", "begun_at": now(), "changed_at": now()}
    versions = PlanVersion.objects.bulk_create(PlanVersion(plan=plan, **shared) for plan in plans)
    frozen = FrozenContent.objects.bulk_create(
        FrozenContent(version=version, digest="d" * 64, content="{}", at=now()) for version in versions
    )
    for version, text in zip(versions, frozen, strict=True):
        version.frozen = text
    PlanVersion.objects.bulk_update(versions, ["frozen"])
    return [version.pk for version in versions]


def pressing(people, pks, users):
    """Each process presses approve on every plan, both at the same moment each time; what each was answered."""
    gate = multiprocessing.get_context("fork").Barrier(len(users))

    def press(number):
        answers = []
        for pk in pks:
            gate.wait(60)
            try:
                transitions.approve(pk, by=users[number], digest="d" * 64)
                answers.append("approved")
            except Conflict as refusal:
                answers.append(refusal.sentence)
        return answers

    return [outcome.value for outcome in race(press, len(users), seconds=400)]


@pytest.mark.parametrize("who", ["the same person twice", "the Member and their deputy"])
def test_of_a_hundred_double_presses_each_is_one_decision_and_one_message(people, who):
    deputy = AppointmentFactory(post=people.post("member"), capacity="deputy", ends=date(2019, 12, 31)).person
    pks = in_review(people, HUNDRED)
    entries = LedgerEntry.objects.count()
    users = [people.member, people.member if who.startswith("the same") else deputy]
    answers = pressing(people, pks, users)
    for first, second in zip(*answers, strict=True):
        assert sorted([first, second]) == [ALREADY, "approved"]
    assert Decision.objects.filter(step="approve", version__in=pks).count() == HUNDRED
    assert Signature.objects.filter(version__in=pks).count() == HUNDRED
    assert PlanVersion.objects.filter(pk__in=pks, status=Status.APPROVED).count() == HUNDRED
    assert LedgerEntry.objects.count() == entries + HUNDRED
    told = OutgoingMail.objects.filter(subject__startswith="Approved: ")
    # The holder, their deputy and the Director, of each plan once.
    assert (told.count(), told.values("to", "subject").distinct().count()) == (3 * HUNDRED, 3 * HUNDRED)
    assert Notification.objects.filter(subject__startswith="Approved: ").count() == 3 * HUNDRED
    assert_chain_holds()


def test_without_locks_a_hundred_double_presses_lose_something(people):
    pks = in_review(people, HUNDRED)

    def attempt(number):
        Signature.objects.filter(version__in=pks).delete()
        Decision.objects.filter(version__in=pks).delete()
        PlanVersion.objects.filter(pk__in=pks).update(status=Status.MEMBER_REVIEW, stage="member", approved_at=None)
        outcomes = race(lambda n: press_all(people, pks), 4, seconds=300)
        return len(won(outcomes)) < 4 or Decision.objects.filter(step="approve", version__in=pks).count() != HUNDRED

    with without_locks():
        assert loses_in_time(attempt, tries=4)


def press_all(people, pks):
    for pk in pks:
        try:
            transitions.approve(pk, by=people.member, digest="d" * 64)
        except Conflict as refusal:
            assert refusal.sentence == ALREADY
    return "done"


# Two Executive Members


def both(people, version):
    digest, users = digest_of(version), [people.member, people.other_member]
    return lambda number: transitions.approve(version.pk, by=users[number % 2], digest=digest).status


def test_two_members_who_press_at_once_are_one_after_the_other(people):
    answer_too(people, people.other_member)
    version = a_complete_plan(people, Status.MEMBER_REVIEW)
    outcomes = race(both(people, version), 2)
    assert sorted(won(outcomes)) == [Status.APPROVED, Status.MEMBER_REVIEW]
    assert reload(version).status == Status.APPROVED
    steps = list(version.decisions.values_list("step", flat=True))[-2:]
    assert steps == ["approve-one", "approve"]
    assert version.signatures.filter(stage="member", voided_by=None).count() == 2
    assert_chain_holds()


def test_without_locks_two_members_at_once_lose_something(people):
    answer_too(people, people.other_member)
    version = a_complete_plan(people, Status.MEMBER_REVIEW)

    def attempt(number):
        Signature.objects.filter(version=version, stage="member").delete()
        version.decisions.filter(step__startswith="approve").delete()
        PlanVersion.objects.filter(pk=version.pk).update(status=Status.MEMBER_REVIEW, stage="member", approved_at=None)
        outcomes = race(both(people, version), 2)
        return len(won(outcomes)) < 2 or reload(version).status != Status.APPROVED

    with without_locks():
        assert loses_in_time(attempt, tries=25)


def test_one_approves_while_another_returns_and_it_is_one_or_the_other(people):
    answer_too(people, people.other_member)
    version = a_complete_plan(people, Status.MEMBER_REVIEW)
    digest = digest_of(version)

    def either(number):
        if number:
            return transitions.return_plan(version.pk, by=people.other_member, digest=digest, comment="No.").status
        return transitions.approve(version.pk, by=people.member, digest=digest).status

    race(either, 2)
    assert reload(version).status == Status.DMT_REVIEW
    assert not version.signatures.filter(voided_by=None).exists()
    assert_chain_holds()


# Approve while it is edited


def test_what_is_approved_while_the_plan_is_withdrawn_edited_and_sent_again_is_what_was_read(people):
    version = a_complete_plan(people, Status.MEMBER_REVIEW)
    read = digest_of(version)

    def edit_or_approve(number):
        if number == 0:
            transitions.approve(version.pk, by=people.member, digest=read)
            return "approved"
        transitions.withdraw(version.pk, by=people.holder)
        write(
            version, "overview", {"overview": "Something else", "future": "As it looks now"}, people.holder, counter=1
        )
        transitions.submit(version.pk, by=people.holder)
        now_read = digest_of(reload(version))
        transitions.agree(version.pk, by=people.director, digest=now_read, meeting=people.meeting)
        return "edited"

    outcomes = race(edit_or_approve, 2)
    after = reload(version)
    if outcomes[0].value == "approved":
        assert (after.status, after.frozen.digest) == (Status.APPROVED, read)
        assert outcomes[1].raised == Conflict.__name__
    else:
        assert outcomes[0].raised in (Conflict.__name__, Refused.__name__)
        assert outcomes[1].value == "edited"
        assert (after.status, after.frozen.digest != read) == (Status.MEMBER_REVIEW, True)
    assert_chain_holds()


def test_without_the_digest_an_approval_would_take_what_nobody_read(people, monkeypatch):
    version = a_complete_plan(people, Status.MEMBER_REVIEW)
    read = digest_of(version)
    transitions.withdraw(version.pk, by=people.holder)
    write(version, "overview", {"overview": "Something else", "future": "As it looks now"}, people.holder, counter=1)
    transitions.submit(version.pk, by=people.holder)
    transitions.agree(version.pk, by=people.director, digest=digest_of(reload(version)), meeting=people.meeting)
    with pytest.raises(Conflict, match="has changed since you read it"):
        transitions.approve(version.pk, by=people.member, digest=read)
    monkeypatch.setattr("serviceplans.transitions.review.require_unchanged", lambda *_: None)
    transitions.approve(version.pk, by=people.member, digest=read)
    assert digest_of(reload(version)) != read


def test_amendments_are_confirmed_as_they_were_read_though_somebody_edits_at_that_moment(people):
    version = a_complete_plan(people, Status.AMENDING)
    add_objective(version, people.holder, "Say who")
    read = digest_now(reload(version))

    def confirm_or_edit(number):
        if number == 0:
            return transitions.amendments_made(version.pk, by=people.director, digest=read).status
        return add_objective(version, people.holder, "And when").text

    outcomes = race(confirm_or_edit, 2)
    after = reload(version)
    if outcomes[0].raised:
        assert "has changed since you read it" in outcomes[0].words
        assert (after.status, outcomes[1].value) == (Status.AMENDING, "And when")
    else:
        assert (after.status, after.frozen.digest) == (Status.MEMBER_REVIEW, read)
        assert outcomes[1].raised == Conflict.__name__
    assert_chain_holds()


# A decision is recorded while it is taken


def recording(people, version):
    said = off_system(version, people)

    def either(number):
        if number % 2:
            return transitions.record_decision(version.pk, by=people.officer, **said).pk
        return transitions.approve(version.pk, by=people.member, digest=said["digest"]).pk

    return either


def test_a_decision_that_is_taken_and_recorded_at_once_counts_once(people):
    version = a_complete_plan(people, Status.MEMBER_REVIEW)
    outcomes = race(recording(people, version), 4)
    assert len(won(outcomes)) == 1
    assert {outcome.raised for outcome in lost(outcomes)} == {Conflict.__name__}
    assert version.decisions.filter(step="approve").count() == 1
    assert version.records.count() == version.decisions.filter(acting="recorder").count()
    assert_chain_holds()


def test_a_dispute_and_a_publication_at_once_leave_no_half(people):
    version = a_complete_plan(people, Status.MEMBER_REVIEW)
    record = transitions.record_decision(version.pk, by=people.officer, **off_system(version, people))

    def either(number):
        if number:
            return transitions.dispute_record(record.pk, by=people.member, reason="Not I.").pk
        return transitions.publish(version.pk, by=people.officer).pk

    race(either, 2)
    after = reload(version)
    stands = after.signatures.filter(stage="member", voided_by=None).exists()
    assert (after.status, stands) in [(Status.PUBLISHED, True), (Status.MEMBER_REVIEW, False)]
    assert_chain_holds()


# Fifty save one section at once, over the web

FIFTY = 50
EDIT = "/plans/css/2019-20/edit/overview/"


def saving_over_the_web(people):
    client = Client()
    client.force_login(people.holder)
    cookies = client.cookies

    def save(number):
        browser = Client()
        browser.cookies = cookies
        posted = {"counter": "1", "overview": f"Text {number}", "future": ""}
        return browser.post(EDIT, posted).status_code

    return save


def test_of_fifty_who_save_one_section_at_once_one_is_kept_and_forty_nine_are_told(people):
    version = a_complete_plan(people)
    outcomes = race(saving_over_the_web(people), FIFTY, seconds=400)
    codes = won(outcomes)
    assert not lost(outcomes), lost(outcomes)[0].trace
    assert (codes.count(302), codes.count(409)) == (1, FIFTY - 1)
    kept = PartContent.objects.get(version=version, part__key="overview")
    assert (kept.counter, kept.data["overview"]) == (2, f"Text {codes.index(302)}")
    assert LedgerEntry.objects.filter(verb="part.overview").count() == 1
    assert_chain_holds()


def test_without_the_posted_counter_fifty_saves_overwrite_each_other(people, monkeypatch):
    version = a_complete_plan(people)
    monkeypatch.setattr("serviceplans.transitions.parts.require_fresh", lambda *_: None)
    codes = won(race(saving_over_the_web(people), 12, seconds=200))
    assert codes.count(302) > 1
    assert part(version, "overview")
