"""What an officer who opens an export in a spreadsheet sees, and what a hostile text in it cannot do."""

import csv
import io
import time
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.documents.prepare import printable
from common.documents.sheets import Column, Sheet, original_text, safe_text, to_csv, to_xlsx

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x"]  # fmt: skip
KINDS = [
    Column("Reference", 12),
    Column("Rating", 10),
    Column("Actions", 8, "integer"),
    Column("Result", 10, "number"),
    Column("Share", 10, "percent"),
    Column("Budget", 10, "money"),
    Column("Due", 18, "date"),
]
ROW = ["BPI108", "Red", 4, Decimal("-32.50"), Decimal("95.5"), 20590000, date(2019, 10, 31)]


def book(*sheets):
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(list(sheets), title="Indicators")))


def only(sheet):
    return book(sheet).worksheets[0]


def texts(values, heading="Text"):
    return Sheet("Texts", [Column(heading)], [[value] for value in values])


def read_csv(sheet):
    return list(csv.reader(io.StringIO(to_csv(sheet).decode("utf-8-sig"), newline="")))


def test_each_value_is_what_it_is_and_looks_as_it_is_read():
    cells = only(Sheet("Indicators", KINDS, [ROW]))[2]
    assert [cell.data_type for cell in cells] == ["s", "s", "n", "n", "n", "n", "d"]
    assert [cell.value for cell in cells] == ["BPI108", "Red", 4, -32.5, 0.955, 20590000, datetime(2019, 10, 31)]
    assert [cell.number_format for cell in cells[2:]] == [
        "#,##0", "#,##0.00", "#,##0.0%", "£#,##0;-£#,##0", "d mmmm yyyy",
    ]  # fmt: skip


def test_the_header_stays_in_view_and_filters():
    sheet = only(Sheet("Indicators", KINDS, [ROW, ROW]))
    assert [cell.value for cell in sheet[1]] == [column.heading for column in KINDS]
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G3"
    assert sheet.column_dimensions["G"].width == pytest.approx(18, abs=1)
    assert all(cell.alignment.wrap_text for cell in sheet[2])


def test_a_note_stands_above_the_header():
    sheet = only(Sheet("Indicators", KINDS, [ROW], note="Provisional figures."))
    assert sheet["A1"].value == "Provisional figures."
    assert sheet["A2"].value == "Reference"
    assert sheet["A3"].value == "BPI108"
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:G3"


def test_a_rating_has_its_colour_and_keeps_its_word():
    sheet = only(texts(["Red", "▲ Amber", "green", "Not rated", "Redcar"]))
    assert [cell.fill.start_color.rgb for cell in sheet["A"][1:]] == [
        "FFB3261E", "FFF2B84B", "FF1C6B3C", "FFECEFF0", "00000000",
    ]  # fmt: skip
    assert [cell.value for cell in sheet["A"][1:]] == ["Red", "▲ Amber", "green", "Not rated", "Redcar"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_in_a_text_stays_text(text):
    cell = only(texts([text], heading=text))["A2"]
    assert (cell.data_type, cell.value) == ("s", printable(text))
    assert read_csv(texts([text], heading=text)) == [["'" + printable(text)]] * 2


def test_text_that_looks_like_a_link_or_a_number_stays_text():
    values = ["https://example.org", "mailto:a@b", "1.10", "3-4", "007", "<b>&amp;", "😀 עברית", "1e5"]
    cells = only(texts(values))["A"][1:]
    assert [cell.data_type for cell in cells] == ["s"] * len(values)
    assert [cell.value for cell in cells] == values
    assert not any(cell.hyperlink for cell in cells)


def test_numbers_stay_numbers_in_csv_even_below_zero():
    rows = read_csv(Sheet("Indicators", KINDS, [ROW]))
    assert rows[1] == ["BPI108", "Red", "4", "-32.50", "95.5", "20590000", "2019-10-31"]


def test_csv_opens_in_a_spreadsheet_with_its_pound_signs_and_line_ends():
    made = to_csv(texts(["£5\nand more", "a,b", 'say "so"', None, True]))
    assert made == '\ufeffText\r\n"£5\nand more"\r\n"a,b"\r\n"say ""so"""\r\n""\r\nYes\r\n'.encode()


def test_words_in_a_column_of_numbers_stay_words():
    columns = [Column("Result", 10, "number")]
    values = ["Not measured", None, Decimal("NaN"), True, Decimal("12345678901234567890.5"), 0.1, 0, 2**60]
    cells = only(Sheet("Results", columns, [[value] for value in values]))["A"][1:]
    assert [cell.value for cell in cells] == [
        "Not measured", None, "NaN", "Yes", "12345678901234567890.5", 0.1, 0, str(2**60),
    ]  # fmt: skip


def test_a_number_in_a_column_of_text_has_no_thousands_mark():
    cell = only(texts([2019]))["A2"]
    assert (cell.value, cell.number_format) == (2019, "0")


def test_a_moment_is_shown_as_londons_clock_showed_it():
    moment = datetime(2019, 8, 6, 13, 10, tzinfo=UTC)
    sheet = Sheet("Log", [Column("At", 20, "date")], [[moment]])
    assert only(sheet)["A2"].value == datetime(2019, 8, 6, 14, 10)
    assert read_csv(sheet)[1] == ["2019-08-06 14:10"]


def test_sheets_have_names_that_excel_takes():
    titles = [
        "Adult Social Care: risks / actions [2019]?*\\",
        "Long " * 10,
        "Long " * 10,
        "history",
        "",
        "'quoted'",
        "a",
        "A",
    ]
    names = book(*(Sheet(title, KINDS, []) for title in titles)).sheetnames
    assert names == [
        "Adult Social Care  risks   acti", "Long Long Long Long Long Long L", "Long Long Long Long Long Lo (2)",
        "history sheet", "Sheet", "quoted", "a", "A (2)",
    ]  # fmt: skip
    assert all(len(name) <= 31 for name in names)


def test_letters_that_a_file_cannot_hold_are_left_out():
    assert only(texts(["a\x00b\x1fc\ud800\ufffe"]))["A2"].value == "abc"
    assert read_csv(texts(["a\x00b\ud800"]))[1] == ["ab"]


def test_text_too_long_for_a_cell_is_refused_with_its_place():
    assert only(texts(["x" * 32_767]))["A2"].value == "x" * 32_767
    with pytest.raises(ValueError, match="row 2, “Text” of the sheet “Texts” is longer than the 32,767"):
        to_xlsx([texts(["short", "x" * 32_768])], title="t")
    with pytest.raises(ValueError, match="longer than"):
        to_xlsx([texts(["😀" * 16_384])], title="t")


@pytest.mark.parametrize("write", [to_csv, lambda sheet: to_xlsx([sheet], title="t")])
def test_a_row_that_does_not_fit_names_the_sheet_and_the_row(write):
    with pytest.raises(ValueError, match="Row 2 of the sheet “Indicators” has 1 values for 7 columns"):
        write(Sheet("Indicators", KINDS, [ROW, ["BPI109"]]))


def test_nothing_to_show_is_still_a_file():
    assert book().sheetnames == ["Indicators"]
    assert only(Sheet("Indicators", KINDS, [])).max_row == 1


def test_the_file_says_its_title_and_the_same_sheets_are_the_same_bytes():
    sheet = Sheet("Indicators", KINDS, [ROW])
    first = to_xlsx([sheet], title="Indicators")
    assert to_xlsx([sheet], title="Indicators") == first
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {entry.date_time[0] for entry in file.infolist()} == {1980}, "the clock must not be read"
    kept = openpyxl.load_workbook(io.BytesIO(first)).properties
    assert (kept.title, kept.created.year) == ("Indicators", 2000)


@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n＝＋'a1 "), max_size=6))
def test_what_an_export_made_safe_an_import_gives_back(text):
    safe = safe_text(text)
    assert original_text(safe) == printable(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋"))


def test_10_000_results_are_quick():
    rows = [[f"BPI{row}", "Green", row, Decimal(row) / 10, Decimal(50), row, date(2019, 1, 1)] for row in range(10_000)]
    began = time.process_time()
    to_xlsx([Sheet("Results", KINDS, rows)], title="Results")
    assert time.process_time() - began < 3
    began = time.process_time()
    to_csv(Sheet("Results", KINDS, rows))
    assert time.process_time() - began < 2
