"""A performance officer makes the next planning year: York's calendar, or last year's, with every day theirs to move."""

from datetime import date

import pytest

from common.models import LedgerEntry
from common.today import pretend
from common.verdict import Conflict, Refused
from council import transitions
from council.choices import CycleStage, Role
from council.models import CycleStep, PlanningCycle
from council.rules import Step, york_calendar
from tests.council.factories import PlanningCycleFactory, person
from tests.council.forms import filled
from tests.races import loses_in_time, lost, race, without_locks, won

NEW, NAME = "/council/cycles/new/", "2020/21"
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db):
    return person(Role.PERFORMANCE_OFFICER, title="Performance officer")


@pytest.fixture
def this_year(db):
    cycle = PlanningCycleFactory()
    CycleStep.objects.create(cycle=cycle, stage="drafts", name="Draft plans complete", date=date(2019, 7, 31))
    CycleStep.objects.create(cycle=cycle, stage="", name="Budget council", date=date(2020, 2, 29))
    return cycle


def steps(cycle):
    return {row.name: row.date.isoformat() for row in cycle.steps.all()}


def test_the_page_offers_yorks_days_and_creates_what_is_sent(client, officer, this_year):
    client.force_login(officer)
    page = client.get(NEW)
    assert "Create the planning cycle 2020/21" in page.content.decode()
    assert "30 April 2020" in page.content.decode()
    answer = client.post(NEW, filled(page, name=NAME), follow=True)
    made = PlanningCycle.objects.get(name="2020/21")
    assert (made.starts, made.ends, made.is_open) == (date(2020, 4, 1), date(2021, 3, 31), True)
    assert steps(made)["Draft plans complete"] == "2020-04-30" and made.steps.count() == len(CycleStage)
    assert "The planning cycle 2020/21 is created" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == "/council/cycles/2020-21/"
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.subject, entry.post) == ("cycle.create", "cycle 2020/21", "Performance officer")
    assert "Draft plans complete: 30 April 2020" in entry.after


def test_last_years_own_days_can_be_kept(client, officer, this_year):
    client.force_login(officer)
    page = client.get(NEW, {"from": "last-year"})
    client.post(NEW, filled(page, name=NAME))
    kept = steps(PlanningCycle.objects.get(name="2020/21"))
    assert kept == {"Draft plans complete": "2020-07-31", "Budget council": "2021-02-28"}


def test_a_council_without_a_cycle_begins_with_the_financial_year_of_today(client, officer):
    client.force_login(officer)
    with pretend(date(2019, 8, 20)):
        client.post(NEW, filled(client.get(NEW), name="2019/20"))
    assert PlanningCycle.objects.get().name == "2019/20"


def test_a_step_of_ones_own_has_a_name_and_a_day(client, officer, this_year):
    client.force_login(officer)
    page = client.get(NEW)
    own = len(CycleStage)
    sent = filled(page, name=NAME) | {f"steps-{own}-name": "Budget council"}
    answer = client.post(NEW, sent)
    assert answer.status_code == 422
    assert f'href="#id_steps-{own}-date"' in answer.content.decode()
    assert "Enter the day, or clear the name" in answer.content.decode()
    assert not PlanningCycle.objects.filter(name="2020/21").exists()
    client.post(NEW, sent | {f"steps-{own}-date": "25/2/2021"})
    assert steps(PlanningCycle.objects.get(name="2020/21"))["Budget council"] == "2021-02-25"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (
            "1 April 2020",
            "“Plans launched and published” on 1 April 2020 comes before “Plans signed off” on 30 June 2020.",
        ),
        ("31 June 2020", "that month has 30 days"),
        ("soon", "“soon” is not a date"),
        ("31 July 2031", "is too far from this planning year"),
        ("1\0", "has a character that cannot be kept"),
    ],
)
def test_a_day_that_cannot_be_is_said_beside_it_and_nothing_is_lost(client, officer, this_year, day, said):
    client.force_login(officer)
    page = client.get(NEW)
    place = next(n for n, form in enumerate(page.context["formset"].forms) if form["stage"].value() == "published")
    answer = client.post(NEW, filled(page, name=NAME) | {f"steps-{place}-date": day})
    text = answer.content.decode()
    assert answer.status_code == 422 and said in text and f'href="#id_steps-{place}-date"' in text
    assert "30 April 2020" in text
    assert not PlanningCycle.objects.filter(name="2020/21").exists() and not LedgerEntry.objects.exists()


def test_a_stage_sent_twice_or_unknown_is_refused(client, officer, this_year):
    client.force_login(officer)
    page = client.get(NEW)
    for stage in ("dmt", "nonsense"):
        answer = client.post(NEW, filled(page, name=NAME) | {"steps-0-stage": stage})
        assert answer.status_code == 422
    assert not PlanningCycle.objects.filter(name="2020/21").exists()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DIRECTOR, Role.PLAN_HOLDER, Role.AUDITOR, Role.CMT])
def test_only_the_performance_team_makes_cycles(client, this_year, role):
    somebody = person(role)
    client.force_login(somebody)
    assert client.get(NEW).status_code == client.post(NEW).status_code == 403
    with pytest.raises(Refused):
        transitions.create_cycle("2020/21", [], by=somebody)
    assert "Create 2020/21" not in client.get("/council/cycles/").content.decode()


def test_pressing_twice_makes_one_cycle_and_the_second_is_told(client, officer, this_year):
    client.force_login(officer)
    sent = filled(client.get(NEW), name=NAME)
    client.post(NEW, sent)
    answer = client.post(NEW, sent, follow=True)
    assert "The planning cycle 2020/21 has already been created." in answer.content.decode()
    assert PlanningCycle.objects.count() == 2 and LedgerEntry.objects.count() == 1


def test_steps_out_of_order_are_refused_by_the_transition_too(officer, this_year):
    wrong = [Step("dmt", "DMT", date(2020, 5, 1)), Step("member", "Member", date(2020, 4, 1))]
    with pytest.raises(Refused, match="comes before"):
        transitions.create_cycle("2020/21", wrong, by=officer)


@pytest.mark.parametrize("broken", ["record", "_write_steps"])
def test_nothing_is_left_behind_when_it_breaks_off_half_way(officer, this_year, monkeypatch, broken):
    monkeypatch.setattr(transitions.cycles, broken, lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        transitions.create_cycle("2020/21", york_calendar(date(2020, 4, 1)), by=officer)
    assert PlanningCycle.objects.count() == 1 and CycleStep.objects.count() == 2 and not LedgerEntry.objects.exists()


def creating(officer):
    return lambda number: transitions.create_cycle("2020/21", [], by=officer).name


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_makes_it_and_the_others_are_told(officer):
    PlanningCycleFactory()
    outcomes = race(creating(officer), 4)
    assert won(outcomes) == ["2020/21"]
    assert {(o.raised, o.words) for o in lost(outcomes)} == {
        ("Conflict", "The planning cycle 2020/21 has already been created.")
    }
    assert PlanningCycle.objects.count() == 2 and LedgerEntry.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_locks_somebody_meets_a_fault(officer):
    PlanningCycleFactory()

    def attempt(number):
        PlanningCycle.objects.filter(name="2020/21").delete()
        return {o.raised for o in lost(race(creating(officer), 6))} - {"Conflict"}

    with without_locks():
        assert loses_in_time(attempt)


def test_a_year_that_does_not_come_next_is_not_made(officer, this_year):
    with pytest.raises(Conflict, match="The planning cycle that comes next is 2020/21, not 2024/25"):
        transitions.create_cycle("2024/25", [], by=officer)
