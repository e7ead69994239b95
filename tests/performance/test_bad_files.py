"""The forty-six bad files, F1 to F46, each uploaded as results on the page: what the officer is told, where, and the counts.

A file is refused whole, or read and its rows judged one by one; either answers with 422. Nothing is written either way.
"""

import datetime
import html
import re
import socket
from io import StringIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from common.intake import FileRefused, limited, limits
from council.choices import Role
from performance.imports import read
from performance.models import ImportBatch, Result
from performance.transitions import confirm
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
    IndicatorFactory(reference="MON1", unit="number", frequency="monthly")
    IndicatorFactory(reference="1.10", unit="number")


@pytest.fixture
def uploaded(client):
    """Uploads a file as a performance officer: the status and the words of the page that answers."""
    client.force_login(person(Role.PERFORMANCE_OFFICER))

    def upload(data, name):
        answer = client.post(reverse("import_results"), {"file": SimpleUploadedFile(name, data)})
        status = answer.status_code
        shown = client.get(answer.url) if status == 302 else answer
        words = html.unescape(re.sub(r"<[^>]+>", " ", shown.content.decode()))
        return status, " ".join(words.split())

    return upload


@pytest.fixture
def shown(uploaded):
    """Uploads a file whose rows are judged: the preview that waits. Every row is counted once, and nothing is written."""

    def upload(data, name="results.xlsx"):
        status, words = uploaded(data, name)
        batch = ImportBatch.objects.latest("pk")
        counts = batch.counts
        assert counts["read"] == sum(counts[name] for name in ("new", "changed", "unchanged", "refused", "ignored"))
        assert len(batch.rows) + counts["ignored"] == counts["read"]
        assert status == (422 if counts["refused"] else 302)
        read = f"{counts['read']} {'row' if counts['read'] == 1 else 'rows'} read"
        told = [f"{counts[name]} {name}" for name in ("new", "changed", "unchanged", "refused", "ignored")]
        assert read in words and " ".join(told) in words, words
        assert all(note["message"] in words for note in batch.notes)
        assert batch.encoding in words and batch.sheet in words
        for row in batch.rows:
            if row["outcome"] == "refused":
                assert row["cell"].endswith(str(row["row"])) and row["cell"] in words
                assert row["message"] in words
        assert not Result.objects.exists()
        return batch

    return upload


@pytest.fixture
def lines(shown):
    return lambda *rows, **options: shown(csv(HEAD, *rows, **options), "results.csv")


@pytest.fixture
def value_of(lines):
    """What a typed value is read as: the text shown, and how it was read."""

    def typed(value, reference="PCT1", **cell):
        row = one(lines(f'{reference},{Q1},"{value}"', **cell))
        assert row["outcome"] == "new", row
        return row["after"]["Result"], "; ".join(row["notes"])

    return typed


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
        "takes values from other files",
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
def test_a_file_that_is_refused_whole(case, uploaded):
    data, name, code, said = WHOLE[case]
    data = rezipped(data, [LONG]) if case.startswith("F44") else data
    with pytest.raises(FileRefused) as raised:
        read("results", data, name)
    sentence = raised.value.sentence
    assert raised.value.code == code and said in sentence and "\n" not in sentence
    status, words = uploaded(data, name)
    assert status == 422 and sentence in words
    assert not ImportBatch.objects.exists() and not Result.objects.exists()


@pytest.mark.parametrize("case", WHOLE)
def test_the_command_line_says_it_in_one_line(case, tmp_path):
    data, name, _, said = WHOLE[case]
    path = tmp_path / name
    path.write_bytes(rezipped(data, [LONG]) if case.startswith("F44") else data)
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("import_results", str(path), "--format", "json", stdout=out, stderr=err, no_color=True)
    assert (left.value.code, out.getvalue(), err.getvalue().count("\n")) == (2, "", 1)
    assert said in err.getvalue() and not ImportBatch.objects.exists()


def test_f8_a_wrong_stored_dimension_hides_no_row(shown):
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
def test_f11_f12_f13_an_encoding_is_read_and_said(encoding, said, lines):
    batch = lines(f"GBP1,{Q1},£5k", encoding=encoding)
    assert said in notes(batch)["encoding"] and said in batch.encoding
    assert one(batch)["after"]["Result"] == "£5k"


def test_f15_lone_carriage_returns_and_quoted_newlines(shown):
    data = csv(f"{HEAD},Commentary", f'PCT1,{Q1},5,"one\ntwo"', f"PCT1,{Q2},6,", newline="\r")
    batch = shown(data, "results.csv")
    assert (batch.counts["new"], batch.rows[0]["after"]["Commentary"]) == (2, "one\ntwo")


@pytest.mark.parametrize(("mark", "said"), [(";", "semicolons"), ("\t", "tabs")])
def test_f16_semicolons_and_tabs(mark, said, shown):
    batch = shown(csv(mark.join(HEADINGS), mark.join(["PCT1", Q1, "5"])), "results.csv")
    assert said in notes(batch)["delimiter"] and batch.counts["new"] == 1


# The table's shape.


def test_f19_an_extra_column_is_ignored_and_named(shown):
    batch = shown(csv(f"{HEAD},Mood", f"PCT1,{Q1},5,good"), "results.csv")
    assert '"Mood" (D)' in notes(batch)["extra-column"]
    assert (batch.counts["new"], one(batch)["after"].keys()) == (1, {"Result"})


def test_f23_blank_rows_are_skipped_and_counted(lines):
    batch = lines(f"PCT1,{Q1},5", "", ",,", f"PCT1,{Q2},6")
    assert (batch.counts["new"], batch.counts["ignored"]) == (2, 2)
    assert "blank" in notes(batch)["blank-rows"]


def test_f24_a_totals_row_is_flagged(lines):
    batch = lines(f"PCT1,{Q1},5", "Total,,5")
    assert (batch.counts["new"], batch.counts["ignored"]) == (1, 1)
    assert "3" in notes(batch)["totals-row"]


def test_f25_hidden_sheets_and_rows_are_named_and_not_imported(shown):
    def hide(book, sheet):
        sheet.row_dimensions[3].hidden = True
        book.create_sheet("Old").sheet_state = "hidden"

    batch = shown(workbook(HEADINGS, ["PCT1", Q1, 5], ["PCT1", Q2, 6], change=hide))
    assert (batch.counts["new"], batch.counts["ignored"]) == (1, 1)
    assert "3" in notes(batch)["hidden-rows"] and "Old" in notes(batch)["hidden-sheet"]


def test_f26_a_key_twice_is_refused_in_both_rows(lines):
    batch = lines(f"PCT1,{Q1},5", f"PCT1,{Q1},6")
    assert [(row["code"], row["row"]) for row in batch.rows] == [("duplicate-row", 2), ("duplicate-row", 3)]


def test_f27_the_same_reference_by_case_and_space_is_the_same_key(lines):
    batch = lines(f"PCT1,{Q1},5", f"pct 1,{Q1},5")
    refused(batch, "duplicate-row", "Period", row=3)
    assert batch.rows[0]["outcome"] == "new"


def test_f28_an_unknown_reference_is_suggested_and_not_guessed(lines):
    assert "Did you mean PCT1?" in refused(lines(f"PTC1,{Q1},5"), "unknown-reference", "Reference", "PTC1")["message"]


def test_f29_a_reference_that_became_a_number_or_a_date(shown):
    batch = shown(workbook(HEADINGS, [1.1, Q1, 5], [datetime.date(2019, 4, 3), Q1, 5]))
    assert [row["code"] for row in batch.rows] == ["reference-became-number", "reference-became-date"]
    assert (batch.sheet, {row["column"] for row in batch.rows}) == ("Results", {"Reference"})


# Values: the row is refused, or read and shown as it was read.


def percent_cell(book, sheet):
    sheet["C2"].number_format = "0%"


def test_f30_a_percentage_typed_and_formatted_mean_the_same(shown, value_of):
    formatted = one(shown(workbook(HEADINGS, ["PCT1", Q1, 0.95], change=percent_cell)))
    assert formatted["after"]["Result"] == value_of("95%")[0] == "95%"


def test_f31_less_than_100_per_cent_is_a_comparator_and_a_number(value_of):
    assert value_of("<100%")[0] == "<100%"


def test_f32_what_is_not_available_is_not_zero(lines):
    batch = lines(f"PCT1,{Q1},N/A", f"PCT1,{Q2},–", "PCT1,Q3 2019/20,", "PCT1,Q4 2019/20,0")
    assert [row["after"]["Result"] for row in batch.rows] == ["N/A", "–", "Not available", "0%"]


def test_f33_to_be_defined_stays_in_words(value_of):
    assert value_of("To be defined")[0] == "To be defined"


@pytest.mark.parametrize("typed", ["3 star", "Level 2"])
def test_f34_a_level_only_where_the_indicator_is_of_levels(typed, lines, value_of):
    assert value_of(typed, "LEV1")[0] == typed
    assert "a level" in refused(lines(f"NUM1,{Q1},{typed}"), "unreadable-result", "Result", typed)["message"]


@pytest.mark.parametrize("typed", ["-0", "−0", "-0.0"])
def test_f35_minus_nought_is_nought(typed, value_of):
    assert value_of(typed, "NUM1")[0].strip("0.") == "" and "−" not in value_of(typed, "NUM1")[0]


@pytest.mark.parametrize("typed", ["−5", "(5)", "-5"])
def test_f36_a_minus_and_brackets_are_shown_as_minus_five(typed, value_of):
    assert value_of(typed, "NUM1")[0] == "−5"


@pytest.mark.parametrize("typed", ["1e308", "1e309", "NaN"])
def test_f37_numbers_beyond_any_figure(typed, lines):
    refused(lines(f"NUM1,{Q1},{typed}"), "unreadable-result", "Result", typed)


def test_f37_in_a_workbook(shown):
    batch = shown(workbook(HEADINGS, ["NUM1", Q1, 1e308]))
    assert refused(batch, "unreadable-result", "Result")["message"]


@pytest.mark.parametrize("typed", ["1_000", "١٢٣", "１２"])
def test_f38_other_ways_of_writing_digits(typed, lines):
    refused(lines(f"NUM1,{Q1},{typed}"), "unreadable-result", "Result", typed)


def test_f39_money_and_thousands_are_normalised_and_shown(value_of):
    assert value_of("£1.5m", "GBP1")[0] == "£1,500k" and "read as 1500" in value_of("£1.5m", "GBP1")[1]
    assert value_of("1,000", "NUM1")[0] == "1,000" and "read as 1000" in value_of("1,000", "NUM1")[1]


def test_f40_a_short_date_is_read_and_shown(lines):
    row = one(lines("MON1,31.7.08,5"))
    assert (row["outcome"], row["period"]) == ("new", "July 2008")
    assert "“31.7.08” read as July 2008" in "; ".join(row["notes"])


def test_f41_a_day_that_was_not(lines):
    refused(lines("MON1,29/02/2019,5"), "unreadable-period", "Period", "29/02/2019")


def test_f42_the_1904_date_system(shown):
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(HEADINGS)
    sheet.append(["MON1", datetime.date(2008, 7, 31), 5])
    assert one(shown(saved(book)))["period"] == "July 2008"


def test_f43_a_formula_without_a_value_is_an_error_and_never_a_blank(shown):
    found = refused(shown(workbook(HEADINGS, ["NUM1", Q1, "=1+1"])), "formula-not-calculated", "Result", "=1+1")
    assert "C2" in found["message"]


def test_f43_a_formula_that_failed_is_an_error_and_never_a_blank(shown):
    def fail(book, sheet):
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")

    found = refused(shown(shared(HEADINGS, ["NUM1", Q1], change=fail)), "formula-error", "Result", "#DIV/0!")
    assert "C2" in found["message"]


@pytest.mark.parametrize("shows", ["#DIV/0!", "#N/A", "#REF!"])
def test_f43_a_text_file_of_a_formula_that_failed_has_the_same_error(shows, lines):
    found = refused(lines(f"NUM1,{Q1},{shows}"), "formula-error", "Result", shows)
    assert "C2" in found["message"]


def test_f45_marks_and_emoji_are_kept(shown):
    said = "שלום \u200f👍🏽 done"
    batch = shown(csv(f"{HEAD},Commentary", f"PCT1,{Q1},5,{said}"), "results.csv")
    assert one(batch)["after"]["Commentary"] == said


@pytest.mark.parametrize("cell", [2**40, True], ids=["2**40", "true"])
def test_f46_huge_whole_numbers_and_booleans(cell, shown):
    refused(shown(workbook(HEADINGS, ["NUM1", Q1, cell])), "unreadable-result", "Result")


NOTHING = (None, "", "not_available")
KEPT = {
    ("95%", "PCT1"): (95, "", "value"),  # F30
    ("<100%", "PCT1"): (100, "<", "value"),  # F31
    ("N/A", "NUM1"): NOTHING,  # F32
    ("–", "NUM1"): NOTHING,
    ("", "NUM1"): NOTHING,
    ("0", "NUM1"): (0, "", "value"),
    ("-0", "NUM1"): (0, "", "value"),  # F35
    ("−5", "NUM1"): (-5, "", "value"),  # F36
    ("(5)", "NUM1"): (-5, "", "value"),
    ("£1.5m", "GBP1"): (1500, "", "value"),  # F39
    ("1,000", "NUM1"): (1000, "", "value"),
}


@pytest.mark.parametrize("typed", KEPT)
def test_what_is_shown_is_what_is_kept(typed, lines):
    value, reference = typed
    confirm(lines(f'{reference},{Q1},"{value}"').pk, by=person(Role.PERFORMANCE_OFFICER))
    assert Result.objects.values_list("number", "comparator", "state").get() == KEPT[typed]


def test_f30_a_formatted_percentage_is_kept_as_the_typed_one(shown):
    confirm(shown(workbook(HEADINGS, ["PCT1", Q1, 0.95], change=percent_cell)).pk, by=person(Role.PERFORMANCE_OFFICER))
    assert Result.objects.get().number == 95


# What else a stranger's file may try: fault rows 19 and 36.


def test_a_workbook_that_takes_too_long_is_stopped_and_says_so(uploaded, monkeypatch):
    monkeypatch.setattr(limited, "_COMMAND", (limited._COMMAND[0], "-c", "import time; time.sleep(60)"))
    monkeypatch.setattr(limits, "CHILD_SECONDS", 1)
    status, words = uploaded(GOOD, "r.xlsx")
    assert status == 422 and "takes too long or too much memory to read" in words
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "docProps/core.xml"])
def test_xml_that_declares_entities_is_refused_and_fetches_nothing(part, uploaded):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        outside = f"http://127.0.0.1:{listener.getsockname()[1]}/x".encode()
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "' + outside + b'">]>'
        root = {SHEET: b"<worksheet", "xl/workbook.xml": b"<workbook"}.get(part, b"<cp:coreProperties")
        status, words = uploaded(rezipped(GOOD, [(part, root, bomb + root)]), "r.xlsx")
        with pytest.raises(TimeoutError):
            listener.accept()
    assert status == 422 and f"{part} declares XML entities" in words
    assert not ImportBatch.objects.exists()


def test_every_case_has_a_test():
    from pathlib import Path

    source = Path(__file__).read_text().lower()
    missing = [number for number in range(1, 47) if f"f{number} " not in source and f"f{number}_" not in source]
    assert not missing
