"""A file is attached to a record: what may come in, what it is called, and how it goes out again."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from common.attachments import MOST_BYTES, AttachmentRefused, check_file, keep, served, shown_name
from common.models import Attachment

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 20 + b"\0\0\0\0IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"
EML = (
    b"From: member@council.example\r\nDate: Mon, 12 Aug 2019 09:00:00 +0100\r\nSubject: Approved\r\n\r\nI approve.\r\n"
)
MSG = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "__properties_version1.0".encode("utf-16-le")


def docx(**more):
    """The least that a Word file can be, with other members besides."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", more.pop("types", "<Types/>"))
        archive.writestr("word/document.xml", "<w:document/>")
        for name, content in more.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def check(content, name):
    return check_file(SimpleUploadedFile(name, content))


GOOD = {
    "minute.pdf": (PDF, "application/pdf"),
    "MINUTE.PDF": (PDF, "application/pdf"),
    "note.docx": (docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "re.eml": (EML, "message/rfc822"),
    "re.msg": (MSG, "application/vnd.ms-outlook"),
    "scan.png": (PNG, "image/png"),
    "scan.jpg": (JPEG, "image/jpeg"),
    "scan.jpeg": (JPEG, "image/jpeg"),
}


@pytest.mark.parametrize("name", list(GOOD))
def test_what_a_minute_comes_as_is_taken(name):
    content, content_type = GOOD[name]
    found = check(content, name)
    assert (found.kind.content_type, found.content) == (content_type, content)


BAD = {
    "no ending": (PDF, "minute"),
    "a web page": (b"<html><script>alert(1)</script>", "minute.html"),
    "a drawing with scripts": (b"<svg onload='alert(1)'/>", "minute.svg"),
    "a program": (b"MZ\x90", "minute.exe"),
    "a web page called PDF": (b"<html>", "minute.pdf"),
    "a web page called e-mail": (b"<html>From: a\nDate: b\n", "minute.eml"),
    "an old Word file called e-mail": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "minute.msg"),
    "a PDF cut short": (PDF[:20], "minute.pdf"),
    "a PDF called Word": (PDF, "minute.docx"),
    "a workbook called Word": (docx().replace(b"word/document.xml", b"xl/workbook00.xml"), "minute.docx"),
    "a Word file with macros": (docx(**{"word/vbaProject.bin": b"x"}), "minute.docx"),
    "a Word file of a macro kind": (docx(types="application/vnd.ms-word.document.macroEnabled.main+xml"), "minute.docx"),
    "a bomb": (docx(**{"word/media/1.bin": b"\0" * 60_000_000}), "minute.docx"),
    "a Word file cut short": (docx()[:80], "minute.docx"),
    "a PNG cut short": (PNG[:20], "scan.png"),
    "a JPEG called PNG": (JPEG, "scan.png"),
    "an e-mail with NUL bytes": (EML + b"\0", "re.eml"),
    "nothing": (b"", "minute.pdf"),
    "a double ending": (PDF, "minute.pdf.exe"),
}  # fmt: skip


@pytest.mark.parametrize("what", list(BAD))
def test_anything_else_is_refused_with_what_to_do(what):
    content, name = BAD[what]
    with pytest.raises(AttachmentRefused) as refused:
        check(content, name)
    assert "ttach" in str(refused.value)


def test_a_file_that_is_too_large_is_not_even_read():
    class Large:
        name, size = "minute.pdf", MOST_BYTES + 1

        def read(self):
            raise AssertionError("It was read.")

    with pytest.raises(AttachmentRefused, match="larger than 10 MB"):
        check_file(Large())


HOSTILE = [
    ("../../etc/passwd.pdf", "passwd.pdf"),
    ("C:\\Users\\me\\minute.pdf", "minute.pdf"),
    ("minute\r\nSet-Cookie: a=b.pdf", "minuteSet-Cookie: a=b.pdf"),
    ("minute\u202efdp.exe.pdf", "minutefdp.exe.pdf"),
    ("a" * 400 + ".pdf", "a" * 110 + ".pdf"),
    ('"; filename="evil.exe.pdf', '"; filename="evil.exe.pdf'),
]


@pytest.mark.parametrize(("name", "shown"), HOSTILE)
def test_a_hostile_name_is_only_shown_and_shown_harmless(name, shown):
    assert shown_name(name) == shown


@given(st.text(max_size=300))
def test_no_name_is_shown_with_folders_or_control_characters(name):
    shown = shown_name(name)
    assert not set(shown) & set("/\\\r\n\0\x1b\u202e\u2066")
    assert len(shown) <= 120


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "_"), HOSTILE)
def test_it_goes_out_under_a_name_of_ours_as_a_download(name, _):
    kept = keep(check(PDF, name), called="decision CSS 2019/20 v1 2019-08-12")
    answer = served(Attachment.objects.get(pk=kept.pk))
    assert answer["Content-Disposition"] == 'attachment; filename="decision-css-201920-v1-2019-08-12.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.content == PDF


@pytest.mark.django_db
def test_what_was_kept_is_what_came_in():
    kept = keep(check(EML, "re.eml"), called="")
    assert (kept.name, kept.original_name, kept.size) == ("attachment.eml", "re.eml", len(EML))
    assert len(kept.sha256) == 64
