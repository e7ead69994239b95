import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from council.models import User
from tests.council.factories import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_attempts_yet")]
URL = "/account/sign-in/"
WRONG = "The e-mail address or the password is not right. Check both, and try again."


@pytest.fixture
def ada(db):
    user = UserFactory(email="ada@council.example", name="Ada")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, email="ada@council.example", password=PASSWORD, **fields):
    return client.post(URL, {"login": email, "password": password, **fields})


def words(answer):
    """The text of a page, without what differs in each copy of it."""
    page = re.sub(r"<input[^>]*csrf[^>]*>", "", answer.content.decode())
    return page.replace("nobody@council.example", "x").replace("ada@council.example", "x")


def test_the_right_password_leads_home(client, ada):
    answer = sign_in(client)
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.get("/").context["user"] == ada


def test_a_wrong_password_and_an_unknown_address_get_the_same_words(client, ada):
    known, unknown = sign_in(client, password="wrong"), sign_in(client, email="nobody@council.example")
    assert WRONG in known.content.decode()
    assert words(known) == words(unknown)
    assert known.status_code == unknown.status_code


@pytest.mark.parametrize("email", ["ada@council.example", "nobody@council.example"])
def test_the_sixth_attempt_is_refused_whether_the_account_exists_or_not(client, ada, email):
    for _ in range(5):
        assert WRONG in sign_in(client, email=email, password="wrong").content.decode()
    answer = sign_in(client, email=email)
    assert answer.status_code == 429
    assert "Wait five minutes" in answer.content.decode()
    assert client.get("/council/").status_code == 302


def test_the_attempts_of_one_address_do_not_stop_another(client, ada):
    for _ in range(6):
        sign_in(client, email="nobody@council.example")
    assert sign_in(client).status_code == 302


def test_a_closed_account_is_told_only_to_who_knows_its_password(client, ada):
    ada.is_active = False
    ada.save()
    assert WRONG in sign_in(client, password="wrong").content.decode()
    answer = sign_in(client)
    assert answer.url == reverse("account_inactive")
    assert client.get("/council/").status_code == 302
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "https://evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "///evil",
        "http:evil.example",
    ],
)
def test_nobody_is_led_to_another_site(client, ada, elsewhere):
    assert sign_in(client, next=elsewhere).url == "/"


def test_somebody_comes_to_the_page_that_they_had_asked_for(client, ada):
    asked = client.get("/council/people/")
    page = client.get(asked.url).content.decode()
    assert '<input type="hidden" name="next" value="/council/people/"' in page
    assert sign_in(client, next="/council/people/").url == "/council/people/"


def test_the_session_key_changes_and_the_old_one_is_dead_after_sign_out(client, ada):
    client.get(URL)
    sign_in(client)
    signed_in = client.cookies["sessionid"].value
    client.post("/account/sign-out/")
    replay = Client()
    replay.cookies["sessionid"] = signed_in
    assert replay.get("/council/").status_code == 302


def test_signing_out_needs_a_button(client, ada):
    client.force_login(ada)
    assert "Do you want to sign out?" in client.get("/account/sign-out/").content.decode()
    assert client.get("/council/").status_code == 200
    assert "You are signed out." in client.post("/account/sign-out/", follow=True).content.decode()


def test_nobody_signs_themselves_up(client):
    answer = client.post("/account/sign-up/", {"email": "me@council.example", "password1": "correct horse battery"})
    assert "Accounts are made by an administrator" in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_forgotten_password_is_chosen_anew_and_the_link_works_once(client, ada):
    assert client.post("/account/password/reset/", {"email": ada.email}).url == reverse("account_reset_password_done")
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([ada.email], "Choose a new password")
    link = re.search(r"http://testserver(\S+)", message.body)[1]
    form = client.get(link, follow=True)
    chosen = {"password1": "three odd blue lamps", "password2": "three odd blue lamps"}
    assert client.post(form.wsgi_request.path, chosen).url == reverse("account_reset_password_from_key_done")
    assert sign_in(Client(), password="three odd blue lamps").status_code == 302
    assert "This link no longer works" in Client().get(link, follow=True).content.decode()


@pytest.mark.django_db(transaction=True)
def test_asking_for_a_link_says_nothing_about_who_has_an_account(client, ada):
    answers = [
        client.post("/account/password/reset/", {"email": email}, follow=True)
        for email in (ada.email, "nobody@council.example")
    ]
    assert words(answers[0]) == words(answers[1])
    assert [message.subject for message in mail.outbox] == ["Choose a new password", "No account has this address"]


@pytest.mark.django_db(transaction=True)
def test_a_dead_mail_server_delays_the_link_and_shows_nobody_an_error(client, ada, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert client.post("/account/password/reset/", {"email": ada.email}).status_code == 302


def test_a_new_password_needs_the_present_one(client, ada):
    client.force_login(ada)
    new = {"password1": "three odd blue lamps", "password2": "three odd blue lamps"}
    refused = client.post("/account/password/change/", {"oldpassword": "wrong", **new})
    assert "This is not your present password." in refused.content.decode()
    client.post("/account/password/change/", {"oldpassword": PASSWORD, **new})
    assert sign_in(Client(), password="three odd blue lamps").status_code == 302
