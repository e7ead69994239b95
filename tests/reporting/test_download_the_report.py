"""The report as Excel, PDF and Word: everything is in the workbook, and the PDF can be read aloud."""

import io

import docx
import openpyxl
import pikepdf
import pytest

from common.documents.blocks import Paragraph, Table
from council.choices import Role
from reporting.exports import FORMATS, document
from reporting.exports.document import as_document
from reporting.wording import HEADINGS
from tests.council.factories import ServiceAreaFactory, person
from tests.performance.factories import IndicatorFactory, result, target
from tests.reporting.factories import action, decision, update, version
from tests.reporting.test_name_what_changed_course import IN
from tests.risks.factories import RiskFactory

SHEETS = ["About", "Exceptions", "Actions", "Indicators", "Resources", "Changes", "Risks"]


@pytest.fixture
def full(service):
    """Something on every sheet; each comment is its own text, to be found again."""
    statuses = ["off-track", "at-risk", "on-track", "completed", "not-started", "stopped"]
    actions = [action(service, milestones=[milestone(n)]) for n in range(6)]
    for number, (one, status) in enumerate(zip(actions, statuses, strict=True)):
        update(one, status, f"Action comment {number}\nsecond line", post=f"Officer {number}")
    saving = {"area": "Placements", "saving": "Fewer agencies", "year": "2019/20", "amount": "£150k"}
    version(service, actions=actions, savings=[saving])
    for number in range(4):
        indicator = IndicatorFactory(reference=f"I{number}", directorate=service.directorate, group="finance")
        target(indicator, "Q1 2019/20", "50%")
        result(indicator, "Q1 2019/20", f"{number * 30}%", commentary=f"=Indicator comment {number}", entered_post="BI")
    RiskFactory(reference="R1", service=service, likelihood=5, impact=5, mitigation="Risk mitigation 1")
    waiting = ServiceAreaFactory(name="Waiting", directorate=service.directorate)
    version(waiting, "dmt-review", actions=[action(waiting)])
    decision(version(ServiceAreaFactory(directorate=service.directorate), "draft"), "return", IN, "Change comment 1")


def milestone(number):
    return {"id": number, "text": f"Milestone {number}", "due_words": "July", "due": "", "owner": "", "done_on": ""}


def workbook(report):
    return openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(report)))


def column(sheet, heading):
    """The values under a heading; the note stands above the header."""
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    place = rows[0].index(heading)
    return [row[place] for row in rows[1:]]


def test_the_workbook_carries_every_comment(full, report):
    book = workbook(report())
    assert book.sheetnames == SHEETS
    assert column(book["Actions"], "Comment")[:6] == [f"Action comment {n}\nsecond line" for n in range(6)]
    assert column(book["Indicators"], "Comment") == [f"=Indicator comment {n}" for n in range(4)]
    assert column(book["Risks"], "What is being done") == ["Risk mitigation 1"]
    assert column(book["Changes"], "Detail") == ["Change comment 1", "CSS006 Do CSS006: Action comment 5\nsecond line"]


def test_the_workbook_says_who_when_and_of_what(full, report):
    sheet = workbook(report())["Actions"]
    first = dict(zip([c.value for c in sheet[2]], [c.value for c in sheet[3]], strict=True))
    assert first["Reference"] == "CSS001"
    assert (first["Service"], first["Directorate"], first["Themes"]) == ("Specialist Services", "Children", "BSCYP")
    assert (first["Status"], first["Updated by"], first["Plan approved"]) == ("Off track", "Officer 0", "Yes")
    assert first["Updated at"].date().isoformat() == "2019-07-20"
    assert first["Milestones"] == "Milestone 0 (July)"
    assert (first["Resources"], first["Outcomes"], first["Accountable officer"]) == (
        "£45k",
        "Fewer moves",
        "Head of Fostering",
    )


def test_the_workbook_says_which_version_each_plan_is(full, report):
    said = dict(
        zip(column(workbook(report())["About"], "What"), column(workbook(report())["About"], "Said"), strict=True)
    )
    assert said["Plan: Specialist Services"] == "In force on 30 June 2019"
    assert said["Plan: Waiting"] == "Not yet approved: in DMT review"
    assert said["Indicators"] == "2 red · 0 amber · 2 green · 0 not rated"


def test_the_workbook_keeps_text_as_text_and_money_as_numbers(full, report):
    book = workbook(report())
    comments = next(cell for cell in book["Indicators"][3] if str(cell.value).startswith("=Indicator"))
    assert comments.data_type == "s"
    assert 20_590_000 in column(book["Resources"], "Amount (£)")
    assert 150_000 in column(book["Resources"], "Amount (£)")


def test_the_exceptions_sheet_has_one_row_for_each(full, report):
    found = report()
    kinds = column(workbook(found)["Exceptions"], "Kind")
    assert kinds.count("Red indicator") == len(found.red_indicators) == 2
    assert kinds.count("Action") == 2
    assert kinds.count("Red risk") == 1
    assert kinds.count("Missing plan") == 1


def tags(node):
    if isinstance(node, pikepdf.Array):
        return [tag for child in node for tag in tags(child)]
    if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
        return []
    return [str(node.S), *(tags(node.K) if "/K" in node else [])]


def test_the_pdf_is_tagged_landscape_and_names_its_quarter(full, report):
    with pikepdf.open(io.BytesIO(FORMATS["pdf"].write(report()))) as file:
        assert file.Root.MarkInfo.Marked
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Quarterly report, Q1 2019/20"
        box = file.pages[0].MediaBox
        assert box[2] > box[3]
        found = tags(file.Root.StructTreeRoot.K)
    assert found.count("/H1") == 7
    assert "/Table" in found and "/TH" in found


def test_the_word_file_has_the_headings_in_order(full, report):
    read = docx.Document(io.BytesIO(FORMATS["docx"].write(report())))
    headings = [p.text for p in read.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["Exceptions first", *(f"{n}. {h}" for n, h in enumerate(HEADINGS, 1)), "About this report"]
    groups = [cell.text for table in read.tables for row in table.rows for cell in row.cells[:1]]
    assert "Waiting · Not yet approved: in DMT review" in groups


def test_a_report_that_nobody_could_read_through_leaves_every_line_to_excel(full, report, monkeypatch):
    found = report()
    before = [block.caption for block in as_document(found).blocks if isinstance(block, Table)]
    monkeypatch.setattr(document, "LONGEST_DOCUMENT", 3)
    after = as_document(found).blocks
    captions = [block.caption for block in after if isinstance(block, Table)]
    assert set(before) - set(captions) == {"Every action, by service", "Every indicator, by directorate"}
    assert any(isinstance(b, Paragraph) and b.text.startswith("Every action is in the Excel file") for b in after)
    assert len(column(workbook(found)["Actions"], "Comment")) == len(found.actions)


@pytest.mark.parametrize("extension", FORMATS)
def test_the_same_report_is_the_same_file(full, report, extension):
    assert FORMATS[extension].write(report()) == FORMATS[extension].write(report())


@pytest.mark.parametrize("extension", FORMATS)
def test_an_empty_council_can_be_reported_too(cycle, report, extension):
    assert len(FORMATS[extension].write(report())) > 1000


@pytest.mark.parametrize("extension", FORMATS)
def test_somebody_who_is_signed_in_downloads_it(full, client, extension):
    client.force_login(person(Role.OFFICER))
    response = client.get(f"/reports/2019-20/q1/report.{extension}")
    assert response.status_code == 200
    assert response["Content-Type"] == FORMATS[extension].mime
    assert response["Content-Disposition"] == f'attachment; filename="quarterly-report-2019-20-q1.{extension}"'


def test_a_directorates_file_holds_only_its_own(full, client):
    other = ServiceAreaFactory(directorate__name="Place")
    version(other, actions=[action(other, text="Mend the bridge")])
    client.force_login(person())
    answer = client.get("/reports/2019-20/q1/report.xlsx?directorate=Place")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert column(book["Actions"], "Action") == ["Mend the bridge"]
