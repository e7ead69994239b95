"""The plan holder writes actions: their references, officers, dates and measures."""

import json

import pytest

from council.models import ServiceArea
from serviceplans.models import Action, ActionVersion
from tests.council.factories import ThemeFactory
from tests.performance.factories import IndicatorFactory
from tests.serviceplans.factories import (
    a_new_plan,
    add_action,
    add_objective,
    footprint,
)
from tests.serviceplans.forms import NEW, PART, typed_action, written
from tests.serviceplans.signing import assert_written_last


@pytest.fixture
def draft(people):
    return a_new_plan(people)


@pytest.fixture
def objective(people, draft):
    return add_objective(draft, people.holder)


# Actions and their references


def test_an_action_gets_the_services_next_reference(people, draft, objective, as_):
    client = as_(people.holder)
    assert "It will be given the reference CSS001" in client.get(NEW).content.decode()
    response = client.post(NEW, typed_action(objective), follow=True)
    assert response.redirect_chain[-1][0] == f"{PART}#CSS001"
    assert "Saved: action CSS001" in response.content.decode()
    client.post(NEW, typed_action(objective, text="Train them well, part 1"))
    assert sorted(Action.objects.values_list("reference", flat=True)) == ["CSS001", "CSS002"]


def test_everything_that_was_typed_is_there_on_coming_back(people, draft, objective, as_):
    client = as_(people.holder)
    theme = ThemeFactory(code="GHW")
    IndicatorFactory(reference="CSC 07")
    client.post(
        NEW,
        typed_action(
            objective,
            {"text": "Campaign", "due_words": "16/09/2019", "owner": "Head of Fostering", "done_on": "31/8/2019"},
            themes=[theme.pk], grounds=["efficiency", "project"], project_types=["major", "statutory"],
            priority_level="must", completed_by="Spring 2020", lead="Head of Fostering", others="All Heads of Service",
            resources="£45k", outcomes="More children stay", indicators="csc07",
        ),
    )  # fmt: skip
    form = client.get(f"{PART}action/CSS001/").context
    initial = form["form"].initial
    assert initial["themes"] == [theme.pk]
    assert initial["indicators"] == "CSC 07"
    assert (initial["grounds"], initial["project_types"]) == (["efficiency", "project"], ["major", "statutory"])
    for key, value in {
        "priority_level": "must", "completed_by": "Spring 2020", "lead": "Head of Fostering",
        "others": "All Heads of Service", "resources": "£45k", "outcomes": "More children stay",
    }.items():  # fmt: skip
        assert initial[key] == value
    milestone = form["milestones"].forms[0].initial
    assert (milestone["text"], milestone["due_words"], milestone["owner"]) == (
        "Campaign", "16/09/2019", "Head of Fostering",
    )  # fmt: skip
    assert written("CSS001").milestones.get().due.isoformat() == "2019-09-16"
    assert written("CSS001").milestones.get().done_on.isoformat() == "2019-08-31"
    entry = assert_written_last("action.save", people.holder)
    assert json.loads(entry.after)["reference"] == "CSS001"


def test_a_draft_action_needs_no_more_than_its_words(people, draft, objective, as_):
    assert as_(people.holder).post(NEW, typed_action(objective)).status_code == 302
    assert "Action CSS001 has no priority level" in as_(people.holder).get(PART).content.decode()


def test_a_reference_is_never_given_again(people, draft, objective, as_):
    client = as_(people.holder)
    client.post(NEW, typed_action(objective, text="Train them well, part 2"))
    response = client.post(f"{PART}action/CSS001/remove/", follow=True)
    assert "Its reference will not be given again" in response.content.decode()
    assert not Action.objects.exists()
    client.post(NEW, typed_action(objective, text="Train them well, part 3"))
    assert Action.objects.get().reference == "CSS002"


def test_a_reference_that_came_from_a_file_is_passed_over(people, draft, objective):
    Action.objects.create(service=people.service, reference="CSS001")
    assert add_action(draft, people.holder, objective).action.reference == "CSS002"


def test_after_999_actions_references_go_on(people, draft, objective):
    ServiceArea.objects.update(last_action_number=999)
    assert add_action(draft, people.holder, objective).action.reference == "CSS1000"


def test_an_action_is_removed_only_after_asking(people, draft, as_):
    action = add_action(draft, people.holder)
    client, url = as_(people.holder), f"{PART}action/css001/remove/"
    assert "Find twelve more foster families" in client.get(url).content.decode()
    assert ActionVersion.objects.filter(pk=action.pk).exists()
    assert client.post(url).status_code == 302
    assert not ActionVersion.objects.exists()
    entry = assert_written_last("action.remove", people.holder)
    assert json.loads(entry.before)["text"] == "Find twelve more foster families"
    assert client.post(url).status_code == 404


def test_an_action_moves_to_another_objective(people, draft, as_):
    action = add_action(draft, people.holder)
    other = add_objective(draft, people.holder, "Help early")
    as_(people.holder).post(f"{PART}action/CSS001/", typed_action(other, counter="1"))
    action.refresh_from_db()
    assert (action.objective, action.counter, action.action.reference) == (other, 2, "CSS001")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "Enter what will be done"),
        ({"text": "x" * 4001}, "at most 4,000 characters"),
        ({"text": "zero\0byte"}, "has a character that cannot be kept"),
        ({"objective": "999999"}, "Choose one of the options for “"),
        ({"objective": "x"}, "Choose one of the options for “"),
        ({"priority_level": "urgent"}, "Choose one of the options for “"),
        ({"project_types": ["huge"]}, "Choose one of the options for “"),
        ({"grounds": ["because"]}, "Choose one of the options for “"),
        ({"completed_by": "x" * 201}, "at most 200 characters"),
        ({"lead": "x" * 301}, "at most 300 characters"),
        ({"others": "Head of Fostering\n" + "x" * 301}, "at most 300 characters"),
        ({"indicators": "BPI999"}, "No indicator has the reference BPI999"),
        ({"milestones-TOTAL_FORMS": "x"}, "ManagementForm"),
    ],
)
def test_an_action_that_cannot_be_kept_is_given_back(people, draft, objective, as_, fields, words):
    before = footprint(draft)
    response = as_(people.holder).post(NEW, typed_action(objective, **{"outcomes": "My words.", **fields}))
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "My words.</textarea>" in page
    assert footprint(draft) == before


def test_an_unknown_indicator_is_named_and_the_others_are_kept_in_the_field(people, draft, objective, as_):
    IndicatorFactory(reference="CSC07")
    page = as_(people.holder).post(NEW, typed_action(objective, indicators="CSC07; NOPE1")).content.decode()
    assert "No indicator has the reference NOPE1" in page
    assert 'value="CSC07; NOPE1"' in page
    assert 'href="#id_indicators"' in page


# Officers


@pytest.mark.parametrize("words", ["Head of Fostering", "head of fostering", "  Head  of Fostering "])
def test_an_officer_is_matched_to_the_post_of_that_title(people, draft, objective, as_, words):
    as_(people.holder).post(NEW, typed_action(objective, lead=words))
    officer = written("CSS001").officers.get()
    assert officer.post == people.post("contributor")


@pytest.mark.parametrize("words", ["All Heads of Service", "Head of Fostering / Head of Permanency", "Two names"])
def test_words_that_name_no_post_are_kept_and_flagged(people, draft, objective, as_, words):
    client = as_(people.holder)
    client.post(NEW, typed_action(objective, lead=words))
    officer = written("CSS001").officers.get()
    assert (officer.post, officer.words) == (None, words)
    page = client.get(PART).content.decode()
    assert "No such post" in page
    assert "matches no post of the council" in page


def test_the_first_officer_leads_and_the_order_is_kept(people, draft, objective, as_):
    client = as_(people.holder)
    client.post(
        NEW, typed_action(objective, lead="Head of Permanency", others="Head of Fostering\r\n\r\nSomebody else")
    )
    said = list(written("CSS001").officers.values_list("words", flat=True))
    assert said == ["Head of Permanency", "Head of Fostering", "Somebody else"]


# Due dates


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("31 October 2019", "2019-10-31"),
        ("31/10/2019", "2019-10-31"),
        ("Ongoing up to March 2020", "2020-03-31"),
        ("end of October", "2019-10-31"),
        ("when it is done", None),
        ("31/02/2020", None),
        ("", None),
    ],
)
def test_a_date_is_read_where_it_can_be_and_the_words_are_kept(people, draft, objective, as_, words, due):
    assert as_(people.holder).post(NEW, typed_action(objective, completed_by=words)).status_code == 302
    row = written("CSS001")
    assert (row.completed_by, row.due.isoformat() if row.due else None) == (words, due)


def test_going_back_and_saving_again_adds_nothing(people, draft, objective, as_):
    """What the second press of the button, or the browser's Back button, posts once more."""
    client, row = as_(people.holder), {"text": "Both houses bought", "due_words": "30 November 2019"}
    for _ in range(2):
        assert client.post(f"{PART}objective/new/", {"counter": "0", "text": " Help early"}).status_code == 302
        answer = client.post(NEW, typed_action(objective, row, lead="Head of Fostering", priority_level="must"))
    assert answer.url.endswith("#CSS001")
    assert draft.objectives.filter(text="Help early").count() == 1
    assert draft.actions.count() == 1
    client.post(NEW, typed_action(objective, row, lead="Head of Fostering", priority_level="should"))
    assert draft.actions.count() == 2
