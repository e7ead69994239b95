"""The plan holder writes table 4.1: objectives, actions with their milestones, officers and measures."""

import json

import pytest

from common.models import LedgerEntry
from common.verdict import Conflict, Refused, Stale
from council.models import ServiceArea
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.models import Action, ActionVersion, MilestoneVersion, Objective
from serviceplans.transitions import MilestoneData
from tests.council.factories import ThemeFactory
from tests.performance.factories import IndicatorFactory
from tests.serviceplans.factories import (
    a_complete_plan,
    a_new_plan,
    action_data,
    add_action,
    add_objective,
    footprint,
)
from tests.serviceplans.signing import assert_written_last

PLAN = "/plans/css/2019-20/"
PART = PLAN + "edit/actions/"
NEW = PART + "action/new/"


@pytest.fixture
def draft(people):
    return a_new_plan(people)


@pytest.fixture
def objective(people, draft):
    return add_objective(draft, people.holder)


def typed(objective, /, *milestones, **fields):
    """An action as its page posts it; each milestone is a dictionary."""
    posted = {"counter": "0", "objective": objective.pk, "text": "Find foster families"}
    posted |= {"milestones-TOTAL_FORMS": len(milestones), "milestones-INITIAL_FORMS": 0}
    for number, row in enumerate(milestones):
        posted |= {f"milestones-{number}-{key}": value for key, value in row.items() if value is not None}
    return posted | fields


def written(reference):
    return ActionVersion.objects.get(action__reference=reference)


# Objectives


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
        ({"themes": ["999999"]}, "Choose one of the options for “Council plan themes”"),
        ({"themes": ["x"]}, "Choose one of the options for “Council plan themes”"),
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


# Actions and their references


def test_an_action_gets_the_services_next_reference(people, draft, objective, as_):
    client = as_(people.holder)
    assert "It will be given the reference CSS001" in client.get(NEW).content.decode()
    response = client.post(NEW, typed(objective), follow=True)
    assert response.redirect_chain[-1][0] == f"{PART}#CSS001"
    assert "Saved: action CSS001" in response.content.decode()
    client.post(NEW, typed(objective, text="Train them well"))
    assert sorted(Action.objects.values_list("reference", flat=True)) == ["CSS001", "CSS002"]


def test_everything_that_was_typed_is_there_on_coming_back(people, draft, objective, as_):
    client = as_(people.holder)
    theme = ThemeFactory(code="GHW")
    IndicatorFactory(reference="CSC 07")
    client.post(
        NEW,
        typed(
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
    assert as_(people.holder).post(NEW, typed(objective)).status_code == 302
    assert "Action CSS001 has no priority level" in as_(people.holder).get(PART).content.decode()


def test_a_reference_is_never_given_again(people, draft, objective, as_):
    client = as_(people.holder)
    client.post(NEW, typed(objective))
    response = client.post(f"{PART}action/CSS001/remove/", follow=True)
    assert "Its reference will not be given again" in response.content.decode()
    assert not Action.objects.exists()
    client.post(NEW, typed(objective))
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
    as_(people.holder).post(f"{PART}action/CSS001/", typed(other, counter="1"))
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
    response = as_(people.holder).post(NEW, typed(objective, **{"outcomes": "My words.", **fields}))
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "My words.</textarea>" in page
    assert footprint(draft) == before


def test_an_unknown_indicator_is_named_and_the_others_are_kept_in_the_field(people, draft, objective, as_):
    IndicatorFactory(reference="CSC07")
    page = as_(people.holder).post(NEW, typed(objective, indicators="CSC07; NOPE1")).content.decode()
    assert "No indicator has the reference NOPE1" in page
    assert 'value="CSC07; NOPE1"' in page
    assert 'href="#id_indicators"' in page


# Officers


@pytest.mark.parametrize("words", ["Head of Fostering", "head of fostering", "  Head  of Fostering "])
def test_an_officer_is_matched_to_the_post_of_that_title(people, draft, objective, as_, words):
    as_(people.holder).post(NEW, typed(objective, lead=words))
    officer = written("CSS001").officers.get()
    assert officer.post == people.post("contributor")


@pytest.mark.parametrize("words", ["All Heads of Service", "Head of Fostering / Head of Permanency", "Two names"])
def test_words_that_name_no_post_are_kept_and_flagged(people, draft, objective, as_, words):
    client = as_(people.holder)
    client.post(NEW, typed(objective, lead=words))
    officer = written("CSS001").officers.get()
    assert (officer.post, officer.words) == (None, words)
    page = client.get(PART).content.decode()
    assert "No such post" in page
    assert "matches no post of the council" in page


def test_the_first_officer_leads_and_the_order_is_kept(people, draft, objective, as_):
    client = as_(people.holder)
    client.post(NEW, typed(objective, lead="Head of Permanency", others="Head of Fostering\r\n\r\nSomebody else"))
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
    assert as_(people.holder).post(NEW, typed(objective, completed_by=words)).status_code == 302
    row = written("CSS001")
    assert (row.completed_by, row.due.isoformat() if row.due else None) == (words, due)


# Milestones


def milestones(row):
    return list(row.milestones.values_list("pk", "milestone_id", "text"))


def test_milestones_keep_their_identity_when_they_are_reworded_and_moved(people, draft, as_):
    rows = [MilestoneData("First", "May 2019"), MilestoneData("Second"), MilestoneData("Third")]
    row = add_action(draft, people.holder, milestones=rows)
    (first, one, _), (second, two, _), (third, *_) = milestones(row)
    as_(people.holder).post(
        f"{PART}action/CSS001/",
        typed(
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
        f"{PART}action/{row.action.reference}/", typed(objective, {"pk": stolen.pk, "text": "Mine now"}, counter="1")
    )
    stolen.refresh_from_db()
    assert (stolen.text, stolen.action) == ("First six families approved", other)
    assert row.milestones.get().pk != stolen.pk


@pytest.mark.parametrize("pk", ["9" * 30, "x", "-1", "0"])
def test_a_milestone_number_that_is_none_does_no_harm(people, draft, objective, as_, pk):
    response = as_(people.holder).post(NEW, typed(objective, {"pk": pk, "text": "Campaign"}))
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
    response = as_(people.holder).post(NEW, typed(objective, row))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert footprint(draft) == before


def test_asking_for_more_milestones_stays_on_the_page(people, draft, objective, as_):
    response = as_(people.holder).post(NEW, typed(objective, more="1"))
    assert response.url == f"{PART}action/CSS001/#milestones"


# Two at once, other people's rows, broken saves


def test_a_stale_action_shows_both_texts_and_the_first_is_kept(people, draft, as_):
    row = add_action(draft, people.holder)
    client, url = as_(people.holder), f"{PART}action/CSS001/"
    client.post(url, typed(row.objective, {"text": "Their milestone"}, counter="1", text="Theirs"))
    response = client.post(url, typed(row.objective, {"text": "My milestone"}, counter="1", text="Mine"))
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
    from tests.council.factories import ServiceAreaFactory
    from tests.serviceplans.factories import PlanFactory

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
        assert client.post(url, typed(objective, counter="1")).status_code == 404, url
    assert client.post(NEW, typed(foreign)).status_code == 422
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
        for response in (client.get(url), client.post(url, typed(objective, counter="1"))):
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


def test_going_back_and_saving_again_adds_nothing(people, draft, objective, as_):
    """What the second press of the button, or the browser's Back button, posts once more."""
    client, row = as_(people.holder), {"text": "Both houses bought", "due_words": "30 November 2019"}
    for _ in range(2):
        assert client.post(f"{PART}objective/new/", {"counter": "0", "text": " Help early"}).status_code == 302
        answer = client.post(NEW, typed(objective, row, lead="Head of Fostering", priority_level="must"))
    assert answer.url.endswith("#CSS001")
    assert draft.objectives.filter(text="Help early").count() == 1
    assert draft.actions.count() == 1
    client.post(NEW, typed(objective, row, lead="Head of Fostering", priority_level="should"))
    assert draft.actions.count() == 2
