"""Checks of a zip container (.xlsx, .ods) that need nothing of it unpacked: bombs, macros, links, passwords, DTDs."""

import struct
import zipfile
import zlib
from io import BytesIO

from . import limits
from .parts import FileRefused
from .refusals import damaged, document_type, external_links, password_protected

# What zipfile and zlib raise on bytes that are not what they claim to be.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    LookupError,
    ValueError,
)
_ENCRYPTED_FLAG = 0x1
_PROLOGUE_BYTES = 2_048
_TYPES_BYTES = 256 * 1024


def open_archive(data: bytes, filename: str) -> zipfile.ZipFile:
    """The zip container. Raises FileRefused when it is cut short or damaged."""
    try:
        return zipfile.ZipFile(BytesIO(data))
    except DAMAGED as error:
        raise damaged(filename) from error


def refuse_unsafe(archive: zipfile.ZipFile, filename: str) -> None:
    """Raise FileRefused for what no upload may contain. Only each part's first bytes are unpacked."""
    members = archive.infolist()
    _refuse_bomb(members, filename)
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise password_protected(filename)
    try:
        _refuse_active(archive, filename)
        _refuse_document_types(archive, filename)
    except DAMAGED as error:
        raise damaged(filename) from error


def _refuse_bomb(members: list[zipfile.ZipInfo], filename: str) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    sizes = [(unpacked, packed), *((member.file_size, member.compress_size) for member in members)]
    reason = ""
    if len(members) > limits.MAX_MEMBERS:
        reason = f"it has more than {limits.MAX_MEMBERS:,} parts"
    elif unpacked > limits.MAX_UNPACKED_BYTES:
        reason = f"it would unpack to more than {limits.MAX_UNPACKED_BYTES // 1024 // 1024} MB"
    elif any(size > limits.RATIO_MATTERS_FROM and size > limits.MAX_RATIO * max(small, 1) for size, small in sizes):
        reason = f"it is packed more than {limits.MAX_RATIO} to 1"
    if reason:
        raise FileRefused(
            "zip-bomb",
            f"{filename} was not opened, because {reason}. Copy the table alone into a new workbook and save that.",
        )


def _refuse_active(archive: zipfile.ZipFile, filename: str) -> None:
    names = [name.lower() for name in archive.namelist()]
    types = _opening(archive, "[Content_Types].xml", _TYPES_BYTES)
    macros = any(
        name.endswith("vbaproject.bin") or name.startswith(("xl/macrosheets/", "basic/", "scripts/")) for name in names
    )
    if macros or b"macroenabled" in types.lower():
        raise FileRefused(
            "macros",
            f"{filename} contains macros, which are not accepted. Save it as an Excel workbook without macros (.xlsx).",
        )
    if any(name.startswith("xl/externallinks/") for name in names):
        raise external_links(filename)
    if b"encryption-data" in _opening(archive, "META-INF/manifest.xml", _TYPES_BYTES):
        raise password_protected(filename)


def _refuse_document_types(archive: zipfile.ZipFile, filename: str) -> None:
    # The parts that are read are parsed with document types forbidden; this also covers those that nobody reads.
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels")):
            opening = _opening(archive, name, _PROLOGUE_BYTES)
            if b"<!DOCTYPE" in opening or b"<!ENTITY" in opening:
                raise document_type(filename, name)


def _opening(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    try:
        with archive.open(name) as part:
            return part.read(most)
    except KeyError:
        return b""
