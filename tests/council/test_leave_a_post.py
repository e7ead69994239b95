from datetime import date

import pytest

from common.models import LedgerEntry
from common.verdict import Conflict, Refused
from council import transitions
from council.choices import Role
from tests.council.factories import AppointmentFactory, person

pytestmark = pytest.mark.django_db


def address(row):
    return f"/council/people/appointments/{row.pk}/end/"


def test_the_next_request_of_somebody_who_has_left_is_refused(client, administrator):
    officer = person(Role.PERFORMANCE_OFFICER)
    theirs = type(client)()
    theirs.force_login(officer)
    assert theirs.get("/performance/import/").status_code == 200
    client.force_login(administrator)
    answer = client.post(address(officer.appointments.get()), {"last_day": "19 August 2019"})
    assert answer.status_code == 302
    assert theirs.get("/performance/import/").status_code == 403


def test_the_next_request_of_a_closed_account_is_nobodys(client):
    officer = person(Role.PERFORMANCE_OFFICER)
    client.force_login(officer)
    assert client.get("/performance/import/").status_code == 200
    officer.is_active = False
    officer.save()
    answer = client.get("/performance/import/")
    assert answer.status_code == 302
    assert answer.url.startswith("/account/sign-in/")


def test_it_is_written_to_the_ledger(administrator, held):
    transitions.end_appointment(held.pk, by=administrator, last_day=date(2019, 8, 31))
    entry = LedgerEntry.objects.first()
    assert (entry.verb, entry.subject) == ("post.end", "post Director of Place")
    assert '"ends":null' in entry.before
    assert '"ends":"2019-08-31"' in entry.after


def test_nobody_ends_their_own_time_so_that_an_administrator_remains(client, administrator):
    own = administrator.appointments.get()
    client.force_login(administrator)
    answer = client.post(address(own), {"last_day": "20 August 2019"})
    assert answer.status_code == 403
    assert "ask another administrator" in answer.content.decode()
    own.refresh_from_db()
    assert own.ends is None


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_an_administrator_ends_an_appointment(client, held, role):
    asker = person(role)
    client.force_login(asker)
    assert client.post(address(held), {"last_day": "20 August 2019"}).status_code == 403
    with pytest.raises(Refused, match="Only an administrator"):
        transitions.end_appointment(held.pk, by=asker, last_day=date(2019, 8, 20))


@pytest.mark.parametrize(
    ("last_day", "status", "sentence"),
    [
        ("", 422, "Enter a day."),
        ("never", 422, "“never” is not a date."),
        ("31 December 2014", 409, "begins on 1 January 2015"),
    ],
)
def test_a_day_that_cannot_be_is_said(client, administrator, held, last_day, status, sentence):
    client.force_login(administrator)
    answer = client.post(address(held), {"last_day": last_day})
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert not LedgerEntry.objects.exists()


def test_an_appointment_that_has_ended_is_not_made_longer(administrator):
    row = AppointmentFactory(ends=date(2019, 6, 30))
    with pytest.raises(Conflict, match="already ends on 30 June 2019"):
        transitions.end_appointment(row.pk, by=administrator, last_day=date(2019, 9, 30))


def test_an_appointment_that_does_not_exist_is_not_found(client, administrator):
    client.force_login(administrator)
    assert client.get("/council/people/appointments/999999/end/").status_code == 404
