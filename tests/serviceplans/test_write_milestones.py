"""The plan holder writes an action's milestones; each stays the same milestone when it is reworded or moved."""

import pytest

from serviceplans.transitions import MilestoneData
from tests.serviceplans.factories import (
    a_new_plan,
    add_action,
    add_objective,
    footprint,
)
from tests.serviceplans.forms import NEW, PART, typed_action, written


@pytest.fixture
def draft(people):
    return a_new_plan(people)


@pytest.fixture
def objective(people, draft):
    return add_objective(draft, people.holder)


def milestones(row):
    return list(row.milestones.values_list("pk", "milestone_id", "text"))


def test_milestones_keep_their_identity_when_they_are_reworded_and_moved(people, draft, as_):
    rows = [MilestoneData("First", "May 2019"), MilestoneData("Second"), MilestoneData("Third")]
    row = add_action(draft, people.holder, milestones=rows)
    (first, one, _), (second, two, _), (third, *_) = milestones(row)
    as_(people.holder).post(
        f"{PART}action/CSS001/",
        typed_action(
            row.objective,
            {"pk": second, "text": "Second, reworded"},
            {"pk": first, "text": "First"},
            {"pk": third, "text": "Third", "DELETE": "on"},
            {"pk": "", "text": "Fourth"},
            {"pk": "", "text": ""},
            counter="1",
        ),
    )
    now = milestones(row)
    assert now[:2] == [(second, two, "Second, reworded"), (first, one, "First")]
    assert [text for _, _, text in now] == ["Second, reworded", "First", "Fourth"]


def test_another_plans_milestone_is_never_taken_over(people, draft, objective, as_):
    other = add_action(draft, people.holder, objective)
    stolen = other.milestones.get()
    row = add_action(draft, people.holder, objective, milestones=[])
    as_(people.holder).post(
        f"{PART}action/{row.action.reference}/",
        typed_action(objective, {"pk": stolen.pk, "text": "Mine now"}, counter="1"),
    )
    stolen.refresh_from_db()
    assert (stolen.text, stolen.action) == ("First six families approved", other)
    assert row.milestones.get().pk != stolen.pk


@pytest.mark.parametrize("pk", ["9" * 30, "x", "-1", "0"])
def test_a_milestone_number_that_is_none_does_no_harm(people, draft, objective, as_, pk):
    response = as_(people.holder).post(NEW, typed_action(objective, {"pk": pk, "text": "Campaign"}))
    assert response.status_code in (302, 422)
    if response.status_code == 302:
        assert written("CSS001").milestones.get().text == "Campaign"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"text": "", "due_words": "May 2020"}, "Enter the milestone, or clear its date and owner"),
        ({"text": "Campaign", "done_on": "soon"}, "Enter the date on which it was done, like 31 October 2019"),
        ({"text": "Campaign", "done_on": "31/02/2019"}, "Enter the date on which it was done, like 31 October 2019"),
        ({"text": "x" * 2001}, "at most 2,000 characters"),
        ({"text": "Campaign", "due_words": "x" * 201}, "at most 200 characters"),
        ({"text": "Campaign", "owner": "x" * 301}, "at most 300 characters"),
    ],
)
def test_a_milestone_that_cannot_be_read_is_given_back(people, draft, objective, as_, row, words):
    before = footprint(draft)
    response = as_(people.holder).post(NEW, typed_action(objective, row))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert footprint(draft) == before


def test_asking_for_more_milestones_stays_on_the_page(people, draft, objective, as_):
    response = as_(people.holder).post(NEW, typed_action(objective, more="1"))
    assert response.url == f"{PART}action/CSS001/#milestones"
