"""An officer uploads a file that cannot be used, and is told what is wrong, where, and how to mend it."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from common.intake import limited, limits
from tests.common.files import (
    HEADINGS,
    MADE_AT,
    ROW,
    SHEET,
    archive,
    csv,
    ods,
    ods_row,
    read,
    refusal,
    rezipped,
    shared,
    workbook,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
GOOD = workbook(HEADINGS, ROW)
SHARED = shared(HEADINGS, ROW)
DOCTYPE = b'<!DOCTYPE bomb [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


# The file itself: F1 to F10, F36


def test_an_old_excel_file_with_a_new_name():
    refused = refusal(OLE + "Workbook".encode("utf-16-le"), "results.xlsx")
    assert refused.code == "old-excel"
    assert "Save As" in refused.sentence


@pytest.mark.parametrize(
    "page", [b"<html><body><table>", b"\xef\xbb\xbf\r\n<!DOCTYPE html>", b'<?xml version="1.0"?><Workbook>', b"<table>"]
)
@pytest.mark.parametrize("name", ["results.xls", "results.xlsx", "results.csv"])
def test_a_web_page_saved_as_a_spreadsheet(page, name):
    assert refusal(page + b"<tr><td>Reference</td></tr>", name).code == "web-page"


def test_a_word_document_with_a_new_name():
    refused = refusal(archive(**{"[Content_Types].xml": "<Types/>", "word__document.xml": "<w/>"}))
    assert refused.code == "other-document"
    assert "Word document" in refused.sentence


@pytest.mark.parametrize("data", [b"", b"\r\n  \r\n", bytes(10)])
@pytest.mark.parametrize("name", ["results.csv", "results.xlsx"])
def test_an_empty_file(data, name):
    assert refusal(data, name).code == "empty-file"


def test_the_files_of_these_tests_are_the_same_whenever_they_are_made():
    for data in (GOOD, SHARED, rezipped(GOOD, add={"a.bin": b"x"}), ods(ods_row(*HEADINGS))):
        with zipfile.ZipFile(BytesIO(data)) as made:
            assert {part.date_time for part in made.infolist()} == {MADE_AT}
            core = made.read("docProps/core.xml").decode() if "docProps/core.xml" in made.namelist() else ""
        assert set(re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+", core)) <= {"2019-08-20T12:00:00"}
    assert workbook(HEADINGS, ROW) == GOOD and shared(HEADINGS, ROW) == SHARED


@pytest.mark.parametrize(
    "kept", [slice(3), slice(100), slice(-2000), slice(-10)], ids=["3", "100", "most", "nearly all"]
)
def test_a_workbook_of_which_only_a_part_arrived(kept):
    assert refusal(GOOD[kept]).code == "damaged"


def test_a_workbook_with_a_broken_part():
    at = GOOD.index(SHEET.encode()) + len(SHEET) + 20
    assert refusal(GOOD[:at] + b"\xff" * 40 + GOOD[at + 40 :]).code == "damaged"


@pytest.mark.parametrize(
    "broken",
    [
        (SHEET, b"</sheetData>", b""),
        (SHEET, b't="s"><v>0<', b't="s"><v>99<'),
        (SHEET, b't="s"><v>0<', b't="s"><v>x<'),
        (SHEET, b'r="A2"', b'r="hello"'),
        (SHEET, b'encoding="UTF-8"', b'encoding="nonsense"'),
        ("xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml", b"worksheets/elsewhere.xml"),
    ],
)
def test_a_workbook_that_contradicts_itself(broken):
    assert refusal(rezipped(SHARED, [broken])).code == "damaged"


def test_a_workbook_protected_by_a_password():
    refused = refusal(OLE + "EncryptedPackage".encode("utf-16-le"))
    assert refused.code == "password-protected"
    assert "remove the password" in refused.sentence


def test_an_open_document_protected_by_a_password():
    manifest = "<manifest><manifest:encryption-data/></manifest>"
    assert refusal(ods(**{"META-INF__manifest.xml": manifest}), "results.ods").code == "password-protected"


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"xl/media/a.bin": bytes(60 * 1024 * 1024)}, "more than 50 MB"),
        ({f"xl/media/{n}.bin": b"x" for n in range(1_001)}, "more than 1,000 parts"),
        ({"xl/media/a.bin": bytes(5 * 1024 * 1024)}, "more than 100 to 1"),
    ],
)
def test_a_zip_bomb(parts, reason):
    refused = refusal(rezipped(GOOD, add=parts))
    assert refused.code == "zip-bomb"
    assert reason in refused.sentence


@pytest.mark.parametrize("ref", ["XFD1048576", "XFD2", "A1048576"])
def test_a_tiny_file_with_a_cell_far_away(ref):
    far = workbook(HEADINGS, ROW, change=lambda book, sheet: sheet.__setitem__(ref, "x"))
    refused = refusal(far)
    assert refused.code == "far-cell"
    assert 'sheet "Results"' in refused.sentence
    assert f"cell {ref}," in refused.sentence


def test_a_table_that_is_longer_than_is_read_at_once(monkeypatch):
    monkeypatch.setattr(limits, "MAX_ROWS", 3)
    refused = refusal(csv("Reference,Period,Result", *["A,2018,1"] * 4), "results.csv")
    assert refused.code == "too-many-rows"


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_a_workbook_with_macros(part):
    assert refusal(rezipped(GOOD, add={part: b"x"}), "results.xlsm").code == "macros"


def test_an_open_document_with_macros():
    assert refusal(ods(**{"Basic__Standard__Module1.xml": "<m/>"}), "results.ods").code == "macros"


def test_a_workbook_that_takes_values_from_another_file():
    assert refusal(rezipped(GOOD, add={"xl/externalLinks/externalLink1.xml": b"<a/>"})).code == "external-links"


def test_an_open_document_that_takes_values_from_another_file():
    linked = '<table:table table:name="Elsewhere"><table:table-source/></table:table>'
    refused = refusal(ods(ods_row(*HEADINGS), extra=linked), "results.ods")
    assert refused.code == "external-links"
    assert '"Elsewhere"' in refused.sentence


@pytest.mark.parametrize(
    ("part", "root"),
    [
        (SHEET, b"<worksheet"),
        ("xl/workbook.xml", b"<workbook"),
        ("xl/styles.xml", b"<styleSheet"),
        ("xl/sharedStrings.xml", b"<sst"),
        ("docProps/core.xml", b"<cp:coreProperties"),
    ],
)
def test_a_workbook_that_declares_entities(part, root):
    refused = refusal(rezipped(SHARED, [(part, root, DOCTYPE + root)]))
    assert refused.code == "xml-entities"
    assert "root:" not in refused.sentence


@pytest.mark.parametrize("root", [b"<worksheet"])
def test_entities_declared_out_of_sight_of_the_first_look(root):
    far_down = b"<!-- " + b"x" * 5_000 + b" -->" + DOCTYPE + root
    assert refusal(rezipped(GOOD, [(SHEET, root, far_down)])).code == "xml-entities"


def test_an_open_document_that_declares_entities():
    bomb = rezipped(
        ods(ods_row(*HEADINGS)), [("content.xml", b"<office:document-content", DOCTYPE + b"<office:document-content")]
    )
    assert refusal(bomb, "results.ods").code == "xml-entities"


def test_a_file_larger_than_the_limit(settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    refused = refusal(b"x" * (1024 * 1024 + 1), "results.csv")
    assert refused.code == "too-large"
    assert "1 MB" in refused.sentence


@pytest.mark.parametrize("limit", ["CHILD_SECONDS", "CHILD_MEMORY_BYTES"])
def test_a_workbook_that_takes_too_long_or_too_much_memory(limit, monkeypatch, tmp_path):
    # A child that never ends, or that asks for more memory than it may have, in place of the one that reads.
    ended = tmp_path / "ended"
    work = {
        "CHILD_SECONDS": f"import pathlib, time; time.sleep(6); pathlib.Path({str(ended)!r}).touch()",
        "CHILD_MEMORY_BYTES": (
            "import common.intake.child as c; c._read = lambda r, d: bytearray(c.limits.CHILD_MEMORY_BYTES); c.main()"
        ),
    }
    monkeypatch.setattr(limited, "_COMMAND", (limited._COMMAND[0], "-c", work[limit]))
    monkeypatch.setattr(limits, "CHILD_SECONDS", 1 if limit == "CHILD_SECONDS" else 30)
    assert refusal(GOOD).code == "too-complex"
    assert not ended.exists(), "the child was waited for, not stopped"


def test_one_long_text_named_by_very_many_cells():
    # A hundred kilobytes that would become gigabytes of cells.
    long = shared(HEADINGS, ["x" * 32_000, "2018/19", 1])
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>3</v></c></row>' % (n, n) for n in range(10, 5_000))
    assert refusal(rezipped(long, [(SHEET, b"</sheetData>", cells + b"</sheetData>")])).code == "too-complex"


def test_the_process_that_opens_workbooks_knows_neither_django_nor_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not-for-the-child")
    seen = "{'code': str('django' in sys.modules), 'sentence': str(dict(os.environ))}"
    spy = f"import sys, json, os, common.intake.child; print(json.dumps({seen}))"
    monkeypatch.setattr(limited, "_COMMAND", (limited._COMMAND[0], "-c", spy))
    with pytest.raises(Exception) as raised:
        read(GOOD)
    assert raised.value.code == "False"
    assert "not-for-the-child" not in raised.value.sentence


# Names


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (GOOD, "results.csv", "wrong-extension"),
        (GOOD, "results.ods", "wrong-extension"),
        (GOOD, "results", "wrong-extension"),
        (b"Reference,Period,Result", "results.xlsx", "damaged"),
        (b"Reference,Period,Result", "results.doc", "unsupported-type"),
        (b"%PDF-1.7", "results.csv", "other-document"),
        (archive(**{"readme.txt": "hello"}), "results.xlsx", "other-document"),
    ],
)
def test_a_name_that_does_not_fit_the_content(data, name, code):
    assert refusal(data, name).code == code


def test_a_hostile_name_is_shown_as_one_harmless_line():
    refused = refusal(b"", "..\\..\\etc/pass\nwd\x00" + "x" * 500 + ".csv")
    assert refused.sentence.startswith("pass wd xxx")
    assert len(refused.sentence) < 250


def test_every_code_is_in_the_documentation():
    # The codes are a contract with other systems: each that the source can raise is explained.
    root = Path(__file__).resolve().parents[2]
    source = "".join(path.read_text() for path in (root / "common/intake").glob("*.py"))
    codes = set(re.findall(r'(?:FileRefused|Note)\(\s*"([a-z-]+)"', source))
    codes |= {"blank-rows", "hidden-rows", "totals-row", "outside-table"}
    codes |= {"formula-error", "formula-not-calculated", "identifier-number", "identifier-date"}
    documented = set(re.findall(r"^\| `([a-z-]+)` \|", (root / "docs/file-codes.md").read_text(), re.MULTILINE))
    assert len(codes) > 30
    assert codes == documented
