"""Two documents brought in from Word as they were printed: tables over several pages, merged cells, labels within cells."""

import pytest

from serviceplans import transitions
from serviceplans.content import written
from serviceplans.rules import parts_of
from serviceplans.word.placing import pieces_of
from tests.serviceplans import printed
from tests.serviceplans.any_template import begun_in
from tests.serviceplans.factories import reload
from tests.serviceplans.word import read


@pytest.fixture
def bring_in(people):
    """The reading of a document into an empty plan, and the data of its parts once it is brought in."""

    def bring_in(key):
        version = begun_in(people, key)
        found = read(version, getattr(printed, key.replace("-", "_"))())
        by, said = people.holder, {"file": "plan.docx"}
        transitions.bring_in_plan(version.pk, found.before, found.after, by=by, stamp=found.stamp, said=said)
        return found, {part["key"]: part["data"] for _, part in parts_of(written(reload(version)))}

    return bring_in


def actions_of(data):
    return {objective["text"]: objective["actions"] for objective in data["objectives"]}


def test_stocktons_priorities_go_on_over_the_page(bring_in):
    _, data = bring_in("stockton-2008")
    priorities = actions_of(data["priorities"])
    first, second = priorities.values()
    assert list(priorities)[0].startswith("RES01") and list(priorities)[1].startswith("RES07")
    assert [(action["text"], action["completed_by"]) for action in first] == [
        ("Run a leadership programme", "30.9.09"),
        ("Look again at the senior structure", "30.6.08"),
        ("Repeat the 360 degree appraisal", "30.9.08"),
    ]
    assert first[1]["outcomes"] == "Senior posts filled\nTurnover below the average"
    assert (second[0]["completed_by"], second[0]["due"]) == (
        "31.7.08 and 31.1.09 (assuming trial continues)",
        "2009-01-31",
    )
    assert second[0]["outcomes"].splitlines()[0].endswith("Easier access to services")


def test_stocktons_equality_actions_go_on_without_their_headings(bring_in):
    _, data = bring_in("stockton-2008")
    (objective,) = data["equality-scheme"]["objectives"]
    assert objective["extra"]["links"] == "Healthier Communities & Adults, Organisational Effectiveness"
    assert objective["extra"]["success"] == "Policies and practices are fair"
    assert [(a["text"], a["completed_by"], [o["words"] for o in a["officers"]]) for a in objective["actions"]] == [
        ("Evaluate new posts (GAP)", "Ongoing", ["Head of Human Resources"]),
        ("Check hearing loops (DAP)", "Annually (April)", ["All Heads of Service"]),
        (
            "Help people from BME communities into groups (such as the BME Network). (RAP)",
            "Ongoing up to March 2010",
            ["All Heads of Service"],
        ),
        ("Train staff at all levels (RAP)", "Phased over 3 years up to March 2010", []),
        ("Write a strategy to recruit", "March 2009", ["Head of Human Resources"]),
    ]


def test_south_cambs_lists_stand_in_cells_and_under_headings(bring_in):
    _, data = bring_in("south-cambs-2009")
    assert data["pest"] == {
        "political": ["The CAA", "A wider Equalities duty"],
        "economic": ["Recession: more crime"],
        "social": ["Housing costs"],
        "technological": ["ICT for performance"],
    }
    assert data["swot"]["threats"] == ["Funding ends"]
    assert data["partners"]["partners"] == ["IDeA and Improvement East", "Cambridgeshire scrutiny network"]


def test_south_cambs_actions_have_their_steps_months_and_supporting_information(bring_in):
    _, data = bring_in("south-cambs-2009")
    of_team = actions_of(data["council-actions"])
    assert list(of_team) == ["Partnerships Team", "Policy and Performance Team"]
    (events,), (users,) = of_team.values()
    assert [(step["text"], step["due_words"]) for step in events["milestones"]] == [
        ("Recruit an officer", "April 2009"),
        ("Map village events", "May 2009"),
        ("Attend at least 20 events", "Ongoing throughout the year"),
    ]
    assert events["completed_by"] == "1. April 2009; 2. May 2009; 3. Ongoing throughout the year"
    assert [officer["words"] for officer in events["officers"]] == ["Partnerships Manager", "Community Liaison Officer"]
    assert (events["resources"], events["outcomes"]) == ("Half-time cost (£24,000 per annum)", "Services are known")
    assert events["extra"] == {
        "outputs": "Advice at events",
        "risks": "The post is not funded",
        "other_services": "New Communities, at their events.",
    }
    assert [(step["text"], step["due_words"]) for step in users["milestones"]] == [
        ("Report to EMT", "Jan 09"),
        ("Hold meetings", "Sept 09"),
    ]


def test_south_cambs_targets_stand_under_their_years(bring_in):
    _, data = bring_in("south-cambs-2009")
    first, second = data["operational-plan"]["rows"]
    assert first == {
        "team": "Policy and Performance Team", "aims": "(A) A listening council", "approaches": "(iv) Community cohesion",
        "objective": "Support the council's objectives", "supporting": "Good arrangements",
        "measure": "% of staff who know the values", "target_1": "Set baseline", "target_2": "Baseline +2.5%",
        "target_3": "Baseline + 5%", "lead": "Post B",
    }  # fmt: skip
    assert [second[f"target_{year}"] for year in (1, 2, 3)] == ["July 09", "July 10", "July 11"]


def test_south_cambs_improvements_stand_under_their_objectives(bring_in):
    _, data = bring_in("south-cambs-2009")
    objectives = data["improvement-plan"]["objectives"]
    assert [(o["text"], o["extra"]["team"]) for o in objectives] == [
        ("Support the council's objectives through planning", "Policy and Performance Team"),
        ("Promote equality and diversity", "Policy and Performance Team"),
    ]
    assert objectives[1]["actions"][0]["completed_by"] == "As soon as possible – date to be given"


@pytest.mark.parametrize("key", ["stockton-2008", "south-cambs-2009"])
def test_every_word_is_in_the_plan_or_shown_and_placeable(bring_in, key):
    word = getattr(printed, key.replace("-", "_"))()
    found, data = bring_in(key)
    kept = repr(found.after).replace("\\n", " ") + repr(found.unread).replace("\\n", " ") + repr(found.recognised)
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    lines = [line for text in [*cells, *(p.text for p in word.paragraphs)] for line in text.splitlines()]
    lost = {line for line in lines if not any(said in kept for said in ways_of(line))} - HEADINGS
    assert lost == set()
    assert {one.text for one in found.unread if not one.why} == {piece.text for piece in pieces_of(found)}


# What the plan says of these is where the words under them stand.
HEADINGS = {
    "Key actions", "By when", "Outcomes and Success Criteria", "Key Actions to implement the Development Priority",
    "Who is responsible", "Political", "Economic", "Social", "Technological", "Strengths", "Weaknesses", "Opportunities",
    "Threats", "Council Action", "Actions", "Supporting Information", "Completion by Month", "Responsible Officer",
    "Supporting Objective", "Performance Indicator or SMART Milestone", "PI target or deadline (month) for action",
    "2019/20", "2020/21", "2021/22", "Lead Officer", "Improvement or Change Objective", "Service Objective:",
    "1. Key Functions and Responsibilities", "2. Context", "a) External Drivers", "b) Key Partners",
    "c) Strengths and Weaknesses", "10. Risk Overview", "Outcomes and success criteria",
}  # fmt: skip


def ways_of(line):
    """A line as it stands, and without the label, the number or the bracketed month that became a place of its own."""
    bare = line.partition(". ")[2] or line
    return {line, line.partition(": ")[2] or line, bare, bare.rpartition(" (")[0] or bare, line.removesuffix(" /")}
