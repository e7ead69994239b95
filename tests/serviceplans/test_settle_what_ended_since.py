"""Plans are rolled forward in March; an action that is completed or stopped after that leaves next year's draft."""

import pytest

from common.models import LedgerEntry
from common.today import pretend
from common.verdict import Conflict, Refused
from serviceplans import transitions
from serviceplans.models import Action
from tests.serviceplans.factories import add_action, footprint
from tests.serviceplans.rolling import IN_MARCH, a_full_plan, next_version, rolled, tell

PLAN = "/plans/css/2020-21/"


@pytest.fixture
def carried(people):
    a_full_plan(people)
    rolled(people)
    return next_version(people)


def say(people, carried, status):
    tell(people, carried.actions.get(), status, "Q4 2019/20", 4)


def achieved(version):
    return version.contents.get(part__key="key-achievements").data["rows"]


def test_a_completed_one_becomes_a_key_achievement_with_its_year(people, as_, carried):
    say(people, carried, "completed")
    client = as_(people.holder)
    page = client.get(PLAN).content.decode()
    assert "CSS001 has been completed since it was carried." in page and "Move it to Key achievements" in page
    done = client.post(f"{PLAN}settle/CSS001/", follow=True).content.decode()
    assert "CSS001 is now a key achievement." in done and "since it was carried" not in done
    assert not carried.actions.exists()
    assert achieved(carried)[0] == {
        "objective": "Keep children safe", "action": "Find twelve more foster families (CSS001)", "completed": "2019/20",
    }  # fmt: skip
    assert Action.objects.get(reference="CSS001").versions.count() == 1
    entry = LedgerEntry.objects.first()
    assert (entry.verb, entry.subject) == ("action.settle", "plan CSS 2020/21 v1")


def test_a_stopped_one_is_taken_out(people, as_, carried):
    say(people, carried, "stopped")
    rows = len(achieved(carried))
    said = as_(people.holder).post(f"{PLAN}settle/CSS001/", follow=True).content.decode()
    assert "CSS001 is taken out: it stays in last year’s plan." in said
    assert not carried.actions.exists() and len(achieved(carried)) == rows


def test_what_is_open_or_new_this_year_stays(people, as_, carried):
    new = add_action(carried, people.holder, carried.objectives.first())
    tell(people, new, "completed", "Q1 2020/21", 1)
    client = as_(people.holder)
    assert "since it was carried" not in client.get(PLAN).content.decode()
    for reference in ("CSS001", new.action.reference, "CSS999"):
        before = footprint(carried)
        assert client.post(f"{PLAN}settle/{reference}/").status_code == 409
        assert footprint(carried) == before


def test_a_second_press_is_told(people, carried):
    say(people, carried, "completed")
    transitions.settle_action(carried.pk, "CSS001", by=people.holder)
    with pytest.raises(Conflict, match="CSS001 is not an action of this draft"):
        transitions.settle_action(carried.pk, "CSS001", by=people.holder)


@pytest.mark.parametrize("name", ["director", "officer", "staff"])
def test_only_those_who_write_the_plan_settle_it(people, as_, carried, name):
    say(people, carried, "completed")
    with pytest.raises(Refused):
        transitions.settle_action(carried.pk, "CSS001", by=getattr(people, name))
    assert "Move it to Key achievements" not in as_(getattr(people, name)).get(PLAN).content.decode()
    assert carried.actions.count() == 1


def test_it_breaks_off_whole(people, carried, monkeypatch):
    say(people, carried, "completed")
    before = footprint(carried)
    monkeypatch.setattr("serviceplans.transitions.settling.done", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        transitions.settle_action(carried.pk, "CSS001", by=people.holder)
    assert footprint(carried) == before


def test_the_form_of_achievements_that_was_open_is_stale(people, as_, carried):
    content = carried.contents.get(part__key="key-achievements")
    say(people, carried, "completed")
    with pretend(IN_MARCH):
        transitions.settle_action(carried.pk, "CSS001", by=people.holder)
    sent = {"counter": content.counter, "rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 0, "rows-0-action": "Mine"}
    answer = as_(people.holder).post(f"{PLAN}edit/key-achievements/", sent)
    assert answer.status_code == 409 and len(achieved(carried)) == 3
