"""Whoever holds a post lends its sign-off of plans between two days, and takes it back; what it gives is sign-off alone."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from common.models import LedgerEntry
from common.today import pretend
from common.verdict import Conflict, Refused
from council import transitions
from council.choices import Role
from council.models import Delegation, Notification, User
from council.permissions import authority
from tests.council.factories import AppointmentFactory, DirectorateFactory, PostFactory, ServiceAreaFactory, person

URL = "/council/delegations/"
NEW = URL + "new/"
FIRST, LAST = date(2019, 8, 20), date(2019, 8, 30)


@pytest.fixture
def director(db):
    return person(Role.DIRECTOR, title="Director of Place")


@pytest.fixture
def receiver(db):
    return person(Role.OFFICER, title="Head of Parks")


@pytest.fixture
def admin(db):
    return person(Role.ADMINISTRATOR, title="Administrator")


def post_of(user):
    return user.appointments.first().post


def lend(director, to, by=None, **fields):
    said = {"starts": FIRST, "ends": LAST, "reason": "Leave.", **fields}
    return transitions.delegate(post_of(director).pk, to, by=by or director, **said)


def fresh(user):
    """The same person at their next request."""
    return User.objects.get(pk=user.pk)


def typed(director, receiver, **fields):
    return {
        "post": post_of(director).pk, "to_post": "", "to_person": receiver.pk, "starts": "20 August 2019",
        "ends": "30/8/2019", "reason": "Leave.", **fields,
    }  # fmt: skip


# What it gives


def test_the_receiver_signs_for_the_post_and_has_nothing_else_of_it(director, receiver):
    lend(director, receiver)
    who = authority(fresh(receiver))
    assert post_of(director).pk in who.signing_ids
    assert post_of(director).pk not in who.post_ids
    assert not who.has(Role.DIRECTOR)


@pytest.mark.parametrize(
    ("day", "signs"), [("2019-08-19", False), ("2019-08-20", True), ("2019-08-30", True), ("2019-08-31", False)]
)
def test_it_runs_from_its_first_day_to_its_last(director, receiver, day, signs):
    lend(director, receiver)
    with pretend(date.fromisoformat(day)):
        assert (post_of(director).pk in authority(fresh(receiver)).signing_ids) is signs


def test_lent_to_a_post_it_goes_with_whoever_holds_or_deputises_for_it(director, receiver):
    lend(director, post_of(receiver))
    deputy = AppointmentFactory(post=post_of(receiver), capacity="deputy").person
    for user in (receiver, deputy):
        assert post_of(director).pk in authority(fresh(user)).signing_ids
    receiver.appointments.update(ends=date(2019, 8, 19))
    assert post_of(director).pk not in authority(fresh(receiver)).signing_ids


def test_it_is_not_lent_on(director, receiver):
    lend(director, receiver)
    third = person(Role.OFFICER)
    with pytest.raises(Refused, match="Only whoever holds a post can lend its sign-off"):
        lend(director, third, by=fresh(receiver))


def test_it_costs_no_further_query_to_know(director, receiver, django_assert_num_queries):
    lend(director, receiver)
    user = fresh(receiver)
    with django_assert_num_queries(1):
        assert authority(user).signing_ids


# Lending


def test_a_director_lends_it_on_the_page(client, director, receiver):
    client.force_login(director)
    assert "Lend a sign-off" in client.get(URL).content.decode()
    page = client.post(NEW, typed(director, receiver), follow=True).content.decode()
    assert f"{receiver.name} has the sign-off of Director of Place." in page
    made = Delegation.objects.get()
    assert (made.starts, made.ends, made.reason, made.made_for) == (FIRST, LAST, "Leave.", "Director of Place")
    entry = LedgerEntry.objects.first()
    assert (entry.verb, entry.actor_id, entry.post) == ("delegation.make", director.pk, "Director of Place")
    told = set(Notification.objects.values_list("person__email", "subject"))
    assert told == {
        (receiver.email, "You sign plans off for Director of Place"),
        (director.email, f"Your sign-off is lent to {receiver.name}"),
    }


def test_an_administrator_lends_it_for_somebody_who_is_away(client, director, receiver, admin):
    client.force_login(admin)
    assert client.post(NEW, typed(director, receiver)).status_code == 302
    assert Delegation.objects.get().made_for == "Administrator"


def test_an_administrator_does_not_lend_it_to_themselves(client, director, admin):
    client.force_login(admin)
    answer = client.post(NEW, typed(director, admin))
    assert answer.status_code == 403
    assert "You cannot lend yourself a sign-off" in answer.content.decode()
    with pytest.raises(Refused, match="You cannot lend yourself"):
        lend(director, post_of(admin), by=admin)
    assert not Delegation.objects.exists()


def test_a_deputy_does_not_lend_what_is_not_theirs(director, receiver):
    deputy = AppointmentFactory(post=post_of(director), capacity="deputy").person
    with pytest.raises(Refused, match="Only whoever holds a post"):
        lend(director, receiver, by=deputy)


def test_somebody_elses_post_is_no_choice(client, director, receiver):
    client.force_login(receiver)
    answer = client.post(NEW, typed(director, receiver))
    assert answer.status_code == 422
    assert not Delegation.objects.exists()


def test_who_holds_no_post_that_decides_has_nothing_to_lend(client, db):
    client.force_login(person(Role.STAFF))
    assert "you have no sign-off to lend" in client.get(NEW).content.decode()
    assert "Lend a sign-off" not in client.get(URL).content.decode()


@pytest.mark.parametrize("role", [Role.PERFORMANCE_OFFICER, Role.AUDITOR])
def test_who_keeps_or_audits_the_rules_is_lent_none(director, role):
    officer = person(role, title="Officer")
    for to in (officer, post_of(officer)):
        with pytest.raises(Refused, match="so never decides on a plan"):
            lend(director, to)


def test_who_has_it_already_is_lent_none(director):
    with pytest.raises(Refused, match="has this sign-off already"):
        lend(director, director)
    with pytest.raises(Refused, match="has this sign-off already"):
        lend(director, post_of(director))


def test_the_same_days_twice_are_refused(director, receiver):
    lend(director, receiver)
    with pytest.raises(Conflict, match="already has the sign-off of this post for some of these days"):
        lend(director, receiver, starts=LAST, ends=date(2019, 9, 30))
    lend(director, receiver, starts=date(2019, 8, 31), ends=date(2019, 9, 30))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"starts": "19 August 2019"}, "A delegation begins today, 20 August 2019, or later"),
        ({"ends": "19 August 2019"}, "The last day is before the first day"),
        ({"ends": "1 September 2020"}, "A delegation is for a year at most"),
        ({"starts": ""}, "Enter the first day"),
        ({"ends": "whenever"}, "whenever"),
        ({"reason": " "}, "Say why the sign-off is lent"),
        ({"to_person": ""}, "Choose a post or a person"),
        ({"post": ""}, "Choose the post whose sign-off is lent"),
        ({"reason": "x" * 501}, "at most 500 characters"),
    ],
)
def test_what_cannot_be_is_given_back(client, director, receiver, fields, words):
    client.force_login(director)
    answer = client.post(NEW, typed(director, receiver, **fields))
    assert answer.status_code in (403, 422)
    assert words in answer.content.decode()
    assert not Delegation.objects.exists()


def test_a_post_and_a_person_are_one_too_many(client, director, receiver):
    client.force_login(director)
    answer = client.post(NEW, typed(director, receiver, to_post=post_of(receiver).pk))
    assert answer.status_code == 422
    assert "Choose a post or a person, not both" in answer.content.decode()


# Never the plan's own holder


def test_who_holds_every_plan_that_the_post_decides_on_is_lent_none(director, receiver):
    ServiceAreaFactory(director_post=post_of(director), holder_post=post_of(receiver))
    for to in (receiver, post_of(receiver)):
        with pytest.raises(Refused, match="nobody decides on their own plan"):
            lend(director, to)


def test_who_holds_one_of_several_is_told_which_plan_it_does_not_reach(client, director, receiver):
    here = DirectorateFactory()
    ServiceAreaFactory(directorate=here, name="Parks", director_post=post_of(director), holder_post=post_of(receiver))
    ServiceAreaFactory(directorate=here, name="Roads", director_post=post_of(director), holder_post=PostFactory())
    client.force_login(director)
    page = client.post(NEW, typed(director, receiver), follow=True).content.decode()
    assert "It does not reach the plan of Parks, which they hold." in page


# Taking it back


def test_it_is_taken_back_at_once_and_kept(client, director, receiver):
    made = lend(director, receiver)
    client.force_login(director)
    assert "From now on they no longer decide" in client.get(f"{URL}{made.pk}/revoke/").content.decode()
    page = client.post(f"{URL}{made.pk}/revoke/", follow=True).content.decode()
    assert "Taken back" in page
    made.refresh_from_db()
    assert (made.revoked_by, made.revoked_at is not None) == (director, True)
    assert post_of(director).pk not in authority(fresh(receiver)).signing_ids
    assert LedgerEntry.objects.first().verb == "delegation.revoke"
    assert Notification.objects.filter(person=receiver, subject__startswith="Sign-off taken back").exists()
    assert client.post(f"{URL}{made.pk}/revoke/").status_code == 409


def test_nobody_else_takes_it_back(director, receiver):
    made = lend(director, receiver)
    for user in (receiver, person(Role.DIRECTOR), person(Role.CHIEF_EXECUTIVE)):
        with pytest.raises(Refused, match="Only whoever holds the post can take its sign-off back"):
            transitions.revoke(made.pk, by=fresh(user))


def test_what_has_ended_is_not_taken_back(director, receiver):
    made = lend(director, receiver)
    with pretend(date(2019, 8, 31)), pytest.raises(Conflict, match="has already ended"):
        transitions.revoke(made.pk, by=fresh(director))


def test_the_page_keeps_what_has_ended(client, director, receiver):
    transitions.revoke(lend(director, receiver).pk, by=director)
    lend(director, receiver, starts=date(2019, 9, 1), ends=date(2019, 9, 30))
    client.force_login(receiver)
    page = client.get(URL).content.decode()
    assert (
        page.index("To come") < page.index("Ended and taken back") < page.index("Taken back", page.index("Ended and"))
    )
    assert "revoke" not in page


def test_the_database_holds_to_one_receiver_and_to_the_order_of_days(director, receiver):
    made = lend(director, receiver)
    for wrong in ({"to_post": post_of(receiver)}, {"to_person": None}, {"ends": date(2019, 8, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delegation.objects.filter(pk=made.pk).update(**wrong)
