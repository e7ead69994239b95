"""Several Executive Members answer for one service: all must approve, or the lead only, as the council sets."""

from datetime import date

import pytest

from common.verdict import Conflict, Refused
from council.models import CouncilSettings, ServicePortfolio, User
from serviceplans import transitions
from serviceplans.choices import Several, Status
from serviceplans.models import Signature
from serviceplans.rules.route import DEFAULT_ROUTE, Stage, stored
from tests.council.factories import AppointmentFactory, PortfolioFactory
from tests.serviceplans.factories import a_complete_plan, answer_too, bring, footprint, reload
from tests.serviceplans.signing import assert_written_last, digest_of

PLAN = "/plans/css/2019-20/"
URL = PLAN + "review/"


def typed(version, **fields):
    return {"stage": "member", "decision": "approve", "digest": digest_of(version), "comment": "", **fields}


def approve(version, user):
    return transitions.approve(version.pk, by=user, digest=digest_of(reload(version)))


@pytest.fixture
def second(people):
    """The link by which a second Executive Member answers for the service."""
    return answer_too(people, people.other_member)


@pytest.fixture
def with_both(people, second):
    return a_complete_plan(people, Status.MEMBER_REVIEW)


def lead_only():
    lead = Stage(**{**stored(DEFAULT_ROUTE)[1], "several": Several.LEAD})
    CouncilSettings.objects.create(sign_off_route=stored((DEFAULT_ROUTE[0], lead)))


def test_the_plan_is_in_force_once_all_have_approved(
    people, with_both, as_, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        page = as_(people.member).post(URL, typed(with_both, comment="Yes."), follow=True).content.decode()
    assert "You approved Children&#x27;s Specialist Services 2019/20. It waits for Executive Member for Place" in page
    assert reload(with_both).status == Status.MEMBER_REVIEW
    decision = with_both.decisions.last()
    assert (decision.step, decision.heading) == ("approve-one", "Approved by one of two Executive Members")
    assert_written_last("plan.approve-one", people.member)
    assert sorted(message.to[0].split("@")[0] for message in mailoutbox) == ["deputy", "holder"]
    assert as_(people.other_member).post(URL, typed(with_both)).status_code == 302
    version = reload(with_both)
    assert (version.status, version.decisions.last().step) == (Status.APPROVED, "approve")
    posts = set(version.signatures.filter(stage="member", voided_by=None).values_list("post", "digest"))
    assert posts == {(people.post(name).pk, digest_of(version)) for name in ("member", "other_member")}


def test_each_sees_who_has_approved_and_who_has_not(people, with_both, as_):
    approve(with_both, people.member)
    for user in (people.other_member, people.director, people.officer):
        page = as_(user).get(PLAN + "sign-off/").content.decode()
        given, waits = page.index("✓ Given"), page.index("Not yet")
        assert given < page.index("Executive Member for Children", given)
        assert waits < page.index("Executive Member for Place", waits)
    assert "Whose decision it needs" in as_(people.other_member).get(URL).content.decode()
    assert "Waiting for Executive Member for Place" in as_(people.holder).get(PLAN).content.decode()


def test_who_has_approved_is_told_so_at_a_second_press(people, with_both, as_):
    client = as_(people.member)
    client.post(URL, typed(with_both))
    before = footprint(with_both)
    again = client.post(URL, typed(with_both))
    assert again.status_code == 409
    said = "You have already approved this plan. It waits for Executive Member for Place."
    assert said in again.content.decode()
    assert footprint(with_both) == before


def test_the_return_of_one_voids_the_approval_of_the_others_and_they_are_told(
    people, with_both, mailoutbox, django_capture_on_commit_callbacks
):
    approve(with_both, people.member)
    with django_capture_on_commit_callbacks(execute=True):
        transitions.return_plan(with_both.pk, by=people.other_member, digest=digest_of(with_both), comment="KCR 3?")
    version = reload(with_both)
    assert version.status == Status.DMT_REVIEW
    returned = version.decisions.last()
    # The Director's agreement ends with it too: the plan must be agreed again.
    assert not version.signatures.filter(voided_by=None).exists()
    assert set(version.signatures.values_list("voided_by", flat=True)) == {returned.pk}
    told = {message.to[0].split("@")[0]: message.subject for message in mailoutbox}
    assert told["member"].startswith("Your approval no longer counts")
    assert told["director"].startswith("Returned by Executive Member for Place")
    with pytest.raises(Refused):
        approve(version, people.member)
    version = bring(version, people, Status.MEMBER_REVIEW)
    approve(version, people.member)
    assert reload(version).status == Status.MEMBER_REVIEW


def test_a_voided_approval_stays_on_the_timeline(people, with_both, as_):
    approve(with_both, people.member)
    transitions.withdraw(with_both.pk, by=people.holder, comment="New figures.")
    page = as_(people.holder).get(PLAN + "sign-off/").content.decode()
    assert "Approved by one of two Executive Members" in page
    assert page.count("No longer counts: withdrawn on 20 August 2019.") == 2


def test_somebody_who_has_approved_may_still_return_it_while_others_have_not(people, with_both):
    approve(with_both, people.member)
    transitions.return_plan(with_both.pk, by=people.member, digest=digest_of(with_both), comment="I was wrong.")
    assert reload(with_both).status == Status.DMT_REVIEW


def test_one_person_with_two_portfolios_approves_once_for_both(people, with_both, as_):
    AppointmentFactory(person=people.member, post=people.post("other_member"))
    both = User.objects.get(pk=people.member.pk)
    posts = {post.pk for post in (people.member.appointments.first().post, people.other_member.appointments.get().post)}
    page = as_(both).get(URL).content.decode()
    assert "You decide for Executive Member for Children and Executive Member for Place." in page
    version = approve(with_both, both)
    assert version.status == Status.APPROVED
    decision = version.decisions.last()
    assert decision.post_title == "Executive Member for Children; Executive Member for Place"
    assert set(decision.signatures.values_list("post", flat=True)) == posts
    assert version.decisions.filter(step__startswith="approve").count() == 1


def test_two_portfolios_of_one_post_are_one_approval(people):
    ServicePortfolio.objects.create(
        service=people.service, portfolio=PortfolioFactory(member_post=people.post("member")), lead=False
    )
    version = a_complete_plan(people, Status.MEMBER_REVIEW)
    assert approve(version, people.member).status == Status.APPROVED


def test_where_the_council_says_so_the_lead_approves_for_all(people, second, as_):
    lead_only()
    version = a_complete_plan(people, Status.MEMBER_REVIEW)
    with pytest.raises(Refused, match="Only Executive Member for Children can approve"):
        approve(version, people.other_member)
    # The other Member reads the plan and comments on it all the same.
    assert as_(people.other_member).get(URL).status_code == 200
    transitions.comment(version.pk, by=people.other_member, part_key="overview", text="Well said.")
    assert approve(version, people.member).status == Status.APPROVED


def test_the_setting_of_the_day_of_submission_holds(people, second):
    version = a_complete_plan(people, Status.MEMBER_REVIEW)
    lead_only()
    assert approve(version, people.member).status == Status.MEMBER_REVIEW


# A reshuffle while the plan is in review


def test_a_member_who_answers_no_more_is_not_waited_for(people, with_both, second, as_):
    approve(with_both, people.member)
    ServicePortfolio.objects.filter(pk=second.pk).update(ends=date(2019, 8, 19))
    version = reload(with_both)
    with pytest.raises(Refused):
        approve(version, people.other_member)
    page = as_(people.officer).get(PLAN).content.decode()
    assert "Next: complete the approval" in page
    assert "is needed has given it" in page
    assert "Executive Member for Children" in as_(people.officer).get(PLAN + "sign-off/complete/").content.decode()
    assert as_(people.officer).post(PLAN + "sign-off/complete/").status_code == 302
    version = reload(with_both)
    assert version.status == Status.APPROVED
    said = version.decisions.last()
    assert said.heading.startswith("Approval completed: every Executive Member who answers")
    assert not said.signatures.exists()


def test_the_new_member_is_asked_instead(people, with_both, second):
    approve(with_both, people.other_member)
    ServicePortfolio.objects.exclude(pk=second.pk).update(ends=date(2019, 8, 19))
    third = AppointmentFactory(post__title="Executive Member for Homes", post__role="executive_member").person
    answer_too(people, third)
    assert approve(with_both, third).status == Status.APPROVED
    with pytest.raises(Refused, match="Only Executive Member for Place and Executive Member for Homes"):
        approve(with_both, people.member)


@pytest.mark.parametrize("name", ["holder", "director", "member", "staff", "auditor"])
def test_nobody_else_completes_an_approval(people, with_both, second, name):
    approve(with_both, people.other_member)
    ServicePortfolio.objects.exclude(pk=second.pk).update(ends=date(2019, 8, 19))
    before = footprint(with_both)
    with pytest.raises(Refused):
        transitions.complete_approval(with_both.pk, by=getattr(people, name))
    assert footprint(with_both) == before


def test_an_approval_that_waits_for_somebody_is_not_completed(people, with_both):
    with pytest.raises(Conflict, match="still waits for Executive Member for Children and Executive Member for Place"):
        transitions.complete_approval(with_both.pk, by=people.officer)
    approve(with_both, people.member)
    with pytest.raises(Conflict, match="still waits for Executive Member for Place"):
        transitions.complete_approval(with_both.pk, by=people.member)
    assert Signature.objects.filter(stage="member").count() == 1


def test_when_nobody_answers_any_more_nothing_is_completed(people, with_both):
    approve(with_both, people.member)
    ServicePortfolio.objects.update(ends=date(2019, 8, 19))
    with pytest.raises(Refused):
        transitions.complete_approval(with_both.pk, by=people.officer)
