"""Somebody is told of a thing: once, as they chose, after it happened, and only if it did."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import transaction

from common.mail import silence
from common.models import OutgoingMail
from council.choices import Capacity, Delivery, NoticeKind
from council.models import NoticeChoice, Notification
from council.notifications import notify
from tests.council.factories import AppointmentFactory, PostFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2019, 8, 20)


def tell(*to, **changed):
    facts = {
        "kind": NoticeKind.PLAN,
        "about": "decision 1",
        "subject": "Approved: Customer Services 2019/20",
        "body": "By the Executive Member.",
        "link": "/plans/cus/2019-20/",
    }
    return notify(to, **{**facts, **changed})


def chose(person, delivery, kind=NoticeKind.PLAN):
    NoticeChoice.objects.create(person=person, kind=kind, delivery=delivery)
    return person


def test_a_person_finds_it_on_their_page_and_in_their_mail():
    ada = UserFactory(email="ada@council.example")
    assert tell(ada) == [ada]
    notice = Notification.objects.get()
    assert (notice.person, notice.subject, notice.read_at) == (ada, "Approved: Customer Services 2019/20", None)
    assert notice.mail.to == "ada@council.example"
    assert notice.mail.body == "By the Executive Member.\n\nhttp://127.0.0.1:8000/plans/cus/2019-20/"


def test_each_item_stands_in_the_mail_with_its_address():
    tell(UserFactory(), items=[("BPI108: Net budget", "/performance/indicators/bpi108/")])
    assert "BPI108: Net budget\nhttp://127.0.0.1:8000/performance/indicators/bpi108/" in OutgoingMail.objects.get().body


def test_a_post_means_whoever_is_in_it_today_deputies_too():
    post = PostFactory()
    holder = AppointmentFactory(post=post, person__email="a@council.example").person
    deputy = AppointmentFactory(post=post, capacity=Capacity.DEPUTY, person__email="b@council.example").person
    AppointmentFactory(post=post, ends=TODAY - timedelta(days=1))
    AppointmentFactory(post=post, starts=TODAY + timedelta(days=1))
    AppointmentFactory(post=post, person__is_active=False)
    assert tell(post) == [holder, deputy]


def test_an_empty_post_and_no_post_at_all_are_nobody():
    assert tell(PostFactory(), None) == []
    assert not Notification.objects.exists() and not OutgoingMail.objects.exists()


def test_a_closed_account_is_told_nothing():
    assert tell(UserFactory(is_active=False)) == []


def test_somebody_in_two_posts_hears_of_it_once():
    first = AppointmentFactory()
    second = AppointmentFactory(person=first.person)
    assert tell(first.post, second.post, first.person) == [first.person]
    assert Notification.objects.count() == OutgoingMail.objects.count() == 1


def test_nobody_is_told_twice_of_one_thing():
    ada, bob = UserFactory(), UserFactory()
    assert tell(ada) == [ada]
    assert tell(ada, bob, subject="In other words") == [bob]
    assert tell(ada, about="decision 2") == [ada]
    assert OutgoingMail.objects.count() == 3


@pytest.mark.parametrize("delivery", [Delivery.DAILY, Delivery.WEEKLY, Delivery.NONE])
def test_who_chose_a_digest_or_none_gets_no_mail_at_once(delivery):
    ada = chose(UserFactory(), delivery)
    assert tell(ada) == [ada]
    assert Notification.objects.get().delivery == delivery
    assert not OutgoingMail.objects.exists()


def test_a_choice_is_about_its_own_kind():
    ada = chose(UserFactory(), Delivery.NONE, NoticeKind.DUE)
    tell(ada)
    assert OutgoingMail.objects.count() == 1


def test_a_loader_of_the_past_leaves_it_on_the_page_and_sends_nothing():
    with silence():
        tell(UserFactory())
    assert Notification.objects.get().delivery == Delivery.NONE
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_is_sent_when_the_change_has_committed_and_not_before():
    with transaction.atomic():
        tell(UserFactory(email="ada@council.example"))
        assert mail.outbox == []
    assert [message.to for message in mail.outbox] == [["ada@council.example"]]
    assert OutgoingMail.objects.get().sent_at


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_tells_nobody():
    with pytest.raises(RuntimeError), transaction.atomic():
        tell(UserFactory())
        raise RuntimeError("broken off")
    assert not mail.outbox and not Notification.objects.exists() and not OutgoingMail.objects.exists()


def test_a_long_subject_with_a_line_end_is_one_line_that_fits():
    tell(UserFactory(), subject=f"Approved:\n{'x' * 300}")
    assert "\n" not in OutgoingMail.objects.get().subject
    assert len(Notification.objects.get().subject) <= 250
