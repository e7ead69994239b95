"""Plain text: counted, tidied for reading, and quoted in a sentence."""

import re

from .errors import Unreadable

# The longest cell that Excel holds; readers cut a longer one without saying so.
LONGEST_CELL = 32_767
# What fits beside a number in a table; longer text belongs in the commentary.
LONGEST_WORDS = 500

MINUS = "−"
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
# Marks that have no width: byte-order mark, soft hyphen, zero-width and direction marks that pasted cells carry.
_UNSEEN = dict.fromkeys([0xFEFF, 0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)])
_HAS_WORD = re.compile(r"\w")


def word_count(text: str) -> int:
    """How many words an officer would count: what stands between spaces and holds a letter or a digit."""
    return sum(1 for token in text.split() if _HAS_WORD.search(token))


def tidy(text: str) -> str:
    """One line with single spaces and without unseen marks: for reading a value, never for keeping it."""
    return " ".join(text.translate(_UNSEEN).split())


def plain_dashes(text: str) -> str:
    """Every kind of dash and minus sign as "-"."""
    return text.translate(_DASHES)


def quoted(raw: object) -> str:
    """A value in quotation marks, cut to what a sentence can carry."""
    text = tidy(str(raw))
    return f"“{text if len(text) <= 60 else text[:57] + '…'}”"


def check_text(text: str, *, longest: int = LONGEST_CELL) -> str:
    """The text as it came; ``Unreadable`` when it holds a null character or more than ``longest`` characters."""
    if "\x00" in text:
        raise Unreadable(
            f"{quoted(text.replace(chr(0), ' '))} holds a null character. Type the text again.", "null-byte"
        )
    if len(text) > longest:
        raise Unreadable(
            f"{quoted(text)} has {len(text):,} characters; the most that can be kept here is {longest:,}. Shorten it.",
            "too-long",
        )
    return text
