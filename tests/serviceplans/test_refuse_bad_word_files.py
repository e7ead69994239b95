"""A file that is no readable Word document is refused in one line that says what is wrong and how to mend it."""

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from common.intake import FileRefused
from common.intake.word import open_word
from tests.serviceplans.word import exported, packed, paragraph, read

MOST = 20 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def a_document():
    word = docx.Document()
    word.add_paragraph("Vision")
    return word


def with_member(name, content, data=None):
    """A Word file with one part more."""
    made = io.BytesIO(data or packed(a_document()))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


def with_body(content):
    """A Word file whose text is replaced as it stands in the file."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed(a_document()))) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            target.writestr(name, content if name == "word/document.xml" else source.read(name))
    return made.getvalue()


def a_workbook():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return made.getvalue()


BAD = {
    "empty-file": lambda: b"  ",
    "not-word": lambda: b"Dear all",
    "old-word": lambda: OLE + b"\x00" * 600,
    "password-protected": lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
    "damaged": lambda: packed(a_document())[:-200],
    "macros": lambda: with_member("word/vbaProject.bin", b"\x00"),
    "zip-bomb": lambda: with_member("word/media/a.bin", b"\x00" * 3_000_000),
    "xml-entities": lambda: with_body(b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'),
    "too-large": lambda: b"PK\x03\x04" + b"\x00" * MOST,
}


@pytest.mark.parametrize("code", BAD)
def test_the_refusal_says_what_is_wrong(code):
    with pytest.raises(FileRefused) as refused:
        open_word(BAD[code](), "C:\\plans\\plan.docx", MOST)
    assert refused.value.code == code
    assert "plan.docx" in refused.value.sentence
    assert "workbook" not in refused.value.sentence


def test_a_workbook_under_a_word_files_name_is_no_word_document():
    with pytest.raises(FileRefused) as refused:
        open_word(a_workbook(), "plan.docx", MOST)
    assert refused.value.code == "not-word"


def test_xml_that_is_none_is_damage():
    with pytest.raises(FileRefused) as refused:
        open_word(with_body(b"<w:document"), "plan.docx", MOST)
    assert refused.value.code == "damaged"


@pytest.mark.parametrize("tag", ["w:ins", "w:del", "w:moveFrom"])
def test_tracked_changes_are_to_be_accepted_first(tag):
    word = a_document()
    run = word.paragraphs[0].runs[0]._r
    change = OxmlElement(tag)
    run.addprevious(change)
    change.append(run)
    with pytest.raises(FileRefused) as refused:
        open_word(packed(word), "plan.docx", MOST)
    assert refused.value.code == "tracked-changes"
    assert "Accept All Changes" in refused.value.sentence


def test_text_in_a_content_control_and_in_a_box_is_not_lost(people, version):
    word = exported(version)
    place = paragraph(word, "3. Service priorities")
    place.insert_paragraph_before("In a control.")
    placed = paragraph(word, "In a control.")._p
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    placed.addprevious(control)
    control.append(content)
    content.append(placed)
    boxed = place.insert_paragraph_before("Beside a box.")
    picture, box, inner = OxmlElement("w:pict"), OxmlElement("w:txbxContent"), OxmlElement("w:p")
    words = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "In a box."
    words.append(text)
    inner.append(words)
    box.append(inner)
    picture.append(box)
    boxed.runs[0]._r.append(picture)
    assert [left.text for left in read(version, word).unread] == ["In a control.", "Beside a box.", "In a box."]
    assert box.tag == qn("w:txbxContent")


def test_the_command_uses_no_file_that_it_cannot_read(people, version, run, tmp_path):
    path = tmp_path / "plan.docx"
    path.write_bytes(b"Dear all")
    code, out, err = run("import_plan", str(path), "--service", "CSS", "--cycle", "2019/20", "--format", "json")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "is not a Word document" in err
    assert run("import_plan", str(tmp_path / "none.docx"), "--service", "CSS", "--cycle", "2019/20")[0] == 2
    assert run("import_plan", str(path), "--service", "NO", "--cycle", "2019/20")[0] == 2
