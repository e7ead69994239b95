"""The plan holder takes a plan back out of review; the people reviewing it are told."""

import pytest

from common.verdict import Refused
from serviceplans import transitions
from serviceplans.choices import IN_REVIEW, Status
from tests.serviceplans.factories import PEOPLE, a_complete_plan, bring, footprint, reload
from tests.serviceplans.signing import assert_signed, assert_written_last, digest_of

URL = "/plans/css/2019-20/withdraw/"


@pytest.mark.parametrize("status", IN_REVIEW)
def test_the_holder_withdraws_while_it_is_in_review(
    people, as_, status, mailoutbox, django_capture_on_commit_callbacks
):
    version = a_complete_plan(people, status)
    client = as_(people.holder)
    assert "becomes a draft again" in client.get(URL).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(URL, {"comment": "New figures."}, follow=True)
    assert "is a draft again" in response.content.decode()
    now = reload(version)
    assert (now.status, now.frozen) == (Status.DRAFT, None)
    decision = now.decisions.last()
    assert (decision.step, decision.from_status, decision.digest) == ("withdraw", status, digest_of(version))
    assert_signed(decision, by=people.holder, post=people.post("holder"), comment="New figures.")
    assert_written_last("plan.withdraw", people.holder)
    told = sorted(message.to[0].split("@")[0] for message in mailoutbox)
    before = {Status.MEMBER_REVIEW: ["director", "member"], Status.REVIEW: ["chief", "director"]}
    assert told == before.get(status, ["director"])
    assert not now.signatures.filter(voided_by=None).exists()
    assert set(now.signatures.values_list("voided_by", flat=True)) <= {decision.pk}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("status", [status for status in Status if status not in IN_REVIEW])
def test_otherwise_there_is_nothing_to_withdraw(people, as_, status, method):
    version = a_complete_plan(people, status)
    before = footprint(version)
    response = getattr(as_(people.holder), method)(URL)
    assert response.status_code == 409
    assert "Only a plan in review can be withdrawn" in response.content.decode()
    assert footprint(version) == before


@pytest.mark.parametrize("status", IN_REVIEW)
def test_nobody_else_withdraws(people, as_, status):
    version = a_complete_plan(people, status)
    before = footprint(version)
    for name in PEOPLE:
        if name not in ("holder", "deputy"):
            assert as_(getattr(people, name)).post(URL).status_code in (403, 404), name
            with pytest.raises(Refused, match="Only the plan holder can withdraw"):
                transitions.withdraw(version.pk, by=getattr(people, name))
            assert footprint(version) == before, name


def test_a_second_click_is_told(people, as_):
    version = a_complete_plan(people, Status.DMT_REVIEW)
    client = as_(people.holder)
    assert [client.post(URL).status_code for _ in range(2)] == [302, 409]
    assert version.decisions.filter(step="withdraw").count() == 1


def test_what_was_withdrawn_can_be_changed_and_submitted_again(people):
    version = a_complete_plan(people, Status.MEMBER_REVIEW)
    transitions.withdraw(version.pk, by=people.holder)
    assert bring(reload(version), people, Status.APPROVED).status == Status.APPROVED


def test_a_reason_that_cannot_be_stored_is_given_back(people, as_):
    version = a_complete_plan(people, Status.DMT_REVIEW)
    before = footprint(version)
    response = as_(people.holder).post(URL, {"comment": "x" * 4001})
    assert response.status_code == 422
    assert "at most 4,000 characters" in response.content.decode()
    assert footprint(version) == before


def test_a_withdrawal_broken_off_leaves_nothing(people, monkeypatch):
    version = a_complete_plan(people, Status.MEMBER_REVIEW)
    before = footprint(version)

    def breaks(*_, **__):
        raise RuntimeError("the last write failed")

    monkeypatch.setattr("serviceplans.transitions.locking.record", breaks)
    with pytest.raises(RuntimeError):
        transitions.withdraw(version.pk, by=people.holder)
    assert footprint(version) == before
