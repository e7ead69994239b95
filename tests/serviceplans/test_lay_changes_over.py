"""What was signed stays as it was signed; the plan as it stands shows the changes made since, each with its number."""

from copy import deepcopy

import pytest

from common.documents.blocks import Cell, Facts, Heading, Table
from serviceplans.content import written
from serviceplans.parts import kind_for
from serviceplans.rules import Laid, changeables, compare, lay_over, patch_for, rows_of, sentence
from tests.serviceplans.factories import a_complete_plan, reload
from tests.serviceplans.test_compare_contents import action, part


@pytest.fixture
def content(people):
    return written(reload(a_complete_plan(people)))


def described(content, key):
    return next(p for s in content["sections"] for p in s["parts"] if p["key"] == key)


def laid(content, key, row, field, after, number=1):
    """The change of one field as it would be laid over."""
    found = next(c for c in changeables(described(content, key), row) if c.name.endswith(field))
    return Laid(number, key, found.row, found.field, patch_for(found, after, "2019/20"))


def shown(content, key):
    """Every text of a part as a document shows it."""
    blocks = kind_for(described(content, key)).blocks(part(content, key))
    texts = []
    for block in blocks:
        match block:
            case Table():
                texts += [cell.text for row in block.rows for cell in row if isinstance(cell, Cell)]
            case Facts():
                texts += [value for _, value in block.rows]
            case Heading():
                texts.append(block.text)
    return texts


def test_a_moved_date_reads_as_moved_and_what_was_signed_is_untouched(content):
    signed = deepcopy(content)
    now = lay_over(content, [laid(content, "actions", "CSS001", "completed_by", "31/01/2020")])
    assert content == signed
    assert (action(now, "CSS001")["completed_by"], action(now, "CSS001")["due"]) == ("31/01/2020", "2020-01-31")
    assert "31/01/2020 (change 1)" in shown(now, "actions")
    assert sentence(compare(signed, now)) == "1 date moved."


def test_a_new_owner_and_a_milestone_done_are_marked_where_they_stand(content):
    milestone = action(content, "CSS001")["milestones"][0]["id"]
    now = lay_over(
        content,
        [
            laid(content, "actions", "CSS001", "officers", "Principal Social Worker\nHead of Fostering"),
            laid(content, "actions", "CSS001", f"milestone-{milestone}-done_on", "2 August 2019", 2),
        ],
    )
    assert "Principal Social Worker\nHead of Fostering (change 1)" in shown(now, "actions")
    line = "First six families approved (30 September 2019, Head of Fostering, done 2 August 2019) (change 2)"
    assert line in shown(now, "actions")


def test_words_and_cells_put_right_are_marked(content):
    now = lay_over(
        content,
        [
            laid(content, "description", "", "vision", "Each child is safe and goes to a good school!"),
            laid(content, "description", "", "objectives", "Keep every child safe\nHelp families early on", 2),
            laid(content, "savings", "1", "saving", "Fewer agency staff", 3),
        ],
    )
    assert {"Vision (change 1)", "Overall objectives (change 2)"} <= set(shown(now, "description"))
    assert part(now, "description")["objectives"] == ["Keep every child safe", "Help families early on"]
    assert "Fewer agency staff (change 3)" in shown(now, "savings")


def test_the_last_change_of_a_field_is_the_one_that_shows(content):
    first = laid(content, "actions", "CSS001", "completed_by", "30 November 2019")
    second = laid(content, "actions", "CSS001", "completed_by", "31 January 2020", 2)
    assert "31 January 2020 (change 2)" in shown(lay_over(content, [first, second]), "actions")


def test_marks_are_no_difference(content):
    same = lay_over(content, [laid(content, "actions", "CSS001", "completed_by", "31 October 2019")])
    assert rows_of(compare(content, same)) == []


def test_a_change_whose_row_a_reader_may_not_see_is_left_out(content):
    change = Laid(1, "actions", "CSS777", "text", {"text": "Nothing"})
    assert lay_over(content, [change, Laid(2, "nowhere", "", "text", {"text": "x"})]) == content


def test_figures_and_what_the_register_holds_cannot_be_changed_here(content):
    assert not changeables(described(content, "staff-and-budget"), "")
    assert not changeables(described(content, "risks"), "KCR 3")
    assert not changeables(described(content, "header"), "")
    assert [c.field for c in changeables(described(content, "savings"), "1")] == ["area", "saving", "year"]
