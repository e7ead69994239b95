"""Which characters the PDF's fonts can show: an accessible PDF may hold no other, and its typesetter refuses one."""

import unicodedata

from .prepare import printable

# Joiners, marks of direction and variation selectors have no glyph of their own.
INVISIBLE = frozenset({0x9, 0xA, 0xAD, 0x200B, 0x200C, 0x200D, 0xFEFF, *range(0x200E, 0x2010), *range(0x202A, 0x202F)})
SELECTORS = frozenset({*range(0x2060, 0x2070), *range(0xFE00, 0xFE10), *range(0xE0000, 0xE01F0)})
UNSHOWN = "□"
LONGEST_WORD = 20
BREAK_HERE = "\u200b"
BREAK_AFTER = "/_.@&=-?"


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
