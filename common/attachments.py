"""Files that people attach to a record: what may come in, under whose name it goes out, and how it is served.

A file is known by its content, never by its name; it is kept under a name of ours and served only as a download.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import PurePath
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify

from common.intake.archive import DAMAGED, open_archive, refuse_unsafe
from common.intake.parts import FileRefused
from common.models import Attachment
from common.today import now

MOST_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Kind:
    """A kind of file that may be attached: its endings, what it is served as, and whether the content is one."""

    name: str
    endings: tuple[str, ...]
    content_type: str
    fits: Callable[[bytes], bool]


@dataclass(frozen=True)
class CheckedFile:
    """A file that was looked at and may be kept."""

    kind: Kind
    content: bytes
    original_name: str


class AttachmentRefused(ValueError):
    """A file that may not be attached; its message is the sentence that the person reads."""


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-1.") and b"%%EOF" in content[-2048:]


def _is_docx(content: bytes) -> bool:
    try:
        with open_archive(content, "") as archive:
            refuse_unsafe(archive, "")
            return "word/document.xml" in archive.namelist() and bool(archive.read("[Content_Types].xml"))
    except (FileRefused, *DAMAGED):
        return False


def _is_eml(content: bytes) -> bool:
    if b"\0" in content:
        return False
    message = message_from_bytes(content[:200_000])
    return bool(message["From"] and (message["Date"] or message["Subject"]) and not content.lstrip().startswith(b"<"))


def _is_msg(content: bytes) -> bool:
    return (
        content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
        and "__properties_version1.0".encode("utf-16-le") in content
    )


def _is_png(content: bytes) -> bool:
    return content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and b"IEND" in content[-16:]


def _is_jpeg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff") and content.rstrip(b"\0").endswith(b"\xff\xd9")


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = (
    Kind("PDF", ("pdf",), "application/pdf", _is_pdf),
    Kind("Word document", ("docx",), DOCX, _is_docx),
    Kind("e-mail", ("eml",), "message/rfc822", _is_eml),
    Kind("Outlook e-mail", ("msg",), "application/vnd.ms-outlook", _is_msg),
    Kind("picture (PNG)", ("png",), "image/png", _is_png),
    Kind("picture (JPEG)", ("jpg", "jpeg"), "image/jpeg", _is_jpeg),
)
ENDINGS = tuple(ending for kind in KINDS for ending in kind.endings)
ALLOWED = "a PDF, a Word document (.docx), an e-mail (.eml or .msg) or a picture (.png or .jpg)"


def too_large(request: HttpRequest) -> str:
    """Why a request's file is not even received, from the size that the browser announces; empty where it is."""
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    if announced <= MOST_BYTES + 100_000:
        return ""
    return f"The file has {announced / 1024**2:.0f} MB; the most is {MOST_BYTES // 1024**2} MB. Nothing has been read."


def check_file(upload: Any) -> CheckedFile:
    """Look at an uploaded file (``name``, ``size``, ``read()``). AttachmentRefused says why it may not be kept."""
    if upload.size > MOST_BYTES:
        raise AttachmentRefused(f"The file is larger than {MOST_BYTES // 1024**2} MB. Attach a smaller copy of it")
    if not upload.size:
        raise AttachmentRefused("The file is empty. Save it again, and attach that")
    name = shown_name(upload.name or "")
    ending = PurePath(name).suffix.lower().removeprefix(".")
    kind = next((kind for kind in KINDS if ending in kind.endings), None)
    if kind is None:
        raise AttachmentRefused(f"Attach {ALLOWED}. A file whose name ends in “.{ending}” cannot be kept")
    content = upload.read()
    if not kind.fits(content):
        raise AttachmentRefused(
            f"The file's name says that it is a {kind.name}, and its content is not. Attach {ALLOWED}"
        )
    return CheckedFile(kind, content, name)


def shown_name(name: str) -> str:
    """What the sender called the file, fit to be shown: no folders, no control or direction marks, at most 120 letters."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    plain = " ".join(plain.split())
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:110]}{dot}{ending[:9]}" if dot else plain[:120]


def keep(file: CheckedFile, *, called: str) -> Attachment:
    """Store the file under a name made of ``called`` (words) and its kind's ending."""
    return Attachment.objects.create(
        name=f"{slugify(called)[:100] or 'attachment'}.{file.kind.endings[0]}",
        original_name=file.original_name,
        content_type=file.kind.content_type,
        content=file.content,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        at=now(),
    )


def served(attachment: Attachment) -> HttpResponse:
    """The file as a download, never shown in the page's own origin."""
    response = HttpResponse(bytes(attachment.content), content_type=attachment.content_type)
    response["Content-Disposition"] = f'attachment; filename="{attachment.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
