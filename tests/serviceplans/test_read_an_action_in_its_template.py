"""An action's own page shows the columns of its template, under the template's names, and no others."""

import pytest

from serviceplans import transitions
from serviceplans.models import TemplatePart
from serviceplans.transitions import ActionData, MilestoneData
from tests.serviceplans.any_template import begun_in


@pytest.fixture
def draft(people):
    return begun_in(people, "south-cambs-2009")


def an_action(draft, by, part, **said):
    objective = transitions.save_objective(
        draft.pk, None, by=by, counter=0, text="Partnerships Team", themes=[], part_key=part
    )
    data = ActionData(
        text="Review CCTV", milestones=[MilestoneData("Find a consultant", "June 2009", "", None)], **said
    )
    return transitions.save_action(draft.pk, None, by=by, counter=0, objective_id=objective.pk, data=data).action


def page_of(client, action):
    page = client.get(f"/plans/actions/{action}/")
    return page, {fact["key"]: fact["value"] for fact in page.context["facts"]}


def test_it_is_read_in_the_templates_own_columns(people, draft, as_):
    said = {"outputs": "A report on CCTV", "other_services": "Environmental Health\nHousing"}
    action = an_action(draft, people.holder, "council-actions", resources="£10,000", extra=said)
    page, facts = page_of(as_(people.holder), action.reference)
    assert facts["Team"] == ["Partnerships Team"]
    assert facts["Additional resources required"] == ["£10,000"]
    assert facts["Outputs"] == ["A report on CCTV"]
    assert facts["Other services affected"] == ["Environmental Health", "Housing"]
    assert facts["Risks"] == "Not given"
    assert not {"Project type", "Priority level", "Service objective", "Council plan themes"} & set(facts)
    assert '<h2 class="govuk-heading-m">Actions</h2>' in page.content.decode()


def test_it_is_read_in_the_columns_of_the_table_that_it_stands_in(people, draft, as_):
    improvement = TemplatePart.objects.get(template=draft.plan.template, key="improvement-plan")
    action = an_action(draft, people.holder, improvement.key)
    _, facts = page_of(as_(people.holder), action.reference)
    assert facts["Service objective"] == ["Partnerships Team"] and "Team" not in facts


def test_a_table_that_names_no_columns_shows_yorks(people, as_):
    york = begun_in(people, "york-2019")
    action = an_action(york, people.holder, "actions", completed_by="31.7.08 and 31.1.09 (assuming trial continues)")
    _, facts = page_of(as_(people.holder), action.reference)
    assert facts["Project type"] == "Not given"
    words, note = facts["Completed by date"]
    assert words.startswith("31.7.08") and note == "Read as 31 January 2009, the last date in the words."
