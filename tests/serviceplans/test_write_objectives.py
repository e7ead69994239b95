"""The plan holder writes the service objectives that actions are listed under."""

import pytest

from tests.council.factories import ThemeFactory
from tests.serviceplans.factories import (
    a_new_plan,
    add_action,
    add_objective,
    footprint,
)
from tests.serviceplans.forms import NEW, PART
from tests.serviceplans.signing import assert_written_last


@pytest.fixture
def draft(people):
    return a_new_plan(people)


@pytest.fixture
def objective(people, draft):
    return add_objective(draft, people.holder)


def test_the_first_thing_is_a_service_objective(people, draft, as_):
    client = as_(people.holder)
    response = client.get(NEW, follow=True)
    assert response.redirect_chain[0][0] == f"{PART}objective/new/"
    assert "Add a service objective first" in response.content.decode()
    theme = ThemeFactory(code="BSCYP")
    response = client.post(f"{PART}objective/new/", {"counter": "0", "text": " Keep safe ", "themes": [theme.pk]})
    row = draft.objectives.get()
    assert (row.text, list(row.themes.all()), response.url) == ("Keep safe", [theme], f"{PART}#objective-{row.pk}")
    assert_written_last("objective.save", people.holder)


def test_an_objective_is_reworded_and_stays_the_same_objective(people, draft, objective, as_):
    identity = objective.objective_id
    as_(people.holder).post(f"{PART}objective/{objective.pk}/", {"counter": "1", "text": "Safer"})
    row = draft.objectives.get()
    assert (row.text, row.counter, row.objective_id, row.themes.count()) == ("Safer", 2, identity, 0)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": " "}, "Enter the service objective"),
        ({"text": "x" * 2001}, "at most 2,000 characters"),
        ({"text": "zero\0byte"}, "has a character that cannot be kept"),
        ({"themes": ["999999"]}, "Choose one of the options for “"),
        ({"themes": ["x"]}, "Choose one of the options for “"),
    ],
)
def test_an_objective_that_cannot_be_kept_is_given_back(people, draft, as_, fields, words):
    before = footprint(draft)
    response = as_(people.holder).post(f"{PART}objective/new/", {"counter": "0", "text": "My words", **fields})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert footprint(draft) == before


def test_a_stale_objective_shows_both_texts(people, draft, objective, as_):
    url, client = f"{PART}objective/{objective.pk}/", as_(people.holder)
    client.post(url, {"counter": "1", "text": "Theirs"})
    response = client.post(url, {"counter": "1", "text": "Mine"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Theirs" in page
    assert "Mine</textarea>" in page
    assert 'name="counter" value="2"' in page
    assert draft.objectives.get().text == "Theirs"


def test_an_objective_with_actions_cannot_be_removed(people, draft, as_):
    action = add_action(draft, people.holder)
    before = footprint(draft)
    response = as_(people.holder).post(f"{PART}objective/{action.objective_id}/remove/")
    assert response.status_code == 403
    assert "still has actions. Move or remove them first" in response.content.decode()
    assert footprint(draft) == before


def test_an_objective_without_actions_is_removed_after_asking(people, draft, objective, as_):
    client, url = as_(people.holder), f"{PART}objective/{objective.pk}/remove/"
    assert "Keep children safe" in client.get(url).content.decode()
    assert draft.objectives.exists()
    assert client.post(url).status_code == 302
    assert not draft.objectives.exists()
    assert_written_last("objective.remove", people.holder)
    assert client.post(url).status_code == 404
