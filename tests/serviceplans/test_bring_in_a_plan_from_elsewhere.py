"""A Word plan that was never made here, laid out as its council laid it out: what is recognised, and what is left to place."""

import pytest

from serviceplans import transitions
from serviceplans.content import written
from serviceplans.loading import load_template
from serviceplans.rules import parts_of
from serviceplans.template_files import shipped
from serviceplans.word.placing import pieces_of
from tests.council.factories import ThemeFactory
from tests.serviceplans import foreign
from tests.serviceplans.any_template import begun_in
from tests.serviceplans.committed import another_draft
from tests.serviceplans.factories import add_action, add_objective, reload
from tests.serviceplans.word import exported, read


def data_of(content):
    return {part["key"]: part["data"] for _, part in parts_of(content)}


def brought_in(people, key, word):
    """The reading of the file into an empty plan, and what the plan says once it is brought in."""
    ThemeFactory(code="BSCYP", name="A better start")
    version = begun_in(people, key)
    found = read(version, word)
    assert not found.own
    said = {"file": "plan.docx"}
    transitions.bring_in_plan(version.pk, found.before, found.after, by=people.holder, stamp=found.stamp, said=said)
    return found, data_of(written(reload(version)))


def left(found):
    return [one.text for one in found.unread]


def test_york_2019(people):
    found, data = brought_in(people, "york-2019", foreign.york_2019())
    assert data["staff-and-budget"] == {"fte": "203.60", "budget": "£20.59m"}
    assert data["customers-and-partners"]["customers"] == ["Children and their carers"]
    assert data["customers-and-partners"]["partners"] == ["The Fostering Network"]
    challenges = ["Inspection is constant.", "Placements cost more each year."]
    assert data["achievements-and-challenges"]["challenges"] == challenges
    assert data["key-achievements"]["rows"] == [
        {"objective": "Better support", "action": "Reviewed the money", "completed": "2018/19"}
    ]
    (objective,) = data["actions"]["objectives"]
    (action,) = objective["actions"]
    assert objective["text"] == "Keep children safe"
    assert (action["text"], action["project_types"], action["priority_level"]) == (
        "Develop the workforce",
        ["major"],
        "must",
    )
    assert [theme["code"] for theme in action["themes"]] == ["BSCYP"]
    assert [milestone["text"] for milestone in action["milestones"]] == ["Reviews are commissioned"]
    assert "We look after children who need a social worker." in left(found)
    assert "KCR 9 | Partners leave | A" in left(found)
    assert "CSS001 Develop the workforce" in left(found)


def test_stockton_2008(people):
    found, data = brought_in(people, "stockton-2008", foreign.stockton_2008())
    priorities = data["priorities"]["objectives"]
    assert [(p["text"], p["extra"], len(p["actions"])) for p in priorities] == [
        ("RES01 Build leadership capacity", {"theme": "Operational Effectiveness"}, 2),
        ("RES06 Reduce sickness absence", {"theme": "Operational Effectiveness"}, 1),
    ]
    first, second = priorities[0]["actions"]
    assert (first["completed_by"], first["due"], first["outcomes"]) == (
        "30.9.09",
        "2009-09-30",
        "Better survey results",
    )
    assert second["completed_by"] == "31.7.08 and 31.1.09 (assuming trial continues)"
    assert set(left(found)) == {
        "Service Improvement Plan (abridged)", "Service Improvement Plan – Resources 2008/09 – 2010/11",
    }  # fmt: skip


def test_salford_2002(people):
    found, data = brought_in(people, "salford-2002", foreign.salford_2002())
    told = [objective for part in data.values() for objective in part.get("objectives", [])]
    assert [(o["text"], o["extra"], [a["text"] for a in o["actions"]]) for o in told] == [
        (
            "Secure inward investment", {"section": "6.1 Economic Development Section", "number": "1."},
            ["65 potential inward investor enquiries received", "1000 jobs created"],
        )
    ]  # fmt: skip


def test_south_cambs_2009(people):
    found, data = brought_in(people, "south-cambs-2009", foreign.south_cambs_2009())
    told = [objective for part in data.values() for objective in part.get("objectives", [])]
    (action,) = [action for objective in told for action in objective["actions"]]
    assert action["text"] == "Run events in 20 villages"
    assert [step["text"] for step in action["milestones"]] == ["Recruit an officer", "Book the halls"]
    assert (action["completed_by"], action["officers"][0]["words"]) == ("July 2009", "Post A")
    assert left(found) == ["Supporting Information: £12,000 - £15,000"]
    rows = [row for part in data.values() for row in part.get("rows", []) if row.get("supporting")]
    assert [row["target_2"] for row in rows] == ["Baseline +2.5%"]


def test_york_2008(people):
    found, data = brought_in(people, "york-2008", foreign.york_2008())
    rows = [row for part in data.values() for row in part.get("rows", [])]
    assert ["CSF1: Respond to the spending review", "It sets the budget"] in [list(row.values())[-2:] for row in rows]
    assert "Not currently measured" in [row.get("current") for row in rows]
    statements = [part["statements"] for part in data.values() if part.get("statements")]
    assert statements == [["Promoting cohesive communities", "Listening to residents"]]
    (action,) = [a for part in data.values() for o in part.get("objectives", []) for a in o["actions"]]
    assert (action["text"], action["completed_by"]) == ("Measure satisfaction better", "Ongoing throughout 08/09")


@pytest.mark.parametrize("name", ["york_2019", "stockton_2008", "salford_2002", "south_cambs_2009", "york_2008"])
def test_not_a_word_of_the_file_is_lost(people, name):
    word = getattr(foreign, name)()
    version = begun_in(people, name.replace("_20", "-20").replace("_", "-"))
    found = read(version, word)
    kept = repr(found.after) + repr(found.unread) + repr(found.recognised)
    cells = [cell.text for table in word.tables for row in table.rows[1:] for cell in row.cells]
    for text in [*cells, *(p.text for p in word.paragraphs if p.style.name.startswith("List"))]:
        for line in text.splitlines():
            words = line.partition(": ")[2] or line.partition(". ")[2] or line
            assert words in kept or words in HEADS or known_choice(words), words


HEADS = {"Key actions", "By when", "Outcomes and Success Criteria"}


def known_choice(words):
    return words in {"Major", "Must", "BSCYP"}


def test_what_the_plan_has_and_the_file_has_not_stays(people, version):
    objective = add_objective(version, people.holder, text="Another objective")
    add_action(version, people.holder, objective, text="Another action", milestones=[])
    found = read(version, foreign.york_2019())
    kinds = {change.kind for _, part in found.comparison.parts for change in part.changes}
    assert "removed" not in kinds
    texts = [a["text"] for o in data_of(found.after)["actions"]["objectives"] for a in o["actions"]]
    # The file's CSS001 is the plan's.
    assert texts == ["Develop the workforce", "Another action"]


def test_every_piece_that_is_left_can_be_placed(people):
    found = read(begun_in(people, "york-2019"), foreign.york_2019())
    pieces = pieces_of(found)
    assert {piece.text for piece in pieces} == {one.text for one in found.unread if not one.why}
    assert len({piece.name for piece in pieces}) == len(pieces)


def test_a_file_exported_in_another_template_takes_out_nothing_that_it_has_no_part_for(people, version):
    elsewhere = another_draft(people, load_template(shipped()["york-2008"]))
    found = read(version, exported(elsewhere))
    before, after = data_of(found.before), data_of(found.after)
    assert not found.own
    assert before["description"]["vision"] and after["description"] == before["description"]
    assert after["actions"] == before["actions"]
