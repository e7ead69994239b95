"""An accountable officer says each quarter how an action stands."""

import json

import pytest

from common.models import LedgerEntry
from common.verdict import Refused, Stale
from serviceplans import transitions
from serviceplans.choices import ActionStatus, Status
from serviceplans.models import Action, ActionUpdate, PlanVersion
from tests.serviceplans.factories import PEOPLE, a_complete_plan, somebody
from tests.serviceplans.signing import assert_written_last

ACTION = "/plans/actions/css001/"
URL = "/plans/actions/CSS001/update/"


@pytest.fixture
def in_force(people):
    return a_complete_plan(people, Status.PUBLISHED)


def typed(**fields):
    return {"counter": "0", "status": "on-track", "comment": "Two families approved.", **fields}


def test_its_officer_updates_it_for_the_last_closed_quarter(people, in_force, as_):
    client = as_(people.contributor)
    page = client.get(ACTION).content.decode()
    assert "No update yet" in page
    assert "Update for Q1 2019/20" in page
    assert "Find twelve more foster families" in client.get(URL).content.decode()
    response = client.post(URL, typed(), follow=True)
    said = response.content.decode()
    assert "Update for Q1 2019/20 saved" in said
    assert "Two families approved." in said
    row = ActionUpdate.objects.get()
    assert (row.period, row.status, row.by, row.post) == (
        "Q1 2019/20", "on-track", people.contributor, "Head of Fostering",
    )  # fmt: skip
    entry = assert_written_last("action.update", people.contributor)
    assert (entry.subject, entry.before) == ("action CSS001", "")
    assert json.loads(entry.after) == {
        "period": "Q1 2019/20",
        "status": "on-track",
        "comment": "Two families approved.",
    }


def test_saving_again_replaces_it_and_the_ledger_keeps_what_it_was(people, in_force, as_):
    client = as_(people.contributor)
    client.post(URL, typed())
    form = client.get(URL).context["form"]
    assert (form["status"].value(), form["comment"].value()) == ("on-track", "Two families approved.")
    client.post(URL, typed(counter="1", status="at-risk", comment="One withdrew."))
    row = ActionUpdate.objects.get()
    assert (row.status, row.comment, row.counter) == ("at-risk", "One withdrew.", 2)
    assert json.loads(LedgerEntry.objects.first().before)["status"] == "on-track"


def test_of_two_at_once_the_second_reads_both(people, in_force, as_):
    as_(people.contributor).post(URL, typed(comment="Theirs"))
    response = as_(people.holder).post(URL, typed(comment="Mine"))
    page = response.content.decode()
    assert response.status_code == 409
    for words in ["Somebody saved this after you opened it", "Theirs", "Mine</textarea>", 'name="counter" value="1"']:
        assert words in page
    assert ActionUpdate.objects.get().comment == "Theirs"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": ""}, "Choose how the action stands"),
        ({"status": "done"}, "Choose one of the options for"),
        ({"status": "off-track", "comment": " "}, "Say why, and what is being done about it"),
        ({"status": "at-risk", "comment": ""}, "Say why, and what is being done about it"),
        ({"status": "stopped", "comment": ""}, "Say why, and what is being done about it"),
        ({"comment": "x" * 4001}, "at most 4,000 characters"),
        ({"comment": "zero\0byte"}, "has a character that cannot be kept"),
    ],
)
def test_what_cannot_be_kept_is_given_back_with_the_reason(people, in_force, as_, fields, words):
    entries = LedgerEntry.objects.count()
    response = as_(people.contributor).post(URL, typed(**fields))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert (ActionUpdate.objects.count(), LedgerEntry.objects.count()) == (0, entries)


@pytest.mark.parametrize("status", ["on-track", "completed", "not-started"])
def test_what_goes_well_needs_no_words(people, in_force, as_, status):
    assert as_(people.contributor).post(URL, typed(status=status, comment="")).status_code == 302


def test_who_updates_it(people, in_force, as_):
    for name in PEOPLE:
        client = as_(getattr(people, name))
        allowed = name in ("contributor", "holder", "deputy", "officer")
        assert (f'href="{URL}"' in client.get(ACTION).content.decode()) == allowed, name
        assert client.get(URL).status_code == (200 if allowed else 403), name
        assert client.post(URL, typed()).status_code == (302 if allowed else 403), name
        assert ActionUpdate.objects.all().delete()[0] == allowed, name


def test_any_post_may_be_accountable(people, as_):
    """The officer of an action may be in a post of any role: whose it is, is asked of the action."""
    a_complete_plan(people, Status.APPROVED)
    gardener = somebody("gardener", "staff", "Head Gardener")
    row = Action.objects.get().versions.get()
    row.officers.create(words="Head Gardener", post=gardener.appointments.get().post)
    assert as_(gardener).post(URL, typed()).status_code == 302


def test_an_action_of_a_draft_is_not_there_for_others(people, as_):
    a_complete_plan(people)
    for name in ("staff", "other_director", "member"):
        client = as_(getattr(people, name))
        assert client.get(ACTION).status_code == 404
        assert client.post(URL, typed()).status_code in (403, 404)
    assert not ActionUpdate.objects.exists()


def test_its_words_are_those_of_the_version_in_force_whoever_reads_the_draft_beside_it(people, in_force, as_):
    draft = PlanVersion.objects.create(
        plan=in_force.plan, number=2, begun_at=in_force.begun_at, changed_at=in_force.changed_at
    )
    row = in_force.actions.get()
    objective = draft.objectives.create(objective=row.objective.objective, text="New")
    draft.actions.create(action=row.action, objective=objective, text="Words of the new draft")
    for reader in (people.contributor, people.holder):
        for url in (ACTION, URL):
            page = as_(reader).get(url).content.decode()
            assert "Find twelve more foster families" in page
            assert "Words of the new draft" not in page


def test_an_action_that_is_in_no_version_in_force_reads_as_it_was_worded_last(people, as_):
    version = a_complete_plan(people)
    assert "Find twelve more foster families" in as_(people.holder).get(ACTION).content.decode()
    version.actions.update(text="Find thirteen more foster families")
    assert "Find thirteen more foster families" in as_(people.holder).get(ACTION).content.decode()


def test_every_status_is_shown_in_words(people, in_force, as_):
    client = as_(people.contributor)
    for counter, status in enumerate(ActionStatus):
        client.post(URL, typed(counter=str(counter), status=status.value))
        assert str(status.label) in client.get(ACTION).content.decode()


def test_a_visitor_is_asked_to_sign_in(in_force, client):
    assert client.get(ACTION).status_code == 302
    assert client.post(URL, typed()).status_code == 403
    assert not ActionUpdate.objects.exists()


def test_an_unknown_action_is_not_found(people, in_force, as_):
    assert as_(people.holder).get("/plans/actions/none/").status_code == 404
    assert as_(people.holder).get("/plans/actions/none/update/").status_code == 404


def update(action, by, counter=0):
    quarter = {"period_key": "2019-Q1", "period": "Q1 2019/20"}
    return transitions.update_action(action.pk, by=by, counter=counter, **quarter, status="on-track", comment="Fine.")


def test_the_function_refuses_what_the_page_would(people, in_force):
    action = in_force.actions.get().action
    with pytest.raises(Refused, match="Only an action's accountable officer or the plan holder"):
        update(action, people.other_director)
    update(action, people.contributor)
    with pytest.raises(Stale):
        update(action, people.contributor)


def test_an_update_broken_off_leaves_nothing(people, in_force, monkeypatch):
    def breaks(*_, **__):
        raise RuntimeError("no ledger")

    monkeypatch.setattr("serviceplans.transitions.actions.record", breaks)
    with pytest.raises(RuntimeError):
        update(in_force.actions.get().action, people.contributor)
    assert not ActionUpdate.objects.exists()
