"""A risk that has gone by is closed with a reason; the register keeps it, and plans take it along no more."""

import json

import pytest

from common.models import LedgerEntry
from common.verdict import Conflict, Refused, Stale
from council.choices import Role
from risks.transitions import close_risk
from tests.council.factories import person
from tests.races import lost, race, won
from tests.risks.factories import RiskFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]
URL = "/risks/kcr-3/close/"


@pytest.fixture
def risk(db):
    return RiskFactory(reference="KCR 3", event="homes too few", likelihood=3, impact=3, review_date="2019-09-01")


@pytest.fixture
def officer(client):
    user = person(Role.PERFORMANCE_OFFICER, title="Performance officer")
    client.force_login(user)
    return user


def test_it_is_closed_with_the_reason_and_kept(client, officer, risk):
    assert "Close it" in client.get("/risks/kcr-3/").content.decode()
    assert "What closing does" in client.get(URL).content.decode()
    answer = client.post(URL, {"counter": 1, "reason": "The homes are built."}, follow=True).content.decode()
    assert "KCR 3 is closed. The register keeps it, with your reason." in answer
    assert "Closed: The homes are built." in answer and "Close it" not in answer
    risk.refresh_from_db()
    assert (risk.closed, risk.counter) == (True, 2)
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.subject, entry.post) == ("risk.closed", "risk KCR 3", "Performance officer")
    assert json.loads(entry.after)["comment"] == "The homes are built."


def test_a_reason_is_needed(client, officer, risk):
    answer = client.post(URL, {"counter": 1, "reason": " "})
    assert answer.status_code == 422 and "Say why the risk is closed" in answer.content.decode()
    with pytest.raises(Refused, match="Say why"):
        close_risk(risk.pk, 1, " ", officer)
    risk.refresh_from_db()
    assert not risk.closed


def test_what_changed_meanwhile_is_read_first(client, officer, risk):
    risk.counter = 2
    risk.save()
    answer = client.post(URL, {"counter": 1, "reason": "The homes are built."})
    text = answer.content.decode()
    assert answer.status_code == 409 and "Read it as it is now" in text and "The homes are built." in text
    assert client.post(URL, {"counter": 2, "reason": "The homes are built."}).status_code == 302


def test_a_second_press_is_told(client, officer, risk):
    client.post(URL, {"counter": 1, "reason": "Done."})
    assert client.post(URL, {"counter": 1, "reason": "Done."}).status_code == 409
    with pytest.raises(Conflict, match="KCR 3 is closed"):
        close_risk(risk.pk, 2, "Done.", officer)


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR, Role.PLAN_HOLDER])
def test_those_who_do_not_review_it_do_not_close_it(client, risk, role):
    somebody = person(role)
    client.force_login(somebody)
    assert client.get(URL).status_code == client.post(URL, {"counter": 1, "reason": "x"}).status_code == 403
    with pytest.raises(Refused):
        close_risk(risk.pk, 1, "Done.", somebody)


def test_it_breaks_off_whole(officer, risk, monkeypatch):
    monkeypatch.setattr("risks.transitions.record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        close_risk(risk.pk, 1, "Done.", officer)
    risk.refresh_from_db()
    assert not risk.closed and not risk.reviews.exists()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_closes_it(matrix, risk):
    officer = person(Role.PERFORMANCE_OFFICER)
    outcomes = race(lambda number: close_risk(risk.pk, 1, "Done.", officer).pk, 3)
    assert len(won(outcomes)) == 1 and {o.raised for o in lost(outcomes)} <= {Conflict.__name__, Stale.__name__}
    assert LedgerEntry.objects.count() == 1
