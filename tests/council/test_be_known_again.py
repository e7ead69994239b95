"""At each request one question to the database says who asks: the person, their posts, what is unread, the settings."""

from datetime import date, timedelta

import pytest

from council.choices import Capacity, Role
from council.models import CouncilSettings
from council.permissions import authority
from tests.council.factories import AppointmentFactory, PostFactory, UserFactory, person

pytestmark = pytest.mark.django_db
DAY = date(2019, 8, 20)


def test_one_query_beside_the_sessions(client, django_assert_num_queries):
    client.force_login(person(Role.AUDITOR, title="Internal auditor"))
    with django_assert_num_queries(2):
        answer = client.get("/about/")
    assert "Internal auditor" in answer.content.decode()


def test_posts_of_today_each_once_in_order_of_their_titles(client):
    someone, post = UserFactory(), PostFactory(title="Director of Place", role=Role.DIRECTOR)
    AppointmentFactory(person=someone, post=post)
    AppointmentFactory(person=someone, post=post, starts=date(2016, 1, 1), capacity=Capacity.DEPUTY)
    AppointmentFactory(person=someone, post=PostFactory(title="Chair of the board"))
    AppointmentFactory(person=someone, ends=DAY - timedelta(days=1))
    AppointmentFactory(person=someone, starts=DAY + timedelta(days=1))
    client.force_login(someone)
    posts = authority(client.get("/about/").wsgi_request.user).posts
    assert [one.title for one in posts] == ["Chair of the board", "Director of Place"]


def test_somebody_whose_account_was_closed_is_nobody(client):
    someone = person(Role.STAFF)
    client.force_login(someone)
    someone.is_active = False
    someone.save()
    assert client.get("/about/").wsgi_request.user.is_anonymous
    someone.appointments.all().delete()
    someone.delete()
    assert client.get("/about/").wsgi_request.user.is_anonymous


def test_settings_are_looked_up_once_a_request_and_again_when_they_are_saved(django_assert_num_queries):
    CouncilSettings.objects.create(name="Before")
    with CouncilSettings.asked_once():
        with django_assert_num_queries(1):
            assert {CouncilSettings.current().name for _ in range(3)} == {"Before"}
        CouncilSettings.objects.create(pk=CouncilSettings.current().pk - 1, name="After")
        assert CouncilSettings.current().name == "After"
    with django_assert_num_queries(2):
        assert {CouncilSettings.current().name for _ in range(2)} == {"After"}
