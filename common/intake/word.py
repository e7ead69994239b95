"""Opens a Word file that somebody sends, or says why not: the same limits as for a workbook, in a writer's words."""

import zipfile
from io import BytesIO
from pathlib import PurePath
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from .archive import DAMAGED, open_archive, refuse_unsafe
from .parts import FileRefused
from .wording import base_name

MAX_BODY_BYTES = 16 * 1024 * 1024
MAX_BLOCKS = 20_000
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BODY = "word/document.xml"
_MACRO_TYPES = b"macroenabled"
SAVE_AS = "Open it in Word or LibreOffice and use Save As to make a Word document (.docx)"
_SENTENCES = {
    "damaged": "{} is damaged or only a part of it arrived. Open it in Word, save it and try again.",
    "zip-bomb": "{} was not opened, because it would unpack to far more than a plan holds. Copy its text into a new file.",
    "macros": "{} contains macros, which are not accepted. Save it as a Word document without macros (.docx).",
    "xml-entities": "{} was not opened, because it declares XML entities. Copy its text into a new document.",
    "external-links": "{} takes text from other files. In Word use File, Info, Edit Links, Break Link, and save it again.",
    "password-protected": "{} is protected by a password. Open it, remove the password (File, Info) and save it again.",
}
# Changes that somebody tracked and nobody has accepted: which of the two texts is meant is not ours to guess.
_TRACKED = tuple(qn(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"))


def open_word(data: bytes, filename: str, most: int) -> WordDocument:
    """The document. FileRefused says what is wrong with the file and how to mend it; ``most``: its most bytes."""
    name = base_name(filename)
    _refuse_outside(data, name, most)
    try:
        with open_archive(data, name) as archive:
            refuse_unsafe(archive, name)
            _refuse_other_zip(archive, name)
        document = docx.Document(BytesIO(data))
    except FileRefused as refused:
        said = _SENTENCES.get(refused.code)
        raise FileRefused(refused.code, said.format(name) if said else refused.sentence) from refused
    except (*DAMAGED, XMLSyntaxError, RecursionError) as error:
        raise FileRefused("damaged", _SENTENCES["damaged"].format(name)) from error
    _refuse_inside(document, name)
    return document


def _refuse_outside(data: bytes, name: str, most: int) -> None:
    if not data.strip(b"\x00\r\n\t "):
        raise FileRefused("empty-file", f"{name} is empty. Choose the file that holds the plan.")
    if len(data) > most:
        raise FileRefused("too-large", f"{name} is larger than {most / 1024 / 1024:g} MB. Leave its pictures out.")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise FileRefused("password-protected", _SENTENCES["password-protected"].format(name))
        raise FileRefused("old-word", f"{name} is an old Word document (.doc), whatever its name says. {SAVE_AS}.")
    if not data.startswith(_ZIP):
        raise FileRefused("not-word", f"{name} is not a Word document. {SAVE_AS}.")
    if PurePath(name).suffix.lower() not in (".docx", ".docm"):
        raise FileRefused("wrong-extension", f"The name of {name} does not end in .docx. {SAVE_AS}.")


def _refuse_other_zip(archive: zipfile.ZipFile, name: str) -> None:
    names = archive.namelist()
    if _BODY not in names:
        raise FileRefused("not-word", f"{name} is not a Word document. {SAVE_AS}.")
    if archive.getinfo(_BODY).file_size > MAX_BODY_BYTES:
        raise FileRefused("too-complex", f"{name} holds far more text than a plan. Leave out what is not the plan's.")


def _refuse_inside(document: WordDocument, name: str) -> None:
    body: Any = document.element.body
    if next(body.iter(*_TRACKED), None) is not None:
        raise FileRefused(
            "tracked-changes",
            f"{name} has tracked changes that nobody has accepted. In Word use Review, Accept, Accept All Changes "
            "(or Reject), and save it again.",
        )
    if sum(1 for _ in body.iter(qn("w:p"))) > MAX_BLOCKS:
        raise FileRefused(
            "too-complex", f"{name} has more than {MAX_BLOCKS:,} paragraphs. Leave out what is not the plan's."
        )
