"""The plan holder goes from each finding of the health check to its field."""

import pytest

from serviceplans import transitions
from serviceplans.pages import PlanPage
from serviceplans.parts import kind_of
from serviceplans.transitions import MilestoneData
from tests.equalities.factories import EqualityAreaFactory
from tests.performance.factories import IndicatorFactory
from tests.risks.factories import RiskFactory, RiskMatrixFactory
from tests.serviceplans.any_template import KEYS, begun_in, parts_of, write_part
from tests.serviceplans.factories import (
    a_complete_plan,
    a_new_plan,
    add_action,
    reload,
    write,
)
from tests.serviceplans.following import follow

PLAN = "/plans/css/2019-20/"


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
    found = follow(client, lines)
    assert {one.line.code for one in found if not one.anchor} == {"no-equality-objective", "part-missing"}
    # Milestones are a table: its heading is where they begin.
    assert {one.anchor for one in found if one.anchor and not one.is_field} == {"milestones"}
    task_list = client.get(PLAN).content.decode()
    assert all(line.url.replace("&", "&amp;") in task_list for line in lines)


def half_filled(client, people, version):
    """Something in every second part, and in it something that its template finds wanting."""
    for part in parts_of(version)[::2]:
        write_part(client, people, version, part)
    for part in parts_of(version):
        kind = kind_of(part)
        if part.kind == "actions":
            objective = transitions.save_objective(
                version.pk, None, by=people.holder, counter=0, text="Bare", themes=[], part_key=part.key
            )
            add_bare_actions(people, version, objective)
        elif part.kind == "risks":
            for fields in ({"target_rating": "green"}, {"target_words": "May"}):
                risk = RiskFactory(rating="red", service=people.service, **fields)
                transitions.link_row(version.pk, "risks", risk.pk, by=people.holder)
        elif part.kind == "narrative" and any(field.get("words") for field in kind.fields):
            counter = getattr(version.contents.filter(part=part).first(), "counter", 0)
            long = {field["key"]: "word " * (field["words"] + 1) for field in kind.fields if field.get("words")}
            transitions.save_part(version.pk, part, by=people.holder, counter=counter, data=long)


def add_bare_actions(people, version, objective):
    bare = {"themes": [], "grounds": [], "officers": [], "milestones": [], "indicators": []}
    add_action(
        version, people.holder, objective, **bare, text="Nothing of it", completed_by="", project_types=[],
        priority_level="must",
    )  # fmt: skip
    measured = {**bare, "indicators": [IndicatorFactory().pk]}
    add_action(version, people.holder, objective, **measured, text="None of quality")
    bare |= {"officers": ["Nobody's post"], "milestones": [MilestoneData("Each has a plan", "Annually (April)")]}
    add_action(
        version, people.holder, objective, **bare, text="No date of it", completed_by="Ongoing",
        project_types=["small"], priority_level="",
    )  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_in_every_shipped_template_each_finding_leads_to_a_field(people, as_, key):
    EqualityAreaFactory(number=1)
    RiskMatrixFactory()
    version = begun_in(people, key)
    client = as_(people.holder)
    half_filled(client, people, version)
    lines = PlanPage(reload(version), people.holder).findings
    found = follow(client, lines)
    asked = set(version.plan.template.checks) - {"not-reviewed", "action-date-passed", "not-in-template"}
    assert {line.code for line in lines} == asked
    for one in found:
        whole = not one.anchor and one.line.code in ("part-missing", "narrative-too-long", "no-equality-objective")
        assert one.is_field or one.anchor == "milestones" or whole, one.line


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


def test_a_long_list_of_findings_folds_after_its_most_pressing(people, as_):
    version = a_new_plan(people)
    for number in range(4):
        add_action(version, people.holder, text=f"Action {number}", themes=[], grounds=[], completed_by="")
    findings = [
        line for line in PlanPage(reload(version), people.holder).findings if line.subject.startswith("actions:")
    ]
    page = as_(people.holder).get(f"{PLAN}edit/actions/").content.decode()
    card = page.partition('aria-labelledby="findings"')[2].partition("</section>")[0]
    shown, _, folded = card.partition("<details")
    assert len(findings) == 12
    assert shown.count("<li>") == 6 and shown.count("To fix") == 6
    assert f"{len(findings) - 6} more" in folded and folded.count("<li>") == len(findings) - 6
