"""The plan holder reads what York's rules find in a plan, goes to each field, and sets a warning aside with a reason."""

import copy
import json
from html.parser import HTMLParser

import pytest
from django.core.management import call_command

from common.verdict import Conflict, Refused
from council.loading import read_yaml
from risks.models import Risk
from serviceplans import transitions
from serviceplans.choices import Severity, Status
from serviceplans.content import written
from serviceplans.pages import PlanPage
from serviceplans.rules import health_check
from tests.performance.factories import IndicatorFactory
from tests.risks.factories import RiskFactory, RiskMatrixFactory
from tests.serviceplans.factories import (
    YORK,
    a_complete_plan,
    a_new_plan,
    add_action,
    footprint,
    reload,
    write,
)
from tests.serviceplans.signing import assert_written_last

PLAN = "/plans/css/2019-20/"
DISMISS = PLAN + "dismiss/"


class Ids(HTMLParser):
    """Every id of a page."""

    def __init__(self, page):
        super().__init__()
        self.found = set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.update(value for name, value in attributes if name == "id")


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
        {"completed_by": "Ongoing", "due": ""},
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


# York's own example


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


# Where the findings lead


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
    add_action(version, people.holder, officers=["Nobody's post"])
    people.service.director_post = None
    people.service.save()
    for fields in ({"target_rating": "green"}, {"target_words": "May"}):
        risk = RiskFactory(rating="red", service=people.service, **fields)
        transitions.link_row(version.pk, "risks", risk.pk, by=people.holder)
    client = as_(people.holder)
    lines = PlanPage(reload(version), people.holder).findings
    assert {line.code for line in lines} == set(version.plan.template.checks)
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


# Setting a warning aside


@pytest.fixture
def warned(people, version):
    """A plan with one warning: its action has no measure."""
    version.actions.get().indicators.clear()
    return reload(version)


ASKED = "?code=action-no-measure&subject=actions:CSS001:indicators"


def test_a_warning_is_dismissed_with_a_reason_that_shows(people, warned, as_):
    client = as_(people.holder)
    assert (
        "dismiss/?code=action-no-measure&amp;subject=actions%3ACSS001%3Aindicators" in client.get(PLAN).content.decode()
    )
    assert "Action CSS001 has no agreed performance measure" in client.get(DISMISS + ASKED).content.decode()
    response = client.post(DISMISS + ASKED, {"reason": " A measure comes in May. "}, follow=True)
    page = response.content.decode()
    assert "Your reason shows beside it" in page
    assert "Dismissed by Assistant Director, Children: “A measure comes in May.”" in page
    entry = assert_written_last("finding.dismiss", people.holder)
    assert "A measure comes in May." in entry.after
    transitions.submit(warned.pk, by=people.holder)
    review = as_(people.director).get(f"{PLAN}review/").content.decode()
    assert "A measure comes in May." in review


def test_dismissing_again_replaces_the_reason(people, warned, as_):
    client = as_(people.holder)
    for reason in ("First", "Second"):
        client.post(DISMISS + ASKED, {"reason": reason})
    assert [d.reason for d in warned.dismissals.all()] == ["Second"]


@pytest.mark.parametrize(
    ("reason", "words"),
    [("", "Give the reason"), (" ", "Give the reason"), ("x" * 501, "at most 500"), ("a\0b", "Null characters")],
)
def test_a_dismissal_needs_a_reason(people, warned, as_, reason, words):
    before = footprint(warned)
    response = as_(people.holder).post(DISMISS + ASKED, {"reason": reason})
    assert response.status_code == 422
    assert words in response.content.decode()
    with pytest.raises(Refused, match="Give the reason"):
        transitions.dismiss_finding(
            warned.pk, by=people.holder, code="action-no-measure", subject="actions:CSS001:indicators", reason=" "
        )
    assert footprint(warned) == before


def test_a_blocking_finding_cannot_be_dismissed(people, version, as_):
    version.actions.get().themes.clear()
    asked = "?code=action-no-theme&subject=actions:CSS001:themes"
    before, client = footprint(version), as_(people.holder)
    assert "cannot be dismissed" in client.get(DISMISS + asked).content.decode()
    response = client.post(DISMISS + asked, {"reason": "We do not want to."})
    assert response.status_code == 403
    assert "Only a warning can be dismissed" in response.content.decode()
    assert footprint(version) == before


@pytest.mark.parametrize("asked", ["", "?code=nothing&subject=x", "?code=action-no-measure&subject=", "?code=%00"])
def test_a_finding_that_has_gone_needs_no_dismissal(people, warned, as_, asked):
    before = footprint(warned)
    client = as_(people.holder)
    for response in (
        client.get(DISMISS + asked, follow=True),
        client.post(DISMISS + asked, {"reason": "x"}, follow=True),
    ):
        assert "That warning has gone" in response.content.decode()
    assert footprint(warned) == before


def test_a_locked_plans_warnings_stay(people, warned, as_):
    transitions.submit(warned.pk, by=people.holder)
    before = footprint(warned)
    assert as_(people.holder).post(DISMISS + ASKED, {"reason": "Late"}).status_code == 409
    with pytest.raises(Conflict):
        transitions.dismiss_finding(warned.pk, by=people.holder, code="action-no-measure", subject="x", reason="Late")
    assert footprint(warned) == before


# On the command line


def test_the_command_prints_the_findings_and_says_whether_any_blocks(people, warned, capsys):
    call_command("health_check", "CSS", "2019/20", "--format", "json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["plan"] == "CSS 2019/20"
    (finding,) = answer["findings"]
    assert finding == {
        "severity": "warning",
        "code": "action-no-measure",
        "section": "4. Actions, risks and performance",
        "message": "Action CSS001 has no agreed performance measure",
        "url": "/plans/css/2019-20/edit/actions/action/CSS001/#id_indicators",
    }


def test_the_command_ends_with_1_when_a_finding_blocks(people, capsys):
    a_new_plan(people)
    with pytest.raises(SystemExit) as ended:
        call_command("health_check", "css", "2019-20")
    assert ended.value.code == 1
    assert "blocking: " in capsys.readouterr().out


def test_the_command_reads_a_submitted_plan_too(people, warned, capsys):
    transitions.submit(warned.pk, by=people.holder)
    call_command("health_check", "CSS", "2019/20", "--format", "json")
    assert [finding["code"] for finding in json.loads(capsys.readouterr().out)["findings"]] == ["action-no-measure"]


def test_the_command_ends_with_2_where_there_is_no_plan(db, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("health_check", "NONE", "2019/20")
    assert ended.value.code == 2
    assert "There is no plan NONE 2019/20" in capsys.readouterr().err


def test_a_complete_plan_reads_nothing_to_fix(people, as_):
    a_complete_plan(people)
    page = as_(people.holder).get(PLAN).content.decode()
    assert "Nothing to fix" in page
    assert "Next: check your answers and submit" in page
