"""The suite notices a request, a command or a transaction that changes something and leaves it out of the audit trail."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from common.commands import AnswerCommand
from common.ledger import record
from common.models import OutgoingMail
from common.today import now
from council import transitions
from council.choices import Role
from council.models import Theme
from council.transitions import appointments
from tests.council.factories import CouncilPlanFactory, PostFactory, UserFactory, person
from tests.ledger_watch import NOT_RECORDED, piece_of_work, take_found

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db):
    return CouncilPlanFactory()


@pytest.fixture
def forgetful(monkeypatch):
    """The appointments' own call of the ledger is left out."""
    monkeypatch.setattr(appointments, "record", lambda *_, **__: None)


def change(plan, code="GHW"):
    return Theme.objects.create(council_plan=plan, code=code, name="Good health")


def test_a_request_that_forgets_the_ledger_is_named(client, forgetful):
    client.force_login(person(Role.ADMINISTRATOR))
    posted = {
        "post": PostFactory().pk,
        "capacity": "substantive",
        "starts": "20 August 2019",
        "person": UserFactory().pk,
    }
    assert client.post(reverse("appoint"), posted).status_code == 302
    (fault,) = take_found()
    assert fault == "POST /council/people/appoint/ changed council_appointment and wrote nothing to the ledger"


def test_a_transition_that_forgets_the_ledger_is_named(forgetful):
    by, post = person(Role.ADMINISTRATOR), PostFactory()
    transitions.appoint(post.pk, UserFactory(), by=by, starts=now().date())
    (fault,) = take_found()
    assert fault.startswith("council.transitions.appointments.appoint changed council_appointment and wrote nothing")


def test_a_command_that_forgets_the_ledger_is_named(plan):
    class Forgetful(AnswerCommand):
        __module__ = "council.management.commands.forgetful"

        def answer(self, **_):
            change(plan)
            return 0

    call_command(Forgetful(stdout=StringIO()))
    assert take_found() == ["manage.py forgetful changed council_theme outside any transaction"]


def test_another_transaction_of_the_same_request_is_no_excuse(plan):
    with piece_of_work("POST /somewhere/"):
        with transaction.atomic():
            change(plan)
            record("theme.added", "theme GHW")
        with transaction.atomic():
            change(plan, "GaS")
    assert take_found() == ["POST /somewhere/ changed council_theme and wrote nothing to the ledger"]


def test_an_entry_outside_the_transaction_is_no_excuse(plan):
    with piece_of_work("POST /somewhere/"):
        with transaction.atomic():
            change(plan)
        record("theme.added", "theme GHW")
    assert len(take_found()) == 1


def test_what_is_recorded_is_no_fault(plan):
    with piece_of_work("POST /somewhere/"), transaction.atomic():
        change(plan).delete()
        record("theme.removed", "theme GHW")
    assert take_found() == []


@pytest.mark.parametrize("inner", [True, False])
def test_what_was_rolled_back_changed_nothing(plan, inner):
    with piece_of_work("POST /somewhere/"), transaction.atomic():
        if inner:
            with pytest.raises(RuntimeError), transaction.atomic():
                change(plan)
                raise RuntimeError
        else:
            change(plan)
            transaction.set_rollback(True)
    assert take_found() == []


def test_mail_that_waits_need_not_be_recorded():
    with piece_of_work("POST /somewhere/"), transaction.atomic():
        OutgoingMail.objects.create(to="ada@council.example", created_at=now())
    assert take_found() == []


def test_everything_that_need_not_be_recorded_says_why():
    assert all(NOT_RECORDED.values())
