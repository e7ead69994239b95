"""The Executive Member approves exactly what they read; the version is in force from then on."""

import json
from datetime import date

import pytest

from common.verdict import Refused
from council.models import ServicePortfolio
from serviceplans import transitions
from serviceplans.choices import IN_FORCE, Status
from serviceplans.models import PlanVersion
from tests.council.factories import AppointmentFactory, PortfolioFactory
from tests.serviceplans.factories import PEOPLE, a_complete_plan, footprint, reload
from tests.serviceplans.signing import assert_signed, assert_written_last, digest_of, elsewhere

URL = "/plans/css/2019-20/review/"


def typed(version, **fields):
    return {"stage": "member", "decision": "approve", "digest": digest_of(version), "comment": "", **fields}


@pytest.fixture
def agreed(people):
    return a_complete_plan(people, Status.MEMBER_REVIEW)


def test_the_member_reads_and_approves_on_one_page(people, agreed, as_, mailoutbox, django_capture_on_commit_callbacks):
    client = as_(people.member)
    page = client.get(URL).content.decode()
    assert "Find twelve more foster families" in page
    assert 'value="approve"' in page
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(URL, typed(agreed, comment="Yes."), follow=True)
    assert "You approved" in response.content.decode()
    version = reload(agreed)
    assert (version.status, version.approved_at is not None) == (Status.APPROVED, True)
    assert_signed(version.decisions.last(), by=people.member, post=people.post("member"), comment="Yes.")
    entry = assert_written_last("plan.approve", people.member)
    assert json.loads(entry.after)["digest"] == digest_of(agreed)
    told = sorted(message.to[0].split("@")[0] for message in mailoutbox)
    assert told == ["deputy", "director", "holder", "officer"]


@pytest.mark.parametrize("status", elsewhere(Status.MEMBER_REVIEW))
def test_only_a_plan_that_the_dmt_agreed_is_approved(people, as_, status):
    version = a_complete_plan(people, status)
    before = footprint(version)
    response = as_(people.member).post(URL, typed(version))
    assert response.status_code == (409 if status in (*IN_FORCE, Status.SUPERSEDED) else 404)
    if status in (Status.APPROVED, Status.PUBLISHED):
        assert "already been approved" in response.content.decode()
    with pytest.raises(Refused):
        transitions.approve(version.pk, by=people.member, digest=digest_of(version))
    assert footprint(version) == before


def test_nobody_else_approves(people, agreed, as_):
    before = footprint(agreed)
    for name in PEOPLE:
        if name != "member":
            user = getattr(people, name)
            assert as_(user).post(URL, typed(agreed)).status_code in (403, 404, 409), name
            with pytest.raises(Refused):
                transitions.approve(agreed.pk, by=user, digest=digest_of(agreed))
            assert footprint(agreed) == before, name


@pytest.mark.parametrize("name", ["holder", "deputy"])
def test_who_holds_the_plan_does_not_approve_it_in_another_post(people, agreed, name):
    user = getattr(people, name)
    AppointmentFactory(person=user, post=people.post("member"))
    with pytest.raises(Refused, match="You hold this plan, so somebody else must approve it"):
        transitions.approve(agreed.pk, by=user, digest=digest_of(agreed))


@pytest.mark.parametrize("decision", ["agree", "", "publish"])
def test_another_decision_than_approve_or_return_changes_nothing(people, agreed, as_, decision):
    before = footprint(agreed)
    response = as_(people.member).post(URL, typed(agreed, decision=decision, meeting=people.meeting.pk))
    assert response.status_code == (403 if decision == "agree" else 422)
    assert footprint(agreed) == before


def test_what_changed_since_it_was_read_is_not_approved(people, agreed, as_):
    before = footprint(agreed)
    for digest in ("a" * 64, digest_of(agreed).upper()):
        response = as_(people.member).post(URL, typed(agreed, digest=digest))
        assert response.status_code == 409
        assert "has changed since you read it" in response.content.decode()
    assert footprint(agreed) == before


def test_a_second_click_reads_that_it_is_approved(people, agreed, as_, mailoutbox, django_capture_on_commit_callbacks):
    client = as_(people.member)
    with django_capture_on_commit_callbacks(execute=True):
        first, second = (client.post(URL, typed(agreed)) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 409)
    assert "already been approved" in second.content.decode()
    assert agreed.decisions.filter(step="approve").count() == 1
    assert len(mailoutbox) == 4


def test_the_version_in_force_before_is_superseded(people, agreed):
    PlanVersion.objects.filter(pk=agreed.pk).update(number=2)
    earlier = PlanVersion.objects.create(
        plan=agreed.plan, number=1, status=Status.PUBLISHED, begun_at=agreed.begun_at, changed_at=agreed.begun_at
    )
    transitions.approve(agreed.pk, by=people.member, digest=digest_of(agreed))
    earlier.refresh_from_db()
    assert (earlier.status, earlier.superseded_at is not None) == (Status.SUPERSEDED, True)
    assert reload(agreed).status == Status.APPROVED


def test_equality_objectives_are_agreed_with_the_plan(people, agreed):
    objective = agreed.equality_links.get().objective
    assert objective.agreed_on is None
    transitions.approve(agreed.pk, by=people.member, digest=digest_of(agreed))
    objective.refresh_from_db()
    assert objective.agreed_on == date(2019, 8, 20)


def test_after_a_reshuffle_the_new_portfolios_member_approves(people, agreed):
    ServicePortfolio.objects.update(ends=date(2019, 8, 19))
    new = PortfolioFactory(member_post=people.post("other_member"))
    ServicePortfolio.objects.create(service=people.service, portfolio=new, starts=date(2019, 8, 20))
    with pytest.raises(Refused, match="Only Executive Member for Place can approve"):
        transitions.approve(agreed.pk, by=people.member, digest=digest_of(agreed))
    transitions.approve(agreed.pk, by=people.other_member, digest=digest_of(agreed))
    assert_signed(agreed.decisions.last(), by=people.other_member, post=people.post("other_member"))


@pytest.mark.parametrize(
    "broken",
    [
        "serviceplans.transitions.locking.record",
        "serviceplans.notifications.notify",
        "serviceplans.transitions.moving.write_decision",
    ],
)
def test_an_approval_broken_off_leaves_nothing(people, agreed, monkeypatch, broken):
    before = footprint(agreed)

    def breaks(*_, **__):
        raise RuntimeError("a write failed")

    monkeypatch.setattr(broken, breaks)
    with pytest.raises(RuntimeError):
        transitions.approve(agreed.pk, by=people.member, digest=digest_of(agreed))
    assert footprint(agreed) == before
    assert agreed.equality_links.get().objective.agreed_on is None


def test_an_approved_plan_is_read_by_everybody_who_is_signed_in(people, agreed, as_):
    assert as_(people.staff).get("/plans/css/2019-20/").status_code == 404
    transitions.approve(agreed.pk, by=people.member, digest=digest_of(agreed))
    assert as_(people.staff).get("/plans/css/2019-20/").status_code == 200
