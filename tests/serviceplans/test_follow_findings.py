"""The plan holder goes from each finding of the health check to its field."""

from html.parser import HTMLParser

from serviceplans import transitions
from serviceplans.pages import PlanPage
from serviceplans.transitions import MilestoneData
from tests.performance.factories import IndicatorFactory
from tests.risks.factories import RiskFactory, RiskMatrixFactory
from tests.serviceplans.factories import (
    a_complete_plan,
    a_new_plan,
    add_action,
    reload,
    write,
)

PLAN = "/plans/css/2019-20/"


class Ids(HTMLParser):
    """Every id of a page."""

    def __init__(self, page):
        super().__init__()
        self.found = set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.update(value for name, value in attributes if name == "id")


def test_every_finding_leads_to_its_field(people, as_):
    RiskMatrixFactory()
    version = a_new_plan(people)
    write(version, "savings", {"rows": [{"saving": "Fewer"}]}, people.holder)
    write(version, "description", {"vision": "word " * 151}, people.holder)
    bare = {"themes": [], "grounds": [], "completed_by": "", "officers": [], "milestones": []}
    add_action(version, people.holder, **bare, project_types=[], indicators=[], priority_level="must")
    add_action(
        version, people.holder, **bare, project_types=["small"], indicators=[IndicatorFactory().pk], priority_level=""
    )
    undated = [MilestoneData("Every child has a plan", "Annually (April)")]
    add_action(version, people.holder, officers=["Nobody's post"], completed_by="Ongoing", milestones=undated)
    people.service.director_post = None
    people.service.save()
    for fields in ({"target_rating": "green"}, {"target_words": "May"}):
        risk = RiskFactory(rating="red", service=people.service, **fields)
        transitions.link_row(version.pk, "risks", risk.pk, by=people.holder)
    client = as_(people.holder)
    lines = PlanPage(reload(version), people.holder).findings
    # What is asked of a plan that was begun from last year's is followed in test_review_what_was_carried.py.
    assert {line.code for line in lines} == set(version.plan.template.checks) - {
        "not-reviewed", "action-date-passed", "not-in-template",
    }  # fmt: skip
    pages = {}
    for line in lines:
        address, _, anchor = line.url.partition("#")
        if address not in pages:
            response = client.get(address)
            assert response.status_code == 200, line
            pages[address] = Ids(response.content.decode()).found
        assert not anchor or anchor in pages[address], line
    without = {line.code for line in lines if "#" not in line.url}
    assert without <= {"no-equality-objective", "part-missing"}
    task_list = client.get(PLAN).content.decode()
    assert all(line.url.replace("&", "&amp;") in task_list for line in lines)


def test_the_task_list_counts_what_is_to_fix(people, as_):
    a_new_plan(people)
    page = as_(people.holder).get(PLAN)
    assert f"{len(page.context['page'].to_fix)} to fix" in page.content.decode()
    assert "Nothing to fix" not in page.content.decode()


def test_a_complete_plan_reads_nothing_to_fix(people, as_):
    a_complete_plan(people)
    page = as_(people.holder).get(PLAN).content.decode()
    assert "Nothing to fix" in page
    assert "Next: check your answers and submit" in page
