"""Internal audit can see who came in, who went, who tried and could not, and whose password was set."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from common.models import LedgerEntry
from council.choices import Role
from tests.council.factories import PASSWORD, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_attempts_yet")]


@pytest.fixture
def ada(db):
    ada = person(Role.PLAN_HOLDER, title="Assistant Director, Customer Services")
    ada.email = "ada@council.example"
    ada.set_password(PASSWORD)
    ada.save()
    return ada


def sign_in(client, email="ada@council.example", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def written():
    return list(LedgerEntry.objects.order_by("pk").values_list("verb", "subject", "actor_id", "post"))


def test_coming_in_and_going_are_written_for_the_post(client, ada):
    sign_in(client)
    client.post(reverse("account_logout"))
    post = "Assistant Director, Customer Services"
    assert written() == [
        ("account.signed-in", "account ada@council.example", ada.pk, post),
        ("account.signed-out", "account ada@council.example", ada.pk, post),
    ]


def test_a_wrong_password_is_written_and_not_what_was_typed(client, ada):
    sign_in(client, password="a secret")
    assert written() == [("account.failed", "account ada@council.example", None, "")]
    assert "a secret" not in str(LedgerEntry.objects.values())


def test_an_unknown_address_is_not_kept_because_it_may_be_a_password(client, ada):
    sign_in(client, email="hunter2@council.example")
    assert written() == [("account.failed", "account unknown", None, "")]


def test_attempts_beyond_the_limit_write_nothing_more(client, ada):
    for _ in range(8):
        sign_in(client, password="wrong")
    assert LedgerEntry.objects.count() == 5


def test_going_without_having_come_writes_nothing(client):
    client.post(reverse("account_logout"))
    assert written() == []


def test_a_changed_password_is_written_and_not_its_words(client, ada):
    client.force_login(ada)
    new = "another horse entirely"
    answer = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer.status_code == 302
    assert [row[0] for row in written()] == ["account.password"]
    assert new not in str(LedgerEntry.objects.values())


@pytest.mark.django_db(transaction=True)
def test_a_password_chosen_by_a_link_is_written(client, ada):
    client.post(reverse("account_reset_password"), {"email": ada.email})
    link = re.search(r"http://[^/]+(/account/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    client.post(
        form.redirect_chain[-1][0], {"password1": "another horse entirely", "password2": "another horse entirely"}
    )
    assert ("account.password", "account ada@council.example") in [row[:2] for row in written()]


def test_the_demonstrations_button_is_a_sign_in_too(client, ada):
    ada.cast_line = "Try this."
    ada.save()
    client.post(reverse("demo_sign_in", args=[ada.pk]))
    assert [row[0] for row in written()] == ["account.signed-in"]


def test_a_ledger_that_cannot_be_written_sets_no_password(client, ada, monkeypatch):
    from council.transitions import accounts

    def broken(*_, **__):
        raise RuntimeError("the ledger cannot be written")

    monkeypatch.setattr(accounts, "record", broken)
    client.force_login(ada)
    new = "another horse entirely"
    with pytest.raises(RuntimeError):
        client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)
