"""Somebody reads what changed between two versions of a plan: on a page, as PDF and Word, and from the command line."""

import io
import json

import docx
import pikepdf
import pytest

from risks.models import Risk
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.exports.comparison import comparison_document
from serviceplans.history import compared
from serviceplans.models import PlanVersion
from tests.serviceplans.factories import (
    PEOPLE,
    a_complete_plan,
    action_data,
    add_action,
    bring,
    reload,
    write,
)

PLAN = "/plans/css/2019-20/"
URL = f"{PLAN}versions/1/compare/2/"


@pytest.fixture
def version(people):
    """A plan in force."""
    return a_complete_plan(people, Status.PUBLISHED)


@pytest.fixture
def draft(people, version):
    """A revision in which an action's date has moved, another is new, and words and a saving have changed."""
    draft = reload(
        transitions.begin_revision(version.plan_id, by=people.holder, cause="clinic", why="The clinic of 1 August.")
    )
    row = draft.actions.get()
    data = transitions.action_data(row)
    data.completed_by = "31 January 2020"
    transitions.save_action(
        draft.pk, row.pk, by=people.holder, counter=row.counter, objective_id=row.objective_id, data=data
    )
    add_action(draft, people.holder, text="Open one front door")
    write(
        draft, "overview", {"overview": "Fewer children in care soon.", "future": "One front door."}, people.holder, 1
    )
    return draft


def test_a_councillor_reads_a_summary_then_section_by_section(people, version, draft, as_):
    bring(reload(draft), people, Status.MEMBER_REVIEW)
    response = as_(people.member).get(URL)
    page = response.content.decode()
    assert response.status_code == 200
    for words in (
        "In short",
        "1 action added",
        "1 date moved",
        "The clinic of 1 August.",
        "“Headline overview” reworded",
    ):
        assert words in page
    assert "3. Service priorities" in page and "4. Actions, risks and performance" in page
    assert "Nothing changed in: Plan details; 1. About the service; 2. Key achievements; Equalities." in page
    assert "removed: </span>31 October 2019" in page and "added: </span>31 January 2020" in page
    assert "Changed: CSS001 Find twelve more foster families" in page
    assert "Added: CSS002 Open one front door" in page


def test_what_is_in_force_is_compared_with_a_draft_as_it_is_written(people, version, draft, as_):
    client = as_(people.holder)
    assert "1 action added" in client.get(URL).content.decode()
    transitions.remove_action(draft.pk, draft.actions.get(action__reference="CSS002").pk, by=people.holder)
    assert "action added" not in client.get(URL).content.decode()


def test_two_versions_that_say_the_same_say_so(people, version, as_):
    transitions.begin_revision(version.plan_id, by=people.holder, cause="clinic", why="The clinic.")
    assert "Nothing differs between the two." in as_(people.holder).get(URL).content.decode()


def test_backwards_what_was_added_was_taken_out(people, version, draft, as_):
    page = as_(people.holder).get(f"{PLAN}versions/2/compare/1/").content.decode()
    assert "1 action stopped" in page and "Stopped: CSS002 Open one front door" in page


@pytest.mark.parametrize(("before", "after"), [(1, 1), (1, 3), (0, 1), (9, 2)])
def test_versions_that_are_not_two_of_the_plan_are_not_found(people, draft, as_, before, after):
    assert as_(people.holder).get(f"{PLAN}versions/{before}/compare/{after}/").status_code == 404


def test_any_two_are_chosen_from_the_list_of_versions(people, version, draft, as_):
    client = as_(people.holder)
    response = client.get(f"{PLAN}versions/?before=2&after=1")
    assert (response.status_code, response.url) == (302, URL)
    assert client.get(f"{PLAN}versions/?before=1&after=1").status_code == 200
    assert client.get(f"{PLAN}versions/?before=x&after=").status_code == 200


def test_a_comparison_says_no_more_than_its_reader_may_read(people, version, draft, as_, client):
    """A draft is not compared for those who do not read it, and a confidential risk is in no comparison."""
    Risk.objects.update(confidential=True)
    transitions.unlink_row(draft.pk, "risks", draft.risk_links.get().risk_id, by=people.holder)
    assert client.get(URL).status_code == 404
    assert as_(people.staff).get(URL).status_code == 404
    bring(reload(draft), people, Status.PUBLISHED)
    told = {name: "KCR 3" in as_(getattr(people, name)).get(URL).content.decode() for name in PEOPLE}
    assert told["holder"] and told["director"]
    assert not told["staff"] and not told["other_director"]
    client.logout()
    assert "KCR 3" not in client.get(URL).content.decode()


def test_the_pdf_is_accessible_and_the_word_file_marks_the_words(people, version, draft, as_):
    client = as_(people.holder)
    response = client.get(f"{URL}changes.pdf")
    assert response["Content-Disposition"] == 'attachment; filename="CSS-2019-20-v1-v2.pdf"'
    with pikepdf.open(io.BytesIO(response.content)) as file, file.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == f"{version.plan}: what changed"
    word = docx.Document(io.BytesIO(client.get(f"{URL}changes.docx").content))
    runs = {
        r.text: r
        for table in word.tables
        for row in table.rows
        for cell in row.cells
        for p in cell.paragraphs
        for r in p.runs
    }
    assert runs["[31 October 2019]"].font.strike
    assert runs["‹31 January 2020›"].font.underline
    headings = [p.text for p in word.paragraphs if p.style.name.lower().startswith("heading")]
    assert "In short" in headings and "Added: CSS002 Open one front door" in headings
    assert client.get(f"{URL}changes.xlsx").status_code == 404


def test_an_approved_pair_carries_no_draft_mark(people, version, draft):
    comparison = compared(None, version, draft)
    assert comparison_document(comparison, version, draft).watermark == "Draft: not yet approved"
    approved = bring(reload(draft), people, Status.APPROVED)
    assert comparison_document(comparison, reload(version), approved).watermark == ""


# From the command line


def test_the_command_prints_the_changes(people, version, draft, run):
    code, said, _ = run("compare_versions", "CSS", "2019/20", "1", "2")
    lines = [line.strip() for line in said.splitlines()]
    assert code == 0
    assert lines[0] == "Children's Specialist Services 2019/20: version 1 compared with version 2"
    assert lines[1] == "1 action added, 1 date moved and “Headline overview” reworded."
    assert "~ CSS001: completed by date: 31 October 2019 → 31 January 2020" in lines
    assert "+ CSS002: Open one front door" in lines


def test_the_command_answers_programs_as_the_import_of_a_plan_does(people, version, draft, run):
    code, said, _ = run("compare_versions", "css", "2019-20", "1", "2", "--format", "json")
    answer = json.loads(said)
    assert (code, answer["plan"], answer["before"], answer["after"]) == (0, "CSS 2019/20", 1, 2)
    moved = {
        "section": "4. Actions, risks and performance", "part": "4.1 Actions and indicators", "reference": "CSS001",
        "row": "action", "name": "Find twelve more foster families", "field": "Completed by date", "kind": "changed",
        "before": "31 October 2019", "after": "31 January 2020",
    }  # fmt: skip
    assert moved in answer["changes"]
    assert {(row["reference"], row["kind"]) for row in answer["changes"]} == {
        ("CSS001", "changed"), ("CSS002", "added"), ("", "changed"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("XYZ", "2019/20", "1", "2"), "There is no plan XYZ 2019/20"),
        (("CSS", "2019/20", "1", "3"), "CSS 2019/20 has no version 3. It has 1, 2."),
        (("CSS", "2019/20", "1", "1"), "Name two versions"),
        (("CSS", "2019/20", "one", "2"), "invalid int value"),
        (("CSS", "2019/20", "1"), "required"),
    ],
)
def test_what_it_cannot_compare_is_one_line_and_2(draft, run, arguments, said):
    code, printed, trouble = run("compare_versions", *arguments)
    assert (code, printed) == (2, "")
    assert said in trouble
    assert len(trouble.strip().splitlines()) == 1


def test_a_milestone_is_named_by_its_words(people, version, draft, run):
    row = draft.actions.get(action__reference="CSS001")
    data = transitions.action_data(row)
    data.milestones[0].due_words = "15 October 2019"
    transitions.save_action(
        draft.pk, row.pk, by=people.holder, counter=row.counter, objective_id=row.objective_id, data=data
    )
    _, said, _ = run("compare_versions", "CSS", "2019/20", "1", "2")
    assert "~ CSS001 milestone “First six families approved”: due: 30 September 2019 → 15 October 2019" in said


def test_a_row_is_told_with_all_its_cells(people, version, draft, run):
    rows = [{"area": "Cars", "saving": "Hire", "year": "2019/20", "amount": "£3k"}]
    write(draft, "savings", {"rows": rows}, people.holder, 1)
    _, said, _ = run("compare_versions", "CSS", "2019/20", "1", "2")
    assert "+ row: Cars · Hire · 2019/20 · £3k" in said
    assert "- row: Placements · Fewer agencies · 2019/20 · £150k" in said


def test_both_versions_can_be_had_when_the_first_has_been_superseded(people, version, draft, run):
    add_action(draft, people.holder, **vars(action_data(text="Train every carer")))
    bring(reload(draft), people, Status.PUBLISHED)
    assert PlanVersion.objects.get(number=1).status == Status.SUPERSEDED
    code, said, _ = run("compare_versions", "CSS", "2019/20", "1", "2")
    assert code == 0 and "2 actions added" in said
