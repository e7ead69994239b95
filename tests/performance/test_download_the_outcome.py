"""An import is downloaded again, each row as it came with what became of it; it can be corrected and uploaded again."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.urls import reverse

from common.outcome_files import ADDED
from council.choices import Role
from performance.imports import preview
from performance.imports.columns import BENCHMARKS, BREAKDOWNS, INDICATORS, RESULTS, TARGETS
from performance.models import ImportBatch, Result
from performance.transitions import confirm
from tests.common.files import ods, ods_row, workbook
from tests.council.factories import person
from tests.performance.factories import IndicatorFactory, result
from tests.performance.files import csv_file
from tests.query_counts import assert_query_count

pytestmark = pytest.mark.django_db
FORMS = ["csv", "xlsx"]
ADDED_HEADINGS = [column.heading for column in ADDED]


@pytest.fixture
def officer(client):
    for reference in ("CSC07", "1.10", "1.1"):
        IndicatorFactory(reference=reference)
    IndicatorFactory(reference="TXT1", unit="text")
    IndicatorFactory(reference="MON1", unit="number", frequency="monthly")
    somebody = person(Role.PERFORMANCE_OFFICER)
    client.force_login(somebody)
    return somebody


def downloaded(client, batch, form):
    """The rows of the outcome as a spreadsheet shows them: a list of texts or values, the headings first."""
    content = client.get(reverse("import_outcome", args=[batch.pk, form])).content
    if form == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))), content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)], content


def shown(officer, data, name="q1.csv", table="results"):
    return preview(data, name, officer, table=table)


def outcomes(batch):
    return [(row["row"], row["outcome"], row["code"]) for row in batch.rows]


LINES = (
    "Results of the quarter,,,,",
    "Mood,KPI,Quarter,Value,Notes",
    "=1+1,CSC07,Q4 2018/19,81,The same.",
    "@good,csc 07,Q1 2019/20,82%,+ more",
    ",,,,",
    "bad,NOPE,Q1 2019/20,5,",
    'fair,MON1,April 2019,"1,250",',
    "Total,,,168,",
)


@pytest.mark.parametrize("form", FORMS)
def test_every_row_and_column_comes_back_with_what_became_of_it(officer, client, form):
    one = result(IndicatorFactory(reference="OLD1"), "Q4 2018/19", "1").indicator
    result(one.__class__.objects.get(reference="CSC07"), "Q4 2018/19", "80", commentary="The same.")
    batch = shown(officer, csv_file(*LINES))
    (headings, *rows), _ = downloaded(client, batch, form)
    assert headings == ["Mood", "KPI", "Quarter", "Value", "Notes", *ADDED_HEADINGS]
    assert [str(row[5]) for row in rows] == ["3", "4", "5", "6", "7", "8"]
    assert [(row[6], row[8]) for row in rows] == [
        ("changed", ""),
        ("new", ""),
        ("ignored", "blank-rows"),
        ("refused", "unknown-reference"),
        ("new", ""),
        ("ignored", "totals-row"),
    ]
    assert [row[1:4] for row in rows] == [
        ["CSC07", "Q4 2018/19", "81"],
        ["csc 07", "Q1 2019/20", "82%"],
        ["", "", ""],
        ["NOPE", "Q1 2019/20", "5"],
        ["MON1", "April 2019", "1,250"],
        ["", "", "168"],
    ]
    assert rows[0][9] == "Result: 80% → 81%"
    assert rows[3][7] == "Reference" and "There is no indicator “NOPE”" in rows[3][9]
    assert "read as 1250" in rows[4][9] and rows[5][9] == "A total, not a record: not read."
    assert len(rows) == batch.counts["read"]


def test_nothing_in_it_is_a_formula(officer, client):
    batch = shown(
        officer, csv_file("Reference,Period,Result,=Mood", "CSC07,Q1 2019/20,5,=1+1", "CSC07,Q2 2019/20,-5,@x")
    )
    rows, _ = downloaded(client, batch, "csv")
    assert rows[0][3] == "'=Mood" and [row[3] for row in rows[1:]] == ["'=1+1", "'@x"]
    _, content = downloaded(client, batch, "xlsx")
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [cell.value for cell in cells if cell.column == 4] == ["=Mood", "=1+1", "@x"]


def test_text_that_was_made_safe_once_stays_what_it_was(officer, client):
    said = ["'=1+1", "=1+1", "''=1", "'tis"]
    lines = [f"CSC07,Q{n} 2019/20,5,{text}" for n, text in enumerate(said, start=1)]
    batch = shown(officer, csv_file("Reference,Period,Result,Commentary", *lines))
    wanted = [row["after"] for row in batch.rows]
    for form in FORMS:
        _, content = downloaded(client, batch, form)
        assert [row["after"] for row in shown(officer, content, f"again.{form}").rows] == wanted


@pytest.mark.parametrize("form", FORMS)
def test_corrected_and_uploaded_again_it_goes_in(officer, client, form):
    batch = shown(officer, csv_file("Reference,Period,Result,Mood", "CSC07,Q1 2019/20,82,=x", "CSC7,Q2 2019/20,83,-"))
    assert batch.counts["refused"] == 1
    _, content = downloaded(client, batch, form)
    if form == "csv":
        content = content.replace(b"\r\nCSC7,", b"\r\nCSC07,")
    else:
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert book.active["A3"].value == "CSC7"
        book.active["A3"] = "CSC07"
        made = io.BytesIO()
        book.save(made)
        content = made.getvalue()
    again = confirm(shown(officer, content, f"again.{form}").pk, by=officer)
    assert (again.counts["new"], again.counts["refused"], Result.objects.count()) == (2, 0, 2)
    (note,) = [note for note in again.notes if note["code"] == "extra-column"]
    assert all(heading in note["message"] for heading in ("Mood", *ADDED_HEADINGS))


def test_again_and_again_its_columns_do_not_multiply(officer, client):
    batch = shown(officer, csv_file("Reference,Period,Result", "CSC7,Q2 2019/20,83"))
    first, content = downloaded(client, batch, "csv")
    second, _ = downloaded(client, shown(officer, content), "csv")
    assert second[0] == first[0] == ["Reference", "Period", "Result", *ADDED_HEADINGS]
    assert second[1][4:] == first[1][4:]


def percent(book, sheet):
    for row in (2, 3):
        sheet.cell(row, 3).number_format = "0%"
    sheet["B4"].number_format = "mmm-yy"
    sheet.row_dimensions[9].hidden = True


TYPED = (
    ["CSC07", "Q1 2019/20", 0.955, "As a percentage"],
    ["CSC07", "Q2 2019/20", "=1+1", "Not calculated"],
    ["MON1", datetime.date(2019, 4, 1), 84.25, "By a date"],
    [1.1, "Q1 2019/20", 5, "It was 1.10"],
    [datetime.date(2019, 4, 3), "Q1 2019/20", 5, "It was 3-4"],
    ["TXT1", "Q1 2019/20", "=2+2", "Words, but a formula"],
    ["MON1", "August 2019", True, "A yes"],
    ["CSC07", "Q3 2019/20", 12, "Hidden"],
    ["MON1", "May 2019", 1e308, "Too large"],
    ["MON1", "June 2019", -3, "Negative"],
    ["MON1", datetime.datetime(2019, 7, 31, 0, 0), 7, "The day on which it ends"],
)
HEADINGS = ["Reference", "Period", "Result", "Commentary"]


def test_uncorrected_a_workbook_is_judged_the_same_again(officer, client):
    batch = shown(officer, workbook(HEADINGS, *TYPED, change=percent), "q1.xlsx")
    assert batch.counts["refused"] >= 5
    _, content = downloaded(client, batch, "xlsx")
    again = shown(officer, content, "again.xlsx")
    assert outcomes(again) == [
        (row, outcome, code.replace("not-calculated", "error")) for row, outcome, code in outcomes(batch)
    ]
    assert [row["after"] for row in again.rows] == [row["after"] for row in batch.rows]
    assert again.counts == batch.counts, "what was hidden is still not read"


def test_uncorrected_as_text_nothing_that_was_refused_slips_in(officer, client):
    batch = shown(officer, workbook(HEADINGS, *TYPED, change=percent), "q1.xlsx")
    _, content = downloaded(client, batch, "csv")
    again = shown(officer, content, "again.csv")
    assert [row[:2] for row in outcomes(again)] == [row[:2] for row in outcomes(batch)]
    assert [row["after"] for row in again.rows] == [row["after"] for row in batch.rows]
    assert "1.1" not in [row["reference"] for row in again.rows], "it is not taken for another indicator"
    assert again.counts == batch.counts


def test_an_open_document_comes_back_too(officer, client):
    data = ods(ods_row(*HEADINGS), ods_row("CSC07", "Q1 2019/20", "82", "x"), ods_row("NOPE", "Q1 2019/20", "1", "=1"))
    rows, _ = downloaded(client, shown(officer, data, "q1.ods"), "xlsx")
    assert rows[2][:4] == ["NOPE", "Q1 2019/20", "1", "=1"] and rows[2][6] == "Reference"


TABLES = {
    "results": (RESULTS, "CSC07,Q1 2019/20,82"),
    "targets": (TARGETS, "CSC07,Q1 2019/20,82"),
    "benchmarks": (BENCHMARKS, "CSC07,Q1 2019/20,England,82"),
    "breakdowns": (BREAKDOWNS, "CSC07,Q1 2019/20,ward,Acomb,82"),
    "indicators": (INDICATORS, "NEW1,Something"),
}
HEADS = {
    "results": "Reference,Period,Result",
    "targets": "Reference,Period,Target",
    "benchmarks": "Reference,Period,Comparator area,Result",
    "breakdowns": "Reference,Period,Breakdown,Category,Result",
    "indicators": "Reference,Indicator",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("table", TABLES)
def test_every_table_comes_back_and_goes_in_again(officer, client, table, form):
    spec, line = TABLES[table]
    required = [column.name for column in next(iter(reversed(list(spec.choices())))) if column.required]
    head = HEADS[table]
    assert set(head.split(",")) == set(required)
    batch = shown(officer, csv_file(head, line, line.replace("7", "99").replace("NEW1", "X" * 50)), table=table)
    rows, content = downloaded(client, batch, form)
    assert rows[0] == [*head.split(","), *ADDED_HEADINGS] and len(rows) == 3
    again = shown(officer, content, f"again.{form}", table)
    assert outcomes(again) == outcomes(batch)


def test_a_file_that_can_no_longer_be_read_still_says_what_became_of_its_rows(officer, client, settings):
    batch = shown(officer, csv_file("Reference,Period,Result", "CSC7,Q2 2019/20,83"))
    ImportBatch.objects.update(data=b"")
    rows, _ = downloaded(client, batch, "csv")
    assert rows[0] == ADDED_HEADINGS and rows[1][:2] == ["2", "refused"]


def test_only_the_kinds_that_there_are(officer, client):
    batch = shown(officer, csv_file("Reference,Period,Result", "CSC07,Q2 2019/20,83"))
    for form in ("json", "ods", "exe"):
        assert client.get(reverse("import_outcome", args=[batch.pk, form])).status_code == 404
    assert client.get(reverse("import_outcome", args=[batch.pk + 1, "csv"])).status_code == 404


def test_it_runs_the_queries_on_record(officer, client):
    batch = shown(officer, csv_file("Reference,Period,Result", *(f"CSC07,Q{n} 2019/20,83" for n in range(1, 5))))
    assert_query_count(client, reverse("import_outcome", args=[batch.pk, "csv"]), "performance: import outcome")
