"""The plan holder invites posts to write the draft, and takes an invitation back."""

import pytest

from common.verdict import Conflict, Refused
from council.choices import Role
from council.models import Post
from serviceplans import transitions
from serviceplans.choices import OPEN, Status
from tests.council.factories import ServiceAreaFactory
from tests.serviceplans.factories import (
    PEOPLE,
    PlanFactory,
    a_complete_plan,
    a_new_plan,
    bring,
    footprint,
    reload,
    somebody,
)
from tests.serviceplans.signing import assert_written_last

PLAN = "/plans/css/2019-20/"
URL = PLAN + "contributors/"


@pytest.fixture
def draft(people):
    return a_new_plan(people)


def test_a_post_is_invited_and_whoever_holds_it_can_write(people, draft, as_):
    post, holder = people.post("contributor"), as_(people.holder)
    page = holder.get(URL).content.decode()
    assert "Nobody has been invited" in page
    response = holder.post(URL, {"post": post.pk}, follow=True)
    assert "Invited: Head of Fostering." in response.content.decode()
    assert_written_last("contributor.invite", people.holder)
    assert "Head of Fostering" in holder.get(PLAN).content.decode()
    client = as_(people.contributor)
    assert client.get(f"{PLAN}edit/overview/").status_code == 200
    assert client.post(f"{PLAN}edit/overview/", {"counter": "0", "overview": "Mine", "future": ""}).status_code == 302


def test_inviting_twice_changes_nothing(people, draft, as_):
    client = as_(people.holder)
    client.post(URL, {"post": people.post("contributor").pk})
    before = footprint(draft)
    assert client.post(URL, {"post": people.post("contributor").pk}).status_code == 302
    assert footprint(draft) == before


def test_an_invitation_is_taken_back(people, draft, as_):
    made = transitions.invite(draft.pk, people.post("contributor"), by=people.holder)
    response = as_(people.holder).post(URL, {"remove": made.pk}, follow=True)
    assert "They can no longer change this draft" in response.content.decode()
    assert_written_last("contributor.remove", people.holder)
    assert as_(people.contributor).get(f"{PLAN}edit/overview/").status_code == 404
    with pytest.raises(Refused, match="Only the plan holder and the contributors"):
        transitions.save_part(
            draft.pk, draft.plan.template.parts.get(key="overview"), by=people.contributor, counter=0, data={}
        )


@pytest.mark.parametrize("remove", ["999999", "9" * 30, "9" * 5000, "x", "", "1\0"])
def test_an_invitation_that_is_none_cannot_be_taken_back(people, draft, as_, remove):
    transitions.invite(draft.pk, people.post("contributor"), by=people.holder)
    before = footprint(draft)
    assert as_(people.holder).post(URL, {"remove": remove}).status_code in (200, 302, 422)
    assert footprint(draft) == before


def test_another_plans_invitation_stays(people, draft, as_):
    service = ServiceAreaFactory(prefix="HWY", holder_post=people.post("other_holder"))
    version = transitions.begin_plan(PlanFactory(service=service), by=people.other_holder)
    made = transitions.invite(version.pk, people.post("contributor"), by=people.other_holder)
    as_(people.holder).post(URL, {"remove": made.pk})
    assert version.plan.contributors.filter(pk=made.pk).exists()


@pytest.mark.parametrize("post", ["", "999999", "x", "9" * 30])
def test_a_post_that_is_none_cannot_be_invited(people, draft, as_, post):
    before = footprint(draft)
    response = as_(people.holder).post(URL, {"post": post})
    assert response.status_code == 422
    assert footprint(draft) == before


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR, Role.BOARD_MEMBER])
def test_only_posts_whose_role_can_write_are_offered(people, draft, as_, role):
    somebody("reader", role, "Somebody who only reads")
    post = Post.objects.get(title="Somebody who only reads")
    client = as_(people.holder)
    assert "Somebody who only reads" not in client.get(URL).content.decode()
    assert client.post(URL, {"post": post.pk}).status_code == 422


def test_the_holder_does_not_invite_themselves(people, draft, as_):
    assert as_(people.holder).post(URL, {"post": people.post("holder").pk}).status_code == 422


def test_nobody_else_invites(people, draft, as_):
    transitions.invite(draft.pk, people.post("contributor"), by=people.holder)
    before = footprint(draft)
    for name in PEOPLE:
        if name not in ("holder", "deputy"):
            response = as_(getattr(people, name)).post(URL, {"post": people.post("head").pk})
            assert response.status_code in (403, 404), name
            with pytest.raises(Refused, match="Only the plan holder can invite"):
                transitions.invite(draft.pk, people.post("head"), by=getattr(people, name))
            assert footprint(draft) == before, name


@pytest.mark.parametrize("status", [status for status in Status if status not in OPEN])
def test_once_submitted_nobody_joins_and_nobody_leaves(people, as_, status):
    version = a_complete_plan(people)
    made = transitions.invite(version.pk, people.post("contributor"), by=people.holder)
    version = bring(reload(version), people, status)
    before, client = footprint(version), as_(people.holder)
    for data in ({"post": people.post("head").pk}, {"remove": made.pk}):
        assert client.post(URL, data).status_code == 409
    with pytest.raises(Conflict):
        transitions.invite(version.pk, people.post("head"), by=people.holder)
    assert footprint(version) == before
