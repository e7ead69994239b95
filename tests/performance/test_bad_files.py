"""The forty-six bad files, F1 to F46, each uploaded as results: what the officer is told, and that every row is counted.

A file is refused whole, or read and its rows judged one by one. Nothing is written either way.
"""

import openpyxl
import pytest

from common.intake import FileRefused
from council.choices import Role
from performance.imports import preview
from performance.models import ImportBatch, Result
from tests.common.files import ROW, SHEET, archive, csv, rezipped, saved, shared, workbook
from tests.council.factories import person
from tests.performance.factories import IndicatorFactory

pytestmark = pytest.mark.django_db
HEADINGS = ["Reference", "Period", "Result"]
HEAD = "Reference,Period,Result"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
GOOD = workbook(HEADINGS, ROW)
Q1, Q2 = "Q1 2019/20", "Q2 2019/20"


@pytest.fixture(autouse=True)
def indicators():
    for reference, unit in (("PCT1", "percent"), ("GBP1", "gbp_thousands"), ("LEV1", "level"), ("NUM1", "number")):
        IndicatorFactory(reference=reference, unit=unit)
    IndicatorFactory(reference="BPI108", unit="number", frequency="annual")
    IndicatorFactory(reference="1.10", unit="number")


def shown(data, name="results.xlsx"):
    """The preview that waits. Every row of the file is counted once, and nothing is written."""
    batch = preview(data, name, person(Role.PERFORMANCE_OFFICER))
    counts = batch.counts
    assert counts["read"] == sum(counts[name] for name in ("new", "changed", "unchanged", "refused", "ignored"))
    assert len(batch.rows) + counts["ignored"] == counts["read"]
    assert not Result.objects.exists()
    return batch


def lines(*rows, **options):
    return shown(csv(HEAD, *rows, **options), "results.csv")


def notes(batch):
    return {note["code"]: note["message"] for note in batch.notes}


def one(batch):
    (row,) = batch.rows
    return row


def refused(batch, code, column, value=None, row=2):
    """The one refused row, named by row, column, value and code."""
    found = [one for one in batch.rows if one["outcome"] == "refused"]
    assert [(one["row"], one["column"], one["code"]) for one in found] == [(row, column, code)]
    assert found[0]["message"] and (value is None or found[0]["value"] == value)
    return found[0]


def value_of(value, reference="PCT1", **cell):
    """What a typed value is read as: the text shown, and how it was read."""
    row = one(lines(f'{reference},{Q1},"{value}"', **cell))
    assert row["outcome"] == "new", row
    return row["after"]["Result"], "; ".join(row["notes"])


# The file: F1 to F10; refused whole, and so are F14, F17, F18, F20 to F22 and F44.
WHOLE = {
    "F1 an old workbook renamed": (OLE + "Workbook".encode("utf-16-le"), "r.xlsx", "old-excel", "Save As"),
    "F2 a web page as a workbook": (b"<html><body><table>", "r.xls", "web-page", "web page"),
    "F3 a Word document renamed": (
        archive(**{"[Content_Types].xml": "<Types/>", "word__document.xml": "<w/>"}),
        "r.xlsx",
        "other-document",
        "Word",
    ),
    "F4 an empty file": (b"", "r.xlsx", "empty-file", "empty"),
    "F4 a truncated workbook": (GOOD[:-2000], "r.xlsx", "damaged", "damaged"),
    "F5 protected by a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "r.xlsx", "password-protected", "rem"),
    "F6 a bomb of many parts": (
        rezipped(GOOD, add={f"xl/media/{n}.bin": b"x" for n in range(1_001)}),
        "r.xlsx",
        "zip-bomb",
        "1,000 parts",
    ),
    "F6 a bomb of 60 MB": (
        rezipped(GOOD, add={"xl/media/a.bin": bytes(60 * 1024 * 1024)}),
        "r.xlsx",
        "zip-bomb",
        "50 MB",
    ),
    "F6 a bomb packed tight": (
        rezipped(GOOD, add={"xl/media/a.bin": bytes(5 * 1024 * 1024)}),
        "r.xlsx",
        "zip-bomb",
        "100 to 1",
    ),
    "F7 the last cell of all": (
        workbook(HEADINGS, ROW, change=lambda book, sheet: sheet.__setitem__("XFD1048576", "x")),
        "r.xlsx",
        "far-cell",
        'sheet "Results", has something in cell XFD1048576',
    ),
    "F9 macros": (rezipped(GOOD, add={"xl/vbaProject.bin": b"x"}), "r.xlsm", "macros", "macros"),
    "F10 external links": (
        rezipped(GOOD, add={"xl/externalLinks/externalLink1.xml": b"<a/>"}),
        "r.xlsx",
        "external-links",
        "",
    ),
    "F14 NUL bytes": (b"Reference,Period,Result\r\nPCT1,Q1 2019/20,8\x004\r\n", "r.csv", "nul-bytes", "line 2"),
    "F17 a header typo": (
        csv("Refrence,Period,Result", "PCT1,Q1 2019/20,1"),
        "r.csv",
        "misspelt-column",
        "Did you mean",
    ),
    "F18 a missing column": (
        csv("Reference,Period,Status", "PCT1,Q1 2019/20,final"),
        "r.csv",
        "missing-column",
        "Result",
    ),
    "F20 a header twice": (csv(f"{HEAD},Result", "PCT1,Q1 2019/20,1,2"), "r.csv", "duplicate-column", "Result"),
    "F21 a merged header": (
        workbook(HEADINGS, ROW, change=lambda book, sheet: sheet.merge_cells("A1:B1")),
        "r.xlsx",
        "merged-heading",
        "A1:B1",
    ),
    "F22 merged references": (
        workbook(HEADINGS, ROW, ROW, change=lambda book, sheet: sheet.merge_cells("A2:A3")),
        "r.xlsx",
        "merged-cells",
        "A2:A3",
    ),
    "F44 a text over 32,767 characters": (
        shared([*HEADINGS, "Commentary"], ["PCT1", Q1, 1, "x"], change=None),
        "r.xlsx",
        "text-too-long",
        "D2",
    ),
}
LONG = ("xl/sharedStrings.xml", b"<t>x</t>", b"<t>" + b"x" * 32_768 + b"</t>")


@pytest.mark.parametrize("case", WHOLE)
def test_a_file_that_is_refused_whole(case):
    data, name, code, said = WHOLE[case]
    data = rezipped(data, [LONG]) if case.startswith("F44") else data
    with pytest.raises(FileRefused) as raised:
        shown(data, name)
    assert raised.value.code == code
    assert said in raised.value.sentence and "\n" not in raised.value.sentence
    assert not ImportBatch.objects.exists() and not Result.objects.exists()


def test_f8_a_wrong_stored_dimension_hides_no_row():
    many = shared(
        HEADINGS, *(["PCT1", f"Q{n % 4 + 1} {1980 + n // 4}/{(1981 + n // 4) % 100:02}", n] for n in range(60))
    )
    lying = rezipped(many, [(SHEET, b'<dimension ref="A1:C61"/>', b'<dimension ref="A1:C2"/>')])
    assert shown(lying).counts["new"] == 60


# Encodings and delimiters: read, and the page says which.


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8-sig", "byte-order mark"), ("utf-16", "UTF-16"), ("cp1252", "Windows-1252")],
    ids=["F11 byte-order mark", "F12 UTF-16", "F13 Windows-1252"],
)
def test_f11_f12_f13_an_encoding_is_read_and_said(encoding, said):
    batch = lines(f"GBP1,{Q1},£5k", encoding=encoding)
    assert said in notes(batch)["encoding"] and said in batch.encoding
    assert one(batch)["after"]["Result"] == "£5k"


def test_f15_lone_carriage_returns_and_quoted_newlines():
    data = csv(f"{HEAD},Commentary", f'PCT1,{Q1},5,"one\ntwo"', f"PCT1,{Q2},6,", newline="\r")
    batch = shown(data, "results.csv")
    assert (batch.counts["new"], batch.rows[0]["after"]["Commentary"]) == (2, "one\ntwo")


@pytest.mark.parametrize(("mark", "said"), [(";", "semicolons"), ("\t", "tabs")])
def test_f16_semicolons_and_tabs(mark, said):
    batch = shown(csv(mark.join(HEADINGS), mark.join(["PCT1", Q1, "5"])), "results.csv")
    assert said in notes(batch)["delimiter"] and batch.counts["new"] == 1


# The table's shape.


def test_f19_an_extra_column_is_ignored_and_named():
    batch = shown(csv(f"{HEAD},Mood", f"PCT1,{Q1},5,good"), "results.csv")
    assert '"Mood" (D)' in notes(batch)["extra-column"]
    assert (batch.counts["new"], one(batch)["after"].keys()) == (1, {"Result"})


def test_f23_blank_rows_are_skipped_and_counted():
    batch = lines(f"PCT1,{Q1},5", "", ",,", f"PCT1,{Q2},6")
    assert (batch.counts["new"], batch.counts["ignored"]) == (2, 2)
    assert "blank" in notes(batch)["blank-rows"]


def test_f24_a_totals_row_is_flagged():
    batch = lines(f"PCT1,{Q1},5", "Total,,5")
    assert (batch.counts["new"], batch.counts["ignored"]) == (1, 1)
    assert "3" in notes(batch)["totals-row"]


def test_f25_hidden_sheets_and_rows_are_named_and_not_imported():
    def hide(book, sheet):
        sheet.row_dimensions[3].hidden = True
        book.create_sheet("Old").sheet_state = "hidden"

    batch = shown(workbook(HEADINGS, ["PCT1", Q1, 5], ["PCT1", Q2, 6], change=hide))
    assert (batch.counts["new"], batch.counts["ignored"]) == (1, 1)
    assert "3" in notes(batch)["hidden-rows"] and "Old" in notes(batch)["hidden-sheet"]


def test_f26_a_key_twice_is_refused_in_both_rows():
    batch = lines(f"PCT1,{Q1},5", f"PCT1,{Q1},6")
    assert [(row["code"], row["row"]) for row in batch.rows] == [("duplicate-row", 2), ("duplicate-row", 3)]


def test_f27_the_same_reference_by_case_and_space_is_the_same_key():
    batch = lines(f"PCT1,{Q1},5", f"pct 1,{Q1},5")
    refused(batch, "duplicate-row", "Period", row=3)
    assert batch.rows[0]["outcome"] == "new"


def test_f28_an_unknown_reference_is_suggested_and_not_guessed():
    assert "Did you mean PCT1?" in refused(lines(f"PTC1,{Q1},5"), "unknown-reference", "Reference", "PTC1")["message"]


def test_f29_a_reference_that_became_a_number_or_a_date():
    import datetime

    batch = shown(workbook(HEADINGS, [1.1, Q1, 5], [datetime.date(2019, 4, 3), Q1, 5]))
    assert [row["code"] for row in batch.rows] == ["reference-became-number", "reference-became-date"]
    assert (batch.sheet, {row["column"] for row in batch.rows}) == ("Results", {"Reference"})


# Values: the row is refused, or read and shown as it was read.


def percent_cell(book, sheet):
    sheet["C2"].number_format = "0%"


def test_f30_a_percentage_typed_and_formatted_mean_the_same():
    formatted = one(shown(workbook(HEADINGS, ["PCT1", Q1, 0.95], change=percent_cell)))
    assert formatted["after"]["Result"] == value_of("95%")[0] == "95%"


def test_f31_less_than_100_per_cent_is_a_comparator_and_a_number():
    assert value_of("<100%")[0] == "<100%"


def test_f32_what_is_not_available_is_not_zero():
    batch = lines(f"PCT1,{Q1},N/A", f"PCT1,{Q2},–", "PCT1,Q3 2019/20,", "PCT1,Q4 2019/20,0")
    assert [row["after"]["Result"] for row in batch.rows] == ["N/A", "–", "Not available", "0%"]


def test_f33_to_be_defined_stays_in_words():
    assert value_of("To be defined")[0] == "To be defined"


@pytest.mark.parametrize("typed", ["3 star", "Level 2"])
def test_f34_a_level_only_where_the_indicator_is_of_levels(typed):
    assert value_of(typed, "LEV1")[0] == typed
    assert "a level" in refused(lines(f"NUM1,{Q1},{typed}"), "unreadable-result", "Result", typed)["message"]


@pytest.mark.parametrize("typed", ["-0", "−0", "-0.0"])
def test_f35_minus_nought_is_nought(typed):
    assert value_of(typed, "NUM1")[0].strip("0.") == "" and "−" not in value_of(typed, "NUM1")[0]


@pytest.mark.parametrize("typed", ["−5", "(5)", "-5"])
def test_f36_a_minus_and_brackets_are_shown_as_minus_five(typed):
    assert value_of(typed, "NUM1")[0] == "−5"


@pytest.mark.parametrize("typed", ["1e308", "1e309", "NaN"])
def test_f37_numbers_beyond_any_figure(typed):
    refused(lines(f"NUM1,{Q1},{typed}"), "unreadable-result", "Result", typed)


def test_f37_in_a_workbook():
    batch = shown(workbook(HEADINGS, ["NUM1", Q1, 1e308]))
    assert refused(batch, "unreadable-result", "Result")["message"]


@pytest.mark.parametrize("typed", ["1_000", "١٢٣", "１２"])
def test_f38_other_ways_of_writing_digits(typed):
    refused(lines(f"NUM1,{Q1},{typed}"), "unreadable-result", "Result", typed)


def test_f39_money_and_thousands_are_normalised_and_shown():
    assert value_of("£1.5m", "GBP1")[0] == "£1,500k" and "read as 1500" in value_of("£1.5m", "GBP1")[1]
    assert value_of("1,000", "NUM1")[0] == "1,000" and "read as 1000" in value_of("1,000", "NUM1")[1]


def test_f40_a_short_date_is_read_and_shown():
    IndicatorFactory(reference="MON1", unit="number", frequency="monthly")
    row = one(lines("MON1,31.7.08,5"))
    assert (row["outcome"], row["period"]) == ("new", "July 2008")
    assert "“31.7.08” read as July 2008" in "; ".join(row["notes"])


def test_f41_a_day_that_was_not():
    IndicatorFactory(reference="MON1", unit="number", frequency="monthly")
    refused(lines("MON1,29/02/2019,5"), "unreadable-period", "Period", "29/02/2019")


def test_f42_the_1904_date_system():
    IndicatorFactory(reference="MON1", unit="number", frequency="monthly")
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(HEADINGS)
    import datetime

    sheet.append(["MON1", datetime.date(2008, 7, 31), 5])
    assert one(shown(saved(book)))["period"] == "July 2008"


def test_f43_a_formula_without_a_value_is_an_error_and_never_a_blank():
    found = refused(shown(workbook(HEADINGS, ["NUM1", Q1, "=1+1"])), "formula-not-calculated", "Result", "=1+1")
    assert "C2" in found["message"]


def test_f43_a_formula_that_failed_is_an_error_and_never_a_blank():
    def fail(book, sheet):
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")

    found = refused(shown(shared(HEADINGS, ["NUM1", Q1], change=fail)), "formula-error", "Result", "#DIV/0!")
    assert "C2" in found["message"]


def test_f45_marks_and_emoji_are_kept():
    said = "שלום \u200f👍🏽 done"
    batch = shown(csv(f"{HEAD},Commentary", f"PCT1,{Q1},5,{said}"), "results.csv")
    assert one(batch)["after"]["Commentary"] == said


@pytest.mark.parametrize("cell", [2**40, True], ids=["2**40", "true"])
def test_f46_huge_whole_numbers_and_booleans(cell):
    refused(shown(workbook(HEADINGS, ["NUM1", Q1, cell])), "unreadable-result", "Result")


def test_every_case_has_a_test():
    from pathlib import Path

    source = Path(__file__).read_text().lower()
    missing = [number for number in range(1, 47) if f"f{number} " not in source and f"f{number}_" not in source]
    assert not missing
