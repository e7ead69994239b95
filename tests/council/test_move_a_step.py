"""York moved its 2019/20 calendar to July–October: an officer moves the days of a cycle, and the ledger has both."""

import json
from datetime import date

import pytest

from common.models import LedgerEntry
from common.verdict import Refused, Stale
from council import transitions
from council.choices import Role
from council.models import CycleStep
from council.rules import Step, york_calendar
from tests.council.factories import PlanningCycleFactory, person
from tests.council.forms import filled
from tests.races import loses_in_time, lost, race, without_locks, won

URL = "/council/cycles/2019-20/edit/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db):
    return person(Role.PERFORMANCE_OFFICER, title="Performance officer")


@pytest.fixture
def cycle(db):
    made = PlanningCycleFactory()
    CycleStep.objects.bulk_create(CycleStep(cycle=made, **vars(step)) for step in york_calendar(made.starts))
    return made


def place_of(page, stage):
    return next(n for n, form in enumerate(page.context["formset"].forms) if form["stage"].value() == stage)


def day_of(cycle, stage):
    return cycle.steps.get(stage=stage).date


def moved(cycle, **days):
    return [Step(s.stage, s.name, days.get(s.stage, s.date)) for s in transitions.steps_of(cycle)]


def test_the_days_are_moved_and_the_ledger_has_them_before_and_after(client, officer, cycle):
    client.force_login(officer)
    page = client.get(URL)
    sent = filled(page, counter=1) | {f"steps-{place_of(page, 'published')}-date": "25 October 2019"}
    answer = client.post(URL, sent, follow=True)
    assert "Saved: the calendar of 2019/20." in answer.content.decode()
    assert day_of(cycle, "published") == date(2019, 10, 25)
    cycle.refresh_from_db()
    assert cycle.counter == 2
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.subject, entry.post) == ("cycle.move-steps", "cycle 2019/20", "Performance officer")
    assert "Plans launched and published: 31 July 2019" in json.loads(entry.before)["steps"]
    assert "Plans launched and published: 25 October 2019" in json.loads(entry.after)["steps"]


def test_a_step_is_added_renamed_and_left_out(client, officer, cycle):
    client.force_login(officer)
    page = client.get(URL)
    own = len(page.context["formset"].forms) - 1
    sent = filled(page, counter=1) | {
        f"steps-{own}-name": "Budget council", f"steps-{own}-date": "27/2/2020",
        f"steps-{place_of(page, 'dmt')}-date": "", f"steps-{place_of(page, 'drafts')}-name": "Drafts in",
    }  # fmt: skip
    client.post(URL, sent)
    named = dict(cycle.steps.values_list("name", "stage"))
    assert named["Budget council"] == "" and named["Drafts in"] == "drafts"
    assert "dmt" not in named.values()
    again = client.get(URL)
    assert again.context["formset"].forms[place_of(again, "dmt")]["date"].value() == ""


def test_saving_it_as_it_is_changes_nothing(client, officer, cycle):
    client.force_login(officer)
    client.post(URL, filled(client.get(URL), counter=1))
    cycle.refresh_from_db()
    assert cycle.counter == 1 and not LedgerEntry.objects.exists()


def test_every_row_is_read_whatever_the_form_says_of_its_first_rows(client, officer, cycle):
    client.force_login(officer)
    client.post(URL, filled(client.get(URL), counter=1) | {"steps-INITIAL_FORMS": 0})
    assert cycle.steps.count() == 10


def test_a_step_before_another_is_refused_with_the_day_to_choose(client, officer, cycle):
    client.force_login(officer)
    page = client.get(URL)
    place = place_of(page, "member")
    answer = client.post(URL, filled(page, counter=1) | {f"steps-{place}-date": "1 April 2019"})
    assert answer.status_code == 422
    assert "Choose 31 May 2019 or later." in answer.content.decode()
    assert day_of(cycle, "member") == date(2019, 6, 14)


@pytest.mark.parametrize("counter", ["1", "", "x", "-5", "9" * 30])
def test_a_stale_calendar_shows_both_and_is_saved_knowingly(client, officer, cycle, counter):
    client.force_login(officer)
    page = client.get(URL)
    mine = filled(page, counter=counter) | {f"steps-{place_of(page, 'published')}-date": "25 October 2019"}
    transitions.move_steps(cycle.pk, moved(cycle, published=date(2019, 8, 30)), by=officer, counter=1)
    answer = client.post(URL, mine)
    text = answer.content.decode()
    assert answer.status_code == 409 and "Somebody else saved this first" in text
    assert "Plans launched and published: 30 August 2019" in text
    assert "Plans launched and published: 25 October 2019" in text
    assert day_of(cycle, "published") == date(2019, 8, 30)
    client.post(URL, mine | {"counter": answer.context["form"]["counter"].value()})
    assert day_of(cycle, "published") == date(2019, 10, 25)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DIRECTOR, Role.PLAN_HOLDER, Role.AUDITOR])
def test_only_the_performance_team_moves_it(client, cycle, role):
    somebody = person(role)
    client.force_login(somebody)
    assert client.get(URL).status_code == client.post(URL).status_code == 403
    with pytest.raises(Refused):
        transitions.move_steps(cycle.pk, [], by=somebody, counter=1)
    page = client.get("/council/cycles/2019-20/").content.decode()
    assert "Draft plans complete" in page and "Move the steps" not in page


@pytest.mark.parametrize("broken", ["record", "_write_steps", "_turn"])
def test_nothing_is_half_moved_when_it_breaks_off(officer, cycle, monkeypatch, broken):
    before = transitions.steps_of(cycle)
    monkeypatch.setattr(transitions.cycles, broken, lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        transitions.move_steps(cycle.pk, moved(cycle, published=date(2019, 10, 25)), by=officer, counter=1)
    cycle.refresh_from_db()
    assert transitions.steps_of(cycle) == before and cycle.counter == 1 and not LedgerEntry.objects.exists()


def moving(officer, cycle):
    days = [date(2019, 8, 1 + number) for number in range(8)]
    return lambda number: (
        transitions.move_steps(cycle.pk, moved(cycle, published=days[number]), by=officer, counter=1).counter
    )


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_moves_it_and_the_other_sees_both(officer, cycle):
    outcomes = race(moving(officer, cycle), 4)
    assert won(outcomes) == [2]
    assert {outcome.raised for outcome in lost(outcomes)} == {Stale.__name__}
    assert cycle.steps.count() == 10 and LedgerEntry.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_locks_the_same_moves_lose_something(officer, cycle):
    steps = moved(cycle)

    def attempt(number):
        cycle.steps.all().delete()
        CycleStep.objects.bulk_create(CycleStep(cycle=cycle, **vars(step)) for step in steps)
        type(cycle).objects.filter(pk=cycle.pk).update(counter=1)
        outcomes = race(moving(officer, cycle), 6)
        return len(won(outcomes)) != 1 or {outcome.raised for outcome in lost(outcomes)} != {Stale.__name__}

    with without_locks():
        assert loses_in_time(attempt)


def test_an_unknown_cycle_is_not_found(client, officer, cycle):
    client.force_login(officer)
    for url in ("/council/cycles/1999-00/", "/council/cycles/1999-00/edit/", "/council/cycles/1999-00/close/"):
        assert client.get(url).status_code == 404
    assert client.post("/council/cycles/1999-00/open/").status_code == 404
