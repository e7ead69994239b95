"""Somebody takes a plan away as a PDF or a Word file: York's order and tables, whatever was typed into it."""

import io

import docx
import pikepdf
import pytest
from django.core.management import call_command

from common.documents.blocks import Facts
from serviceplans.choices import Status
from serviceplans.content import written
from serviceplans.exports import document_of
from serviceplans.transitions import MilestoneData
from tests.serviceplans.factories import (
    a_complete_plan,
    a_new_plan,
    add_action,
    bring,
    reload,
    write,
)

PLAN = "/plans/css/2019-20/"
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '#panic("no") $x$ *strong* _sly_ @ref `code` \\ // comment',
    "=HYPERLINK(\"http://example.test\")",
    "\ufeffa mark of the order of bytes in the\ufeff text",
    "\u202egnp.exe \u200b\u2028",
    "control \x01\x08\x0b\x0c\x1f characters",
    "{{ 7|add:7 }} {% debug %}",
    "w:p</w:t></w:r>]]>&amp;",
    "😀 日本語 العربية",
]  # fmt: skip
SECTIONS = [
    "Plan details", "1. About the service", "2. Key achievements", "3. Service priorities",
    "4. Actions, risks and performance", "Equalities",
]  # fmt: skip
TABLES = {
    "4.1": ["CP theme", "Reference ID", "Action", "Project type", "Priority level", "Completed by date", "Accountable officer"],
    "4.2": [
        "Reference ID", "Risk", "Rating (RAG)", "Escalation", "Actions to mitigate and correct", "Target rating",
        "Date for target rating", "Responsible officer",
    ],
    "4.3": [
        "Reference ID", "Indicator description", "2016/17 result", "2017/18 result", "2018/19 result", "Polarity",
        "Latest direction of travel", "Responsible officer",
    ],
}  # fmt: skip


def word_of(response):
    return docx.Document(io.BytesIO(response.content))


def texts(word):
    return [paragraph.text for paragraph in word.paragraphs if paragraph.text]


def headings(word, level):
    return [p.text for p in word.paragraphs if p.style.name == f"Heading {level}"]


def test_the_word_file_has_yorks_sections_in_yorks_order(people, version, as_):
    response = as_(people.holder).get(f"{PLAN}plan.docx")
    assert response["Content-Disposition"] == 'attachment; filename="CSS-2019-20-v1.docx"'
    word = word_of(response)
    assert texts(word)[0] == "Children's Specialist Services 2019/20"
    assert headings(word, 1) == SECTIONS
    parts = headings(word, 2)
    assert [p for p in parts if p[0] == "4"] == [
        "4.1 Actions and indicators", "4.2 Risk management", "4.3 Directorate performance indicators",
    ]  # fmt: skip
    # A section whose first part is called as it is has one heading.
    assert "Key achievements" not in parts
    assert parts.index("Headline overview") < parts.index("Savings required")


def test_the_word_file_has_yorks_tables(people, version, as_):
    word = word_of(as_(people.holder).get(f"{PLAN}plan.docx"))
    heads = [[cell.text for cell in table.rows[0].cells] for table in word.tables]
    for columns in TABLES.values():
        assert columns in heads
    said = "\n".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    for words in ["CSS001", "Find twelve more foster families", "KCR 3", "BPI108", "943", "Amber", "203.60", "£20.59m"]:
        assert words in said
    everything = "\n".join(texts(word))
    assert "First six families approved (30 September 2019, Head of Fostering)" in said
    assert "Children in care" in everything


def test_rows_carry_what_lets_them_be_known_again(people, version, as_):
    body = word_of(as_(people.holder).get(f"{PLAN}plan.docx")).element.xml
    action, risk = version.actions.get().action_id, version.risk_links.get().risk_id
    assert f'w:name="_action_{action}"' in body
    assert f'w:name="_risk_{risk}"' in body


def test_the_pdf_is_tagged_and_titled(people, version, as_):
    response = as_(people.holder).get(f"{PLAN}plan.pdf")
    assert response["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(response.content)) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "en-GB"
        with file.open_metadata() as metadata:
            assert metadata["dc:title"] == "Children's Specialist Services 2019/20"
            assert metadata["pdfuaid:part"] == "1"
        found = tags(file.Root.StructTreeRoot.K)
    assert found.count("/H1") == len(SECTIONS)
    assert found.count("/Table") == 6
    assert {"/H2", "/H3", "/L", "/TH", "/TD"} <= set(found)


def tags(node):
    """The structure tags of a PDF, in reading order."""
    if isinstance(node, pikepdf.Array):
        return [tag for child in node for tag in tags(child)]
    if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
        return []
    return [str(node.S)] + (tags(node.K) if "/K" in node else [])


def test_an_empty_plan_can_be_exported_too(people, as_):
    a_new_plan(people)
    client = as_(people.holder)
    word = word_of(client.get(f"{PLAN}plan.docx"))
    assert headings(word, 1) == SECTIONS
    assert "Nothing is written here." in texts(word)
    assert client.get(f"{PLAN}plan.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_was_typed_is_only_text(people, as_, hostile):
    version = a_new_plan(people)
    write(version, "overview", {"overview": f"{hostile}\n\n{hostile}", "future": hostile}, people.holder)
    write(version, "customers-and-partners", {"customers": hostile, "partners": "", "stakeholders": ""}, people.holder)
    write(version, "savings", {"rows": [{"area": hostile, "amount": hostile}]}, people.holder)
    add_action(version, people.holder, text=hostile, officers=[hostile], resources=hostile, completed_by=hostile)
    client = as_(people.holder)
    assert client.get(f"{PLAN}plan.pdf").content.startswith(b"%PDF")
    word = word_of(client.get(f"{PLAN}plan.docx"))
    assert any(text[:12] == hostile[:12] for text in texts(word)) or set(hostile) & set("\x01\u202e\ufeff")
    for url in (PLAN, f"{PLAN}read/", f"{PLAN}check/", f"{PLAN}edit/overview/", f"{PLAN}edit/actions/",
                f"{PLAN}edit/actions/action/CSS001/", "/plans/actions/css001/"):  # fmt: skip
        response = client.get(url)
        assert response.status_code == 200, url
        page = response.content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_a_draft_says_that_it_is_not_yet_approved_and_an_approved_plan_who_signed(people):
    version = a_complete_plan(people)
    assert document_of(reload(version)).watermark == "Draft: not yet approved"
    version = bring(version, people, Status.APPROVED)
    document = document_of(version)
    said = [getattr(block, "text", "") for block in document.blocks]
    assert document.watermark == ""
    assert "Agreed at DMT: Director of Children, 20 August 2019, at Children DMT, 12 August 2019" in said
    assert "Approved: Executive Member for Children, 20 August 2019" in said
    assert f"SHA-256 of the signed content: {version.frozen.digest}" in said


def test_the_same_plan_is_the_same_bytes(people, as_):
    a_complete_plan(people, Status.APPROVED)
    client = as_(people.holder)
    for ending in ("pdf", "docx"):
        first, second = (client.get(f"{PLAN}plan.{ending}").content for _ in range(2))
        assert first == second


@pytest.mark.parametrize("ending", ["xlsx", "exe", "PDF", "pdf/"])
def test_there_are_no_other_formats(people, version, as_, ending):
    assert as_(people.holder).get(f"{PLAN}plan.{ending}").status_code == 404


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_command_line_writes_the_same_file(people, as_, tmp_path, ending):
    a_complete_plan(people, Status.APPROVED)
    target = tmp_path / f"plan.{ending}"
    call_command("export_plan", "CSS", "2019/20", "--format", ending, "--output", str(target))
    assert target.read_bytes() == as_(people.holder).get(f"{PLAN}plan.{ending}").content


def test_the_command_line_leaves_no_file_where_it_cannot_write(people, version, tmp_path, capsys):
    target = tmp_path / "nowhere" / "plan.pdf"
    with pytest.raises(SystemExit) as ended:
        call_command("export_plan", "CSS", "2019/20", "--format", "pdf", "--output", str(target))
    assert ended.value.code == 2
    assert "cannot be written" in capsys.readouterr().err
    assert not target.exists()


def test_an_action_lists_its_milestones_and_each_reason_on_a_line_of_its_own(people):
    version = a_new_plan(people)
    milestones = [MilestoneData("Both houses bought", "30 November 2019"), MilestoneData("Both open")]
    add_action(version, people.holder, grounds=["council-priority", "project"], milestones=milestones)
    facts = next(
        dict(block.rows)
        for block in document_of(version, written(version)).blocks
        if isinstance(block, Facts) and "Milestones and deliverables" in dict(block.rows)
    )
    assert facts["Milestones and deliverables"] == "Both houses bought (30 November 2019)\nBoth open"
    assert facts["Why it is in the plan"].count("\n") == 1
