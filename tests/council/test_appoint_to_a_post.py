from datetime import date

import pytest
from django.core import mail
from django.urls import reverse

from common.models import LedgerEntry
from common.verdict import Conflict, Refused
from council import transitions
from council.choices import Capacity, Role
from council.models import Appointment, Post, User
from council.permissions import authority
from council.transitions import Newcomer
from tests.council.factories import AppointmentFactory, PostFactory, UserFactory, person

pytestmark = pytest.mark.django_db
URL = "/council/people/appoint/"
TODAY = date(2019, 8, 20)


def typed(post, **fields):
    """What the form posts."""
    return {"post": post.pk, "capacity": "substantive", "starts": "20 August 2019", **fields}


def fresh(user):
    """The same person at their next request."""
    return User.objects.get(pk=user.pk)


def test_the_post_gives_its_pages_from_the_next_request_on(client, administrator, vacancy):
    newcomer = person(Role.STAFF)
    theirs = type(client)()
    theirs.force_login(newcomer)
    assert theirs.get(reverse("import_results")).status_code == 403
    client.force_login(administrator)
    answer = client.post(URL, typed(vacancy, person=newcomer.pk), follow=True)
    assert f"{newcomer.name} is appointed: Performance officer." in answer.content.decode()
    assert theirs.get(reverse("import_results")).status_code == 200


def test_somebody_new_gets_an_account_and_an_e_mail(client, administrator, vacancy):
    client.force_login(administrator)
    answer = client.post(URL, typed(vacancy, name="Ada Newcomb", email="Ada@Council.Example"))
    assert answer.status_code == 302
    newcomer = User.objects.get(email="ada@council.example")
    assert newcomer.name == "Ada Newcomb"
    assert not newcomer.has_usable_password()
    assert authority(newcomer).has(Role.PERFORMANCE_OFFICER)


@pytest.mark.django_db(transaction=True)
def test_the_e_mail_says_which_post_and_how_to_choose_a_password(administrator, vacancy):
    transitions.appoint(vacancy.pk, Newcomer("Ada Newcomb", "ada@council.example"), by=administrator, starts=TODAY)
    (message,) = mail.outbox
    assert message.to == ["ada@council.example"]
    assert "From 20 August 2019 you hold the post Performance officer." in message.body
    assert reverse("account_reset_password") in message.body


def test_an_address_that_is_known_means_the_person_who_has_it(administrator, vacancy):
    known = UserFactory(email="known@council.example", name="Known Already")
    made = transitions.appoint(vacancy.pk, Newcomer("Other", "KNOWN@council.example"), by=administrator, starts=TODAY)
    assert made.person == known
    assert fresh(known).name == "Known Already"


def test_it_is_written_to_the_ledger_for_the_administrators_post(administrator, vacancy):
    made = transitions.appoint(vacancy.pk, UserFactory(name="Ada"), by=administrator, starts=TODAY)
    entry = LedgerEntry.objects.first()
    assert (entry.verb, entry.subject, entry.actor_id) == ("post.appoint", "post Performance officer", administrator.pk)
    assert entry.post == "Systems administrator"
    assert '"name":"Ada"' in entry.after
    assert f'"person":{made.person_id}' in entry.after


def test_whoever_held_the_post_leaves_it_on_the_day_before(administrator, held):
    transitions.appoint(held.post_id, UserFactory(), by=administrator, starts=TODAY)
    held.refresh_from_db()
    assert held.ends == date(2019, 8, 19)
    assert not authority(fresh(held.person)).has(Role.DIRECTOR)
    assert '"ends":"2019-08-19"' in LedgerEntry.objects.first().before


def test_a_deputy_acts_beside_the_holder_between_two_dates(administrator, held):
    deputy = UserFactory()
    transitions.appoint(
        held.post_id, deputy, by=administrator, starts=TODAY, ends=date(2019, 8, 30), capacity=Capacity.DEPUTY
    )
    held.refresh_from_db()
    assert held.ends is None
    assert authority(fresh(deputy)).has(Role.DIRECTOR)
    assert authority(fresh(held.person)).has(Role.DIRECTOR)


def test_a_post_that_begins_tomorrow_gives_nothing_today(administrator, vacancy):
    newcomer = UserFactory()
    transitions.appoint(vacancy.pk, newcomer, by=administrator, starts=date(2019, 8, 21))
    assert authority(fresh(newcomer)).roles == {Role.STAFF}


@pytest.mark.parametrize("how", ["chosen", "typed"])
def test_nobody_appoints_themselves(client, administrator, vacancy, how):
    client.force_login(administrator)
    who = {"person": administrator.pk} if how == "chosen" else {"name": "Me", "email": administrator.email.upper()}
    answer = client.post(URL, typed(vacancy, **who))
    assert answer.status_code == 403
    assert "You cannot give yourself a post: ask another administrator." in answer.content.decode()
    assert not Appointment.objects.filter(post=vacancy).exists()
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_an_administrator_appoints(client, vacancy, role):
    asker = person(role)
    client.force_login(asker)
    assert client.get(URL).status_code == 403
    assert client.post(URL, typed(vacancy, person=UserFactory().pk)).status_code == 403
    with pytest.raises(Refused, match="Only an administrator"):
        transitions.appoint(vacancy.pk, UserFactory(), by=asker, starts=TODAY)
    assert not Appointment.objects.filter(post=vacancy).exists()


def test_the_second_of_two_clicks_is_told_and_changes_nothing(client, administrator, vacancy):
    client.force_login(administrator)
    newcomer = UserFactory(name="Ada")
    client.post(URL, typed(vacancy, person=newcomer.pk))
    answer = client.post(URL, typed(vacancy, person=newcomer.pk))
    assert answer.status_code == 409
    assert "Ada already holds this post from 20 August 2019." in answer.content.decode()
    assert Appointment.objects.filter(post=vacancy).count() == 1


def test_somebody_who_comes_later_is_not_pushed_aside(administrator, vacancy):
    AppointmentFactory(post=vacancy, person__name="Next", starts=date(2019, 9, 2))
    with pytest.raises(Conflict, match="Next holds this post from 2 September 2019"):
        transitions.appoint(vacancy.pk, UserFactory(), by=administrator, starts=TODAY)
    transitions.appoint(vacancy.pk, UserFactory(), by=administrator, starts=TODAY, ends=date(2019, 9, 1))


def test_nothing_is_left_behind_when_it_breaks_off_half_way(administrator, held, monkeypatch):
    def break_off(*args, **kwargs):
        raise RuntimeError("the ledger cannot be written")

    monkeypatch.setattr(transitions.appointments, "record", break_off)
    with pytest.raises(RuntimeError):
        transitions.appoint(held.post_id, Newcomer("Ada", "ada@council.example"), by=administrator, starts=TODAY)
    held.refresh_from_db()
    assert held.ends is None
    assert not User.objects.filter(email="ada@council.example").exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"post": ""}, "Choose the post."),
        ({"post": "9" * 40}, "Choose one of the options for"),
        ({"capacity": "king"}, "Choose one of the options for"),
        ({"person": ""}, "Choose a person above, or enter the new person&#x27;s name."),
        ({"person": "", "name": "Ada"}, "Enter the new person&#x27;s e-mail address."),
        ({"person": "", "name": "Ada", "email": "ada"}, "Enter a whole e-mail address"),
        ({"name": "Ada"}, "not both"),
        ({"starts": ""}, "Enter the first day."),
        ({"starts": "soon"}, "“soon” is not a date."),
        ({"starts": "31/06/2019"}, "does not exist"),
        ({"starts": "20/08/2019\x00"}, "has a character that cannot be kept"),
        ({"ends": "19 August 2019"}, "The last day is before the first day."),
        ({"capacity": "deputy"}, "a deputy acts between two dates"),
    ],
)
def test_what_cannot_be_used_is_said_and_given_back(client, administrator, vacancy, changed, sentence):
    client.force_login(administrator)
    answer = client.post(URL, {**typed(vacancy, person=UserFactory().pk), **changed})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert all(value in text for name, value in changed.items() if name in ("name", "email", "ends"))
    assert not Appointment.objects.filter(post=vacancy).exists()


def test_a_link_from_a_vacancy_has_the_post_chosen(client, administrator, vacancy):
    PostFactory()
    client.force_login(administrator)
    page = client.get(f"{URL}?post={vacancy.pk}").content.decode()
    assert f'<option value="{vacancy.pk}" selected>' in page
    assert client.get(f"{URL}?post=drop").status_code == 200
    assert Post.objects.count() == 3
