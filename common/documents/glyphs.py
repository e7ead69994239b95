"""Which characters the PDF's fonts can show: an accessible PDF may hold no other, and its typesetter refuses one."""

import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

from .prepare import printable

# Joiners, marks of direction and variation selectors have no glyph of their own.
INVISIBLE = frozenset({0x9, 0xA, 0xAD, 0x200B, 0x200C, 0x200D, 0xFEFF, *range(0x200E, 0x2010), *range(0x202A, 0x202F)})
SELECTORS = frozenset({*range(0x2060, 0x2070), *range(0xFE00, 0xFE10), *range(0xE0000, 0xE01F0)})
UNSHOWN = "□"
LONGEST_WORD = 20
BREAK_HERE = "\u200b"
BREAK_AFTER = "/_.@&=-?"


@lru_cache(maxsize=4)
def shown_by(folder: Path) -> frozenset[int]:
    """The code points that every font in the folder has, so that bold text can show what ordinary text can."""
    tables = [_characters(path.read_bytes()) for path in sorted(folder.glob("*.ttf"))]
    return frozenset.intersection(*tables) if tables else frozenset()


def showable(text: str, characters: frozenset[int]) -> str:
    """The text with what ``characters`` lacks replaced: a letter by its plain form or a box, a sign by its name."""
    text = printable(text)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    return "".join(letter if ord(letter) in characters else _instead(letter, characters) for letter in text)


def breakable(text: str) -> str:
    """The text with places to break where a word, such as a web address, is too long for a narrow column."""
    if len(text) <= LONGEST_WORD:
        return text
    words = text.split(" ")
    return " ".join(word if len(word) <= LONGEST_WORD else _broken(word) for word in words)


def _broken(word: str) -> str:
    pieces, run = [], 0
    for letter in word:
        pieces.append(letter)
        run += 1
        if letter in BREAK_AFTER or run >= LONGEST_WORD:
            pieces.append(BREAK_HERE)
            run = 0
    return "".join(pieces)


def _instead(letter: str, characters: frozenset[int]) -> str:
    code = ord(letter)
    if code in INVISIBLE:
        return "\n" if letter == "\n" else ""
    if code in SELECTORS:
        return ""
    plain = unicodedata.normalize("NFKC", letter)
    if plain != letter and all(ord(part) in characters for part in plain):
        return plain
    if unicodedata.category(letter) in ("So", "Sk", "Sm", "Sc"):
        return f"[{unicodedata.name(letter, 'sign').lower()}]"
    return " " if letter.isspace() else UNSHOWN


def _characters(font: bytes) -> frozenset[int]:
    """The code points in a TrueType font's character map (formats 4 and 12; OpenType specification, "cmap")."""
    count = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(count))
    cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        start = cmap + struct.unpack_from(">HHL", font, cmap + 4 + 8 * number)[2]
        kind = struct.unpack_from(">H", font, start)[0]
        found |= _format_4(font, start) if kind == 4 else _format_12(font, start) if kind == 12 else set()
    return frozenset(found)


def _format_12(font: bytes, start: int) -> set[int]:
    groups = struct.unpack_from(">L", font, start + 12)[0]
    ranges = (struct.unpack_from(">LLL", font, start + 16 + 12 * number) for number in range(groups))
    return {code for first, last, _ in ranges for code in range(first, last + 1)}


def _format_4(font: bytes, start: int) -> set[int]:
    segments = struct.unpack_from(">H", font, start + 6)[0] // 2
    layout = f">{segments}H"
    lasts = struct.unpack_from(layout, font, start + 14)
    firsts = struct.unpack_from(layout, font, start + 16 + 2 * segments)
    deltas = struct.unpack_from(layout, font, start + 16 + 4 * segments)
    offsets_at = start + 16 + 6 * segments
    offsets = struct.unpack_from(layout, font, offsets_at)
    found = set()
    for number, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offsets[number]:
                at = offsets_at + 2 * number + offsets[number] + 2 * (code - first)
                glyph = struct.unpack_from(">H", font, at)[0] or -deltas[number]
            if (glyph + deltas[number]) % 0x10000:
                found.add(code)
    return found
