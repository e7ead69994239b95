"""What York's rules find in a plan, each by a case; the template says which run and which block."""

import copy
import json

import pytest

from council.loading import read_yaml
from risks.models import Risk
from serviceplans import transitions
from serviceplans.choices import Severity, Status
from serviceplans.content import written
from serviceplans.pages import PlanPage
from serviceplans.rules import health_check
from tests.serviceplans.factories import (
    YORK,
    add_action,
    reload,
)

# The rules are pure: one complete plan is written once, and each of their tests spoils a copy of its content.
CHECKS = read_yaml(YORK)["checks"]
kept = {}


@pytest.fixture
def content(request):
    """A complete plan's content as plain values, to spoil."""
    if not kept:
        kept["content"] = json.dumps(written(request.getfixturevalue("version")))
    return json.loads(kept["content"])


def data_of(content, key):
    return next(p["data"] for section in content["sections"] for p in section["parts"] if p["key"] == key)


def action_of(content):
    return data_of(content, "actions")["objectives"][0]["actions"][0]


def found_in(content, checks=None):
    return health_check(content, CHECKS if checks is None else checks)


def test_a_complete_plan_has_nothing_to_fix_or_to_consider(content):
    assert found_in(content) == []


# Each of York's rules about actions: what is spoilt, which finding, whether it blocks, what it says, which field.
ACTIONS = [
    ({"themes": []}, "action-no-theme", True, "names no council plan theme", "themes"),
    ({"project_types": []}, "action-no-project-type", True, "has no project type", "project_types"),
    ({"priority_level": ""}, "action-no-priority", True, "has no priority level", "priority_level"),
    ({"completed_by": ""}, "action-no-date", True, "no completed-by date, nor words for one", "completed_by"),
    ({"officers": []}, "action-no-officer", True, "has no accountable officer", "lead"),
    ({"grounds": []}, "action-no-ground", True, "does not say why it belongs in the plan", "grounds"),
    ({"indicators": []}, "action-no-measure", False, "has no agreed performance measure", "indicators"),
    (
        {"indicators": [{"reference": "X", "name": "X", "quality": False}]},
        "action-no-quality-measure", False, "has measures, but none of quality", "indicators",
    ),
    ({"milestones": []}, "action-no-milestones", False, "has no milestones", "milestones"),
    (
        {"milestones": [], "priority_level": "statutory"},
        "action-no-milestones", False, "is Must or Statutory", "milestones",
    ),
    ({"project_types": ["small"]}, "action-operational", False, "only Small or Business as usual", "project_types"),
    (
        {"project_types": ["small", "business-as-usual"]},
        "action-operational", False, "belongs in a team plan", "project_types",
    ),
    (
        {"officers": [{"words": "Nobody's post", "is_post": False}]},
        "action-officer-not-a-post", False, "matches no post of the council", "lead",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("spoilt", "code", "blocks", "words", "field"), ACTIONS)
def test_each_rule_about_actions(content, spoilt, code, blocks, words, field):
    action_of(content).update(spoilt)
    (checked,) = found_in(content)
    assert (checked.finding.code, checked.blocks, checked.section) == (
        code,
        blocks,
        "4. Actions, risks and performance",
    )
    assert checked.finding.message.startswith("Action CSS001 ")
    assert words in checked.finding.message
    assert (checked.finding.part, checked.finding.subject, checked.finding.field) == ("actions", "CSS001", field)


@pytest.mark.parametrize(
    "fine",
    [
        {"completed_by": "Ongoing up to March 2020", "due": "2020-03-31"},
        {"priority_level": "should", "milestones": []},
        {"priority_level": "could", "milestones": []},
        {"project_types": ["business-as-usual", "statutory"]},
        {"project_types": ["small", "major"]},
        {"resources": "", "outcomes": ""},
        {"indicators": [{"quality": False}, {"quality": True}]},
    ],
)
def test_what_york_allows_in_an_action(content, fine):
    action_of(content).update(fine)
    assert found_in(content) == []


def test_words_without_a_date_are_allowed_and_said_to_have_none(content):
    action_of(content).update(completed_by="Ongoing", due="")
    (found,) = found_in(content)
    assert (found.finding.code, found.severity, found.finding.field) == ("date-not-read", "warning", "completed_by")


RISKS = [
    ({"mitigation": ""}, "risk-no-mitigation", True, "is rated amber, but no mitigating action", "mitigation"),
    ({"mitigation": " \n"}, "risk-no-mitigation", True, "no mitigating action is written", "mitigation"),
    ({"mitigation": "", "rating": "red"}, "risk-no-mitigation", True, "is rated red", "mitigation"),
    ({"target_rating": ""}, "risk-no-target", False, "has no target rating", "target_rating"),
    ({"target_words": ""}, "risk-no-target", False, "has no target date", "target_words"),
    (
        {"target_rating": "", "target_words": ""},
        "risk-no-target", False, "has no target rating and no target date", "target_rating",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("spoilt", "code", "blocks", "words", "field"), RISKS)
def test_each_rule_about_risks(content, spoilt, code, blocks, words, field):
    data_of(content, "risks")["risks"][0].update(spoilt)
    (checked,) = found_in(content)
    assert (checked.finding.code, checked.blocks) == (code, blocks)
    assert checked.finding.message.startswith("Risk KCR 3 ")
    assert words in checked.finding.message
    assert (checked.finding.subject, checked.finding.field) == ("KCR 3", field)


@pytest.mark.parametrize("rating", ["green", "none"])
def test_a_green_risk_needs_no_mitigation(content, rating):
    data_of(content, "risks")["risks"][0].update(rating=rating, mitigation="")
    assert found_in(content) == []


def test_a_plan_without_risks_or_indicators_may_be(content):
    data_of(content, "risks")["risks"] = []
    for group in data_of(content, "indicators")["groups"]:
        group["indicators"] = []
    assert found_in(content) == []


def test_no_equality_objective_blocks(content):
    for area in data_of(content, "equalities")["areas"]:
        area["objectives"] = []
    (checked,) = found_in(content)
    assert (checked.finding.code, checked.blocks, checked.section) == ("no-equality-objective", True, "Equalities")


REQUIRED = [
    ("description", "description"), ("description", "vision"), ("description", "objectives"),
    ("staff-and-budget", "fte"), ("staff-and-budget", "budget"),
    ("customers-and-partners", "customers"), ("customers-and-partners", "partners"),
    ("demographics-and-strategies", "demographics"), ("achievements-and-challenges", "challenges"),
    ("overview", "overview"), ("overview", "future"), ("activity", "activity"), ("activity", "risks_foreseen"),
    ("header", "holder"), ("header", "director"), ("header", "member"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "field"), REQUIRED)
def test_required_narrative_that_is_missing_blocks(content, key, field):
    data_of(content, key)[field] = ""
    (checked,) = found_in(content)
    assert (checked.finding.code, checked.blocks, checked.finding.part) == ("part-missing", True, key)
    assert checked.finding.field == field
    assert "is empty" in checked.finding.message


@pytest.mark.parametrize(("key", "field"), [("customers-and-partners", "stakeholders"), ("activity", "none")])
def test_what_is_not_required_may_be_empty(content, key, field):
    data_of(content, key)[field] = ""
    assert found_in(content) == []


@pytest.mark.parametrize(
    ("key", "field", "limit"), [("description", "vision", 150), ("overview", "overview", 400), ("description", "objectives", 250)]
)  # fmt: skip
def test_narrative_over_its_length_blocks_and_at_its_length_does_not(content, key, field, limit):
    words = ["word"] * limit
    as_list = field == "objectives"
    data_of(content, key)[field] = words if as_list else " ".join(words)
    assert found_in(content) == []
    data_of(content, key)[field] = [*words, "more"] if as_list else " ".join([*words, "more"])
    (checked,) = found_in(content)
    assert (checked.finding.code, checked.blocks) == ("narrative-too-long", True)
    assert f"has {limit + 1} words; the template allows {limit}" in checked.finding.message


def test_rows_and_tables_that_are_missing_block(content):
    data_of(content, "key-achievements")["rows"] = []
    data_of(content, "actions")["objectives"] = []
    said = [checked.finding.message for checked in found_in(content)]
    assert said == ["Key achievements: nothing is listed", "Actions and indicators: the plan has no action yet"]


def test_a_row_that_lacks_a_cell_is_named_by_its_number(content):
    data_of(content, "savings")["rows"].append({"area": "", "saving": "Fewer", "year": "", "amount": ""})
    (checked,) = found_in(content)
    assert (checked.finding.message, checked.finding.subject) == ("Savings required, row 2: “Area” is empty", "2")


def test_blocking_findings_come_first_and_otherwise_in_the_plans_order(content):
    action_of(content).update(indicators=[], themes=[])
    data_of(content, "overview")["future"] = ""
    codes = [checked.finding.code for checked in found_in(content)]
    assert codes == ["part-missing", "action-no-theme", "action-no-measure"]


def test_checking_changes_nothing_of_what_it_reads(content):
    before = copy.deepcopy(content)
    action_of(content).update(themes=[])
    action_of(before).update(themes=[])
    found_in(content)
    assert content == before


@pytest.mark.parametrize("code", sorted({code for _, code, *_ in ACTIONS + RISKS}))
def test_a_template_may_turn_a_check_off_or_the_other_way_round(content, code):
    checks = CHECKS
    spoilt = next(spoilt for spoilt, its, *_ in ACTIONS + RISKS if its == code)
    target = data_of(content, "risks")["risks"][0] if code.startswith("risk") else action_of(content)
    target.update(spoilt)
    assert found_in(content, {k: v for k, v in checks.items() if k != code}) == []
    other = Severity.WARNING if checks[code] == "blocking" else Severity.BLOCKING
    (checked,) = found_in(content, {**checks, code: other.value})
    assert checked.severity == other


def test_yorks_own_example_passes_with_warnings_only(people, version):
    version.actions.get().delete()
    row = add_action(
        version, people.holder, text="A confident workforce", project_types=["business-as-usual", "statutory"],
        officers=["Assistant Director, Children"], resources="", outcomes="", indicators=[],
    )  # fmt: skip
    risk = version.risk_links.get().risk
    Risk.objects.filter(pk=risk.pk).update(target_rating="", target_words="", likelihood=None, impact=None)
    findings = PlanPage(reload(version), people.holder).findings
    assert [(line.code, line.blocks) for line in findings] == [("action-no-measure", False), ("risk-no-target", False)]
    assert findings[0].message == f"Action {row.action.reference} has no agreed performance measure"
    assert findings[1].message == "Risk KCR 3 has no target rating and no target date"
    assert transitions.submit(version.pk, by=people.holder).status == Status.DMT_REVIEW
