"""Deputies and delegates decide for a post between their days; nobody decides on a plan they hold; a vacant post stops it."""

from datetime import date

import pytest

from common.today import pretend
from common.verdict import Refused
from council import transitions as council
from council.models import Delegation, User
from serviceplans import transitions
from serviceplans.choices import Status
from tests.council.factories import AppointmentFactory
from tests.serviceplans.factories import a_complete_plan, answer_too, bring, reload, somebody
from tests.serviceplans.signing import digest_of

PLAN = "/plans/css/2019-20/"
URL = PLAN + "review/"


def fresh(user):
    return User.objects.get(pk=user.pk)


def lend(people, name, to, **fields):
    said = {"starts": date(2019, 8, 20), "ends": date(2019, 8, 30), "reason": "Leave.", **fields}
    return council.delegate(people.post(name).pk, to, by=getattr(people, name), **said)


def approve(version, user):
    return transitions.approve(version.pk, by=fresh(user), digest=digest_of(reload(version)))


def agree(version, user, people):
    return transitions.agree(version.pk, by=fresh(user), digest=digest_of(reload(version)), meeting=people.meeting)


def deputy_of(people, name, user=None, **fields):
    """Somebody who deputises for a post until 30 August."""
    extra = {"person": user} if user else {}
    return AppointmentFactory(
        post=people.post(name), capacity="deputy", ends=date(2019, 8, 30), **extra, **fields
    ).person


@pytest.fixture
def at_dmt(people):
    return a_complete_plan(people, Status.DMT_REVIEW)


@pytest.fixture
def with_member(people):
    return a_complete_plan(people, Status.MEMBER_REVIEW)


# Deputies


def test_a_decision_says_that_a_deputy_took_it_for_the_post(people, with_member, as_):
    deputy = deputy_of(people, "member")
    client = as_(deputy)
    assert "You decide for Executive Member for Children as its deputy." in client.get(URL).content.decode()
    posted = {"stage": "member", "decision": "approve", "digest": digest_of(with_member), "comment": ""}
    assert client.post(URL, posted).status_code == 302
    decision = with_member.decisions.last()
    assert (decision.by, decision.post, decision.acting) == (deputy, people.post("member"), "deputy")
    page = client.get(PLAN + "sign-off/").content.decode()
    assert f"Executive Member for Children ({deputy.name}, deputy, acting for the post)" in page


def test_after_their_last_day_a_deputy_decides_no_more(people, with_member, as_):
    deputy = deputy_of(people, "member")
    client = as_(deputy)
    posted = {"stage": "member", "decision": "approve", "digest": digest_of(with_member), "comment": ""}
    assert client.get(URL).status_code == 200
    with pretend(date(2019, 8, 31)):
        assert client.post(URL, posted).status_code == 404
    assert reload(with_member).status == Status.MEMBER_REVIEW


def test_the_sign_off_page_says_who_may_decide_today(people, with_member, as_):
    deputy = deputy_of(people, "member")
    page = as_(people.officer).get(PLAN + "sign-off/").content.decode()
    assert f"Member, {deputy.name} (deputy until 30 August 2019)" in page


def test_who_deputises_for_holder_and_director_does_not_agree(people, at_dmt):
    deputy_of(people, "director", people.deputy)
    with pytest.raises(Refused, match="You hold this plan, so somebody else must agree it"):
        agree(at_dmt, people.deputy, people)


def test_a_performance_officer_who_deputises_never_decides(people, at_dmt):
    deputy_of(people, "director", people.officer)
    with pytest.raises(Refused, match="A performance officer never decides on a plan"):
        agree(at_dmt, people.officer, people)
    with pytest.raises(Refused, match="A performance officer never decides on a plan"):
        transitions.return_plan(at_dmt.pk, by=fresh(people.officer), digest=digest_of(at_dmt), comment="x")


# Delegation


@pytest.mark.parametrize("to_post", [True, False])
def test_a_director_lends_the_agreement_at_dmt(people, at_dmt, as_, to_post):
    receiver = somebody("receiver", "officer", "Head of Legal Services")
    assert as_(receiver).get(PLAN).status_code == 404
    made = lend(people, "director", receiver.appointments.get().post if to_post else receiver)
    client = as_(fresh(receiver))
    assert "You decide for Director of Children by delegation." in client.get(URL).content.decode()
    agree(at_dmt, receiver, people)
    decision = at_dmt.decisions.last()
    assert (decision.post, decision.acting, decision.by) == (people.post("director"), "delegate", receiver)
    page = as_(people.auditor).get(PLAN + "sign-off/").content.decode()
    assert "by delegation from the post" in page
    # Taken back, the plan is no longer theirs to read.
    assert as_(receiver).get(PLAN).status_code == 200
    council.revoke(made.pk, by=people.director)
    assert as_(receiver).get(PLAN).status_code == 404


def test_a_member_lends_the_approval(people, with_member, as_, mailoutbox, django_capture_on_commit_callbacks):
    lend(people, "member", people.other_member)
    assert as_(people.other_member).get(URL).status_code == 200
    approve(with_member, people.other_member)
    decision = with_member.decisions.last()
    assert (decision.post, decision.acting) == (people.post("member"), "delegate")


def test_what_waits_is_told_to_whoever_has_the_sign_off(people, at_dmt, mailoutbox, django_capture_on_commit_callbacks):
    lend(people, "member", people.head)
    with django_capture_on_commit_callbacks(execute=True):
        agree(at_dmt, people.director, people)
    asked = {m.to[0].split("@")[0] for m in mailoutbox if m.subject.startswith("For your approval")}
    assert asked == {"member", "head"}


def test_it_never_reaches_the_plan_of_whoever_holds_it(people, at_dmt):
    # Lent behind the back of the rule that refuses it.
    lent = {
        "starts": date(2019, 8, 1),
        "ends": date(2019, 8, 30),
        "made_by": people.director,
        "made_at": at_dmt.begun_at,
    }
    for user in (people.holder, people.deputy):
        Delegation.objects.create(post=people.post("director"), to_person=user, reason="x", **lent)
        with pytest.raises(Refused, match="You hold this plan, so somebody else must agree it"):
            agree(at_dmt, user, people)


def test_who_submitted_as_deputy_does_not_decide_by_delegation(people):
    version = a_complete_plan(people)
    transitions.submit(version.pk, by=people.deputy)
    people.deputy.appointments.update(ends=date(2019, 8, 19))
    lend(people, "director", people.deputy)
    with pytest.raises(Refused, match="You submitted this plan, so somebody else must agree it"):
        agree(reload(version), people.deputy, people)


def test_what_was_decided_stands_when_it_is_taken_back(people, with_member):
    answer_too(people, people.other_member)
    made = lend(people, "member", people.head)
    approve(with_member, people.head)
    council.revoke(made.pk, by=people.member)
    approve(with_member, people.other_member)
    assert reload(with_member).status == Status.APPROVED


def test_taken_back_nothing_is_decided_with_it(people, with_member):
    made = lend(people, "member", people.head)
    council.revoke(made.pk, by=people.member)
    with pytest.raises(Refused):
        approve(with_member, people.head)


# Vacant posts


def test_a_vacant_post_stops_the_plan_and_the_page_says_which_and_what_to_do(people, with_member, as_):
    people.member.appointments.update(ends=date(2019, 8, 19))
    sentence = (
        "Executive Member for Children is vacant, so the plan stops here. An administrator can appoint somebody, "
        "or a deputy who decides in the meantime."
    )
    for user in (people.holder, people.director, people.officer):
        for url in (PLAN, PLAN + "sign-off/"):
            assert sentence in as_(user).get(url).content.decode(), (user, url)


def test_a_deputy_in_a_vacant_post_lets_it_go_on(people, with_member, as_):
    people.member.appointments.update(ends=date(2019, 8, 19))
    deputy = deputy_of(people, "member")
    assert "is vacant" not in as_(people.holder).get(PLAN).content.decode()
    assert approve(with_member, deputy).status == Status.APPROVED


def test_of_several_members_the_vacant_post_is_named(people, with_member, as_):
    answer_too(people, people.other_member)
    approve(with_member, people.member)
    people.other_member.appointments.update(ends=date(2019, 8, 19))
    page = as_(people.holder).get(PLAN).content.decode()
    assert "Executive Member for Place is vacant, so the plan stops here" in page
    page = as_(people.officer).get(PLAN + "sign-off/").content.decode()
    assert page.index("Given") < page.index("Vacant")


def test_administrators_are_told_of_a_vacant_post_that_stops_a_plan(
    people, at_dmt, mailoutbox, django_capture_on_commit_callbacks
):
    somebody("admin", "administrator", "Administrator")
    people.member.appointments.update(ends=date(2019, 8, 19))
    with django_capture_on_commit_callbacks(execute=True):
        agree(at_dmt, people.director, people)
    told = {m.to[0].split("@")[0]: m for m in mailoutbox}
    assert told["admin"].subject == "A vacant post stops Children's Specialist Services 2019/20"
    assert "Executive Member for Children is vacant" in told["admin"].body


def test_a_vacant_directors_post_stops_a_plan_at_dmt(people, as_):
    version = a_complete_plan(people)
    people.director.appointments.update(ends=date(2019, 8, 19))
    version = bring(version, people, Status.DMT_REVIEW)
    assert "Director of Children is vacant, so the plan stops here" in as_(people.holder).get(PLAN).content.decode()
    # The holder is not locked out meanwhile.
    transitions.withdraw(version.pk, by=people.holder)
