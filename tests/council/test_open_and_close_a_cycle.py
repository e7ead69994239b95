"""A cycle is closed when its year is done, and can be opened again; everyone can see the calendar."""

from datetime import date

import pytest

from common.models import LedgerEntry
from common.today import pretend
from common.verdict import Conflict, Refused
from council import transitions
from council.choices import Role
from council.models import CycleStep
from tests.council.factories import PlanningCycleFactory, person
from tests.query_counts import assert_query_count

URL = "/council/cycles/2019-20/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db):
    return person(Role.PERFORMANCE_OFFICER, title="Performance officer")


@pytest.fixture
def cycle(db):
    return PlanningCycleFactory()


def test_it_is_closed_after_a_question_and_opened_again(client, officer, cycle):
    client.force_login(officer)
    assert "nobody can change, submit, agree, approve or publish one" in client.get(f"{URL}close/").content.decode()
    cycle.refresh_from_db()
    assert cycle.is_open
    answer = client.post(f"{URL}close/", follow=True).content.decode()
    assert "2019/20 is closed: its plans stay as they are." in answer and "Open it again" in answer
    cycle.refresh_from_db()
    assert not cycle.is_open
    client.post(f"{URL}open/")
    cycle.refresh_from_db()
    assert cycle.is_open and cycle.counter == 3
    assert [entry.verb for entry in LedgerEntry.objects.all()] == ["cycle.open", "cycle.close"]


def test_a_second_press_is_told(client, officer, cycle):
    client.force_login(officer)
    assert client.post(f"{URL}open/").status_code == 409
    transitions.close_cycle(cycle.pk, by=officer)
    with pytest.raises(Conflict, match="2019/20 is already closed"):
        transitions.close_cycle(cycle.pk, by=officer)
    assert LedgerEntry.objects.count() == 1


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DIRECTOR, Role.STAFF])
def test_only_the_performance_team_closes(client, cycle, role):
    somebody = person(role)
    client.force_login(somebody)
    assert client.post(f"{URL}close/").status_code == client.post(f"{URL}open/").status_code == 403
    for change in (transitions.close_cycle, transitions.open_cycle):
        with pytest.raises(Refused):
            change(cycle.pk, by=somebody)


def test_it_breaks_off_whole(officer, cycle, monkeypatch):
    monkeypatch.setattr(transitions.cycles, "record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        transitions.close_cycle(cycle.pk, by=officer)
    cycle.refresh_from_db()
    assert cycle.is_open and cycle.counter == 1


def test_the_calendar_says_how_far_off_each_step_is_and_which_comes_next(client, cycle):
    for stage, day in (("drafts", "2019-08-19"), ("dmt", "2019-08-20"), ("member", "2019-09-01")):
        CycleStep.objects.create(cycle=cycle, stage=stage, name=f"Step {stage}", date=day)
    client.force_login(person(Role.STAFF))
    with pretend(date(2019, 8, 20)):
        page = client.get(URL)
    said = [(line.step.stage, line.words, line.next) for line in page.context["page"].lines]
    assert said == [("drafts", "1 day ago", False), ("dmt", "Today", True), ("member", "in 12 days", False)]


def test_a_council_without_cycles_reads_how_they_begin(client, db):
    client.force_login(person(Role.STAFF))
    assert "appears here once a performance officer has created it" in client.get("/council/cycles/").content.decode()


@pytest.mark.parametrize("cycles", [1, 6])
def test_the_pages_cost_the_same_for_one_cycle_and_for_many(client, officer, cycle, cycles):
    for number in range(cycles):
        made = PlanningCycleFactory(
            name=f"20{10 + number}/{11 + number}", starts=f"20{10 + number}-04-01", ends=f"20{11 + number}-03-31"
        )
        CycleStep.objects.create(cycle=made, stage="drafts", name="Drafts", date="2019-08-19")
    client.force_login(officer)
    assert_query_count(client, "/council/cycles/", "council: cycles")
