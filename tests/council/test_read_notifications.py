"""Everybody reads what they were told, marks it as read, and chooses how they hear of it."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from common.today import now
from council.choices import Delivery, NoticeKind
from council.models import CouncilSettings, NoticeChoice, Notification
from tests.council.factories import UserFactory
from tests.query_counts import assert_query_count

pytestmark = pytest.mark.django_db
URL = "/notifications/"


@pytest.fixture
def ada(client):
    CouncilSettings.objects.create(name="Some Council")
    ada = UserFactory(name="Ada")
    client.force_login(ada)
    return ada


def told(person, subject="Approved: Customer Services 2019/20", **facts):
    defaults = {"kind": NoticeKind.PLAN, "about": str(uuid.uuid4()), "link": "/plans/", "at": now()}
    return Notification.objects.create(
        person=person, subject=subject, delivery=Delivery.IMMEDIATE, **{**defaults, **facts}
    )


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_the_navigation_says_in_words_how_many_are_unread(client, ada):
    told(ada), told(ada), told(ada, read_at=now()), told(UserFactory())
    assert 'Notifications <span class="los-nav__words">(2 unread)</span>' in text_of(client.get("/council/"))


def test_with_nothing_unread_the_navigation_says_only_the_word(client, ada):
    told(ada, read_at=now())
    page = text_of(client.get("/council/"))
    assert ">Notifications</a>" in page and "unread" not in page


def test_before_a_council_is_set_up_they_are_counted_too(client, ada):
    CouncilSettings.objects.all().delete()
    told(ada)
    assert "(1 unread)" in text_of(client.get("/council/"))


def test_what_was_told_stands_there_newest_first_with_its_words(client, ada):
    told(ada, "First", at=now() - timedelta(hours=1), body="By the Director.\n\nNothing is asked of you.")
    told(ada, "Second", items=[["BPI108: Net budget", "/performance/indicators/bpi108/"]])
    page = text_of(client.get(URL))
    assert page.index("Second") < page.index("First")
    assert "By the Director." in page and "2 unread." in page
    assert '<a class="govuk-link" href="/performance/indicators/bpi108/">BPI108: Net budget</a>' in page


def test_an_empty_page_says_what_belongs_there(client, ada):
    assert "What you are told stands here" in text_of(client.get(URL))


def test_nobody_sees_or_opens_anothers(client, ada):
    other = told(UserFactory(), "Not for Ada")
    assert "Not for Ada" not in text_of(client.get(URL))
    assert client.post(reverse("notification", args=[other.pk])).status_code == 404
    assert Notification.objects.get(pk=other.pk).read_at is None


def test_opening_one_marks_it_and_leads_where_it_is_about(client, ada):
    notice = told(ada, link="/plans/css/2019-20/")
    answer = client.post(reverse("notification", args=[notice.pk]))
    assert (answer.status_code, answer.url) == (302, "/plans/css/2019-20/")
    notice.refresh_from_db()
    assert notice.read_at


def test_reading_the_page_marks_nothing(client, ada):
    notice = told(ada)
    client.get(URL)
    assert client.get(reverse("notification", args=[notice.pk])).status_code == 405
    notice.refresh_from_db()
    assert notice.read_at is None


def test_one_can_be_marked_as_read_where_it_stands(client, ada):
    notice = told(ada)
    answer = client.post(reverse("notification", args=[notice.pk]), {"stay": "1", "back": "show=unread"})
    assert answer.url == "/notifications/?show=unread"
    assert "Nothing is unread." in text_of(client.get(answer.url))


def test_all_are_marked_but_not_what_came_after_the_page(client, ada):
    told(ada, at=now() - timedelta(hours=2)), told(ada, at=now() - timedelta(hours=1))
    until = client.get(URL).context["notices"].newest
    told(ada, "Came meanwhile")
    answer = client.post(reverse("notifications_read"), {"until": until}, follow=True)
    assert "2 marked as read." in text_of(answer)
    assert Notification.objects.unread().get().subject == "Came meanwhile"


@pytest.mark.parametrize("until", ["", "soon", "2019-99-99T00:00", "2019-08-20T12:00:00", "\x00"])
def test_a_moment_that_is_none_means_now(client, ada, until):
    told(ada, at=now() - timedelta(minutes=1))
    client.post(reverse("notifications_read"), {"until": until})
    assert not Notification.objects.unread().exists()


@pytest.mark.parametrize("page", ["2", "0", "-1", "99999", "x", "\x00"])
def test_a_long_list_has_pages_and_any_number_is_answered(client, ada, page):
    for number in range(30):
        told(ada, f"Notice {number}")
    assert client.get(URL, {"page": page}).status_code == 200


def test_the_page_costs_the_same_however_many_there_are(client, ada):
    for _ in range(40):
        told(ada)
    assert_query_count(client, URL, "council: notifications")


def test_each_kind_is_chosen_for_itself(client, ada):
    page = text_of(client.get(reverse("notice_choices")))
    assert all(kind.label in page for kind in NoticeKind)
    chosen = {kind.value: Delivery.IMMEDIATE for kind in NoticeKind} | {NoticeKind.DUE: Delivery.WEEKLY}
    assert client.post(reverse("notice_choices"), chosen).url == URL
    assert NoticeChoice.objects.get(person=ada, kind=NoticeKind.DUE).delivery == Delivery.WEEKLY
    client.post(reverse("notice_choices"), chosen | {NoticeKind.DUE: Delivery.NONE})
    assert NoticeChoice.objects.get(person=ada, kind=NoticeKind.DUE).delivery == Delivery.NONE


@pytest.mark.parametrize("wrong", ["", "hourly", "\x00"])
def test_a_way_that_there_is_not_is_said_and_nothing_saved(client, ada, wrong):
    chosen = {kind.value: Delivery.IMMEDIATE for kind in NoticeKind} | {NoticeKind.DUE: wrong}
    answer = client.post(reverse("notice_choices"), chosen)
    assert answer.status_code == 422
    assert f"of this: {NoticeKind.DUE.label}." in text_of(answer)
    assert not NoticeChoice.objects.exists()


@pytest.mark.parametrize(
    ("chosen", "left"),
    [(Delivery.WEEKLY, Delivery.WEEKLY), (Delivery.NONE, Delivery.NONE), (Delivery.IMMEDIATE, Delivery.DAILY)],
)
def test_what_waits_for_a_digest_goes_the_new_way(client, ada, chosen, left):
    notice = told(ada)
    Notification.objects.update(delivery=Delivery.DAILY)
    client.post(reverse("notice_choices"), {kind.value: chosen for kind in NoticeKind})
    notice.refresh_from_db()
    assert notice.delivery == left


def test_a_notification_of_a_kind_that_is_no_more_is_still_read(client, ada):
    told(ada, "From long ago", kind="pigeon", at=datetime(2018, 1, 1, tzinfo=UTC))
    assert "From long ago" in text_of(client.get(URL))
