"""Two at once, somebody else's rows, a locked plan, a broken save: no action is lost and none is changed unseen."""

import pytest

from common.models import LedgerEntry
from common.verdict import Conflict, Refused, Stale
from council.models import ServiceArea
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.models import Action, MilestoneVersion, Objective
from tests.council.factories import ServiceAreaFactory
from tests.serviceplans.factories import (
    PlanFactory,
    a_complete_plan,
    a_new_plan,
    action_data,
    add_action,
    add_objective,
    footprint,
)
from tests.serviceplans.forms import NEW, PART, typed_action


@pytest.fixture
def draft(people):
    return a_new_plan(people)


@pytest.fixture
def objective(people, draft):
    return add_objective(draft, people.holder)


# Two at once, other people's rows, broken saves


def test_a_stale_action_shows_both_texts_and_the_first_is_kept(people, draft, as_):
    row = add_action(draft, people.holder)
    client, url = as_(people.holder), f"{PART}action/CSS001/"
    client.post(url, typed_action(row.objective, {"text": "Their milestone"}, counter="1", text="Theirs"))
    response = client.post(url, typed_action(row.objective, {"text": "My milestone"}, counter="1", text="Mine"))
    page = response.content.decode()
    assert response.status_code == 409
    for words in ["Theirs", "Mine</textarea>", "Their milestone", "My milestone", 'name="counter" value="2"']:
        assert words in page
    row.refresh_from_db()
    assert (row.text, row.counter, row.milestones.get().text) == ("Theirs", 2, "Their milestone")


def test_another_action_never_conflicts(people, draft, objective):
    first, second = (add_action(draft, people.holder, objective) for _ in range(2))
    for row in (first, second):
        transitions.save_action(
            draft.pk, row.pk, by=people.holder, counter=1, objective_id=objective.pk, data=action_data(text="Other")
        )
    with pytest.raises(Stale):
        transitions.save_action(
            draft.pk, first.pk, by=people.holder, counter=1, objective_id=objective.pk, data=action_data()
        )


@pytest.fixture
def elsewhere(people):
    """Another service's draft, with an action of its own."""
    service = ServiceAreaFactory(
        directorate=people.elsewhere, prefix="HWY", holder_post=people.post("other_holder"),
        director_post=people.post("other_director"),
    )  # fmt: skip
    version = transitions.begin_plan(PlanFactory(service=service), by=people.other_holder)
    add_action(version, people.other_holder)
    return version


def test_another_plans_rows_are_not_found_through_ones_own(people, draft, objective, elsewhere, as_):
    before = footprint(elsewhere)
    foreign, client = elsewhere.objectives.get(), as_(people.holder)
    for url in [
        f"{PART}action/HWY001/", f"{PART}action/HWY001/remove/", f"{PART}objective/{foreign.pk}/",
        f"{PART}objective/{foreign.pk}/remove/", "/plans/hwy/2019-20/edit/actions/action/HWY001/",
    ]:  # fmt: skip
        assert client.get(url).status_code == 404, url
        assert client.post(url, typed_action(objective, counter="1")).status_code == 404, url
    assert client.post(NEW, typed_action(foreign)).status_code == 422
    with pytest.raises(Conflict, match="no longer in the plan"):
        transitions.save_action(
            draft.pk, None, by=people.holder, counter=0, objective_id=foreign.pk, data=action_data()
        )
    assert footprint(elsewhere) == before


def test_a_locked_plans_actions_stay(people, as_):
    version = a_complete_plan(people, Status.DMT_REVIEW)
    before, objective = footprint(version), version.objectives.get()
    client = as_(people.holder)
    for url in [NEW, f"{PART}action/CSS001/", f"{PART}action/CSS001/remove/", f"{PART}objective/new/",
                f"{PART}objective/{objective.pk}/", f"{PART}objective/{objective.pk}/remove/"]:  # fmt: skip
        for response in (client.get(url), client.post(url, typed_action(objective, counter="1"))):
            assert response.status_code == 409, url
            assert "so it is locked" in response.content.decode()
    with pytest.raises(Conflict):
        add_action(version, people.holder, objective)
    assert footprint(version) == before


def test_somebody_else_changes_no_action(people, draft):
    row = add_action(draft, people.holder)
    entries = LedgerEntry.objects.count()
    for name in ("director", "officer", "contributor", "member", "auditor"):
        with pytest.raises(Refused, match="Only the plan holder and the contributors"):
            transitions.remove_action(draft.pk, row.pk, by=getattr(people, name))
    assert LedgerEntry.objects.count() == entries


def test_an_action_broken_off_leaves_nothing(people, draft, objective, monkeypatch):
    before, number = footprint(draft), ServiceArea.objects.get(pk=people.service.pk).last_action_number
    data = action_data()

    def breaks(*_, **__):
        raise RuntimeError("no ledger")

    monkeypatch.setattr("serviceplans.transitions.locking.record", breaks)
    with pytest.raises(RuntimeError):
        transitions.save_action(draft.pk, None, by=people.holder, counter=0, objective_id=objective.pk, data=data)
    with pytest.raises(RuntimeError):
        transitions.save_objective(draft.pk, None, by=people.holder, counter=0, text="x", themes=[])
    assert footprint(draft) == before
    assert (Action.objects.count(), Objective.objects.count(), MilestoneVersion.objects.count()) == (0, 1, 0)
    assert ServiceArea.objects.get(pk=people.service.pk).last_action_number == number
