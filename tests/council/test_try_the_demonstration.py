import pytest
from django.test import Client

from council.choices import Role
from tests.council.factories import UserFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(db):
    user = person(Role.DIRECTOR, title="Director of Place")
    user.name, user.cast_line, user.cast_order = "Marisol", "Run the DMT.", 1
    user.save()
    return user


def address(user):
    return f"/council/demo/sign-in/{user.pk}/"


def test_one_click_signs_in_as_one_of_the_cast(client, director):
    front = client.get("/").content.decode()
    assert "Sign in as Marisol" in front
    assert "Director of Place" in front
    assert "Run the DMT." in front
    answer = client.post(address(director))
    assert (answer.status_code, answer.url) == (302, "/")
    assert "What should I worry about?" in client.get("/").content.decode()


def test_the_session_is_another_one_afterwards(client, director):
    client.force_login(UserFactory())
    before = client.cookies["sessionid"].value
    client.post(address(director))
    assert client.cookies["sessionid"].value != before
    old = Client()
    old.cookies["sessionid"] = before
    assert old.get("/council/").status_code == 302


def test_nobody_outside_the_cast_can_be(client, director):
    outsider, gone = UserFactory(), UserFactory(cast_line="Not here any more", is_active=False)
    assert [client.post(address(user)).status_code for user in (outsider, gone)] == [404, 404]
    assert client.post("/council/demo/sign-in/999999/").status_code == 404
    assert client.get("/council/").status_code == 302


def test_it_is_not_there_outside_the_demonstration(client, director, settings):
    settings.DEMO = False
    assert client.post(address(director)).status_code == 404
    assert client.get("/council/").status_code == 302
    front = client.get("/").content.decode()
    assert "Marisol" not in front
    assert "demonstration" not in front.lower()
    assert 'href="/account/sign-in/"' in front


def test_a_link_cannot_sign_anybody_in(client, director):
    assert client.get(address(director)).status_code == 405
    assert Client(enforce_csrf_checks=True).post(address(director)).status_code == 403
