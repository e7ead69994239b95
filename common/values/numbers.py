"""Numbers as officers type them: signs, brackets, pounds, commas, percentages, "£1.5m", "<5", "at least 80%"."""

import math
import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from .errors import Unreadable
from .words import MINUS, plain_dashes, quoted, tidy

# A million million: no council's figure comes near, and 2**40 is beyond it. What is kept has six decimal places.
TOO_LARGE = Decimal(10) ** 12
STEP = Decimal("0.000001")
SCALES = {"": 1, "k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}

COMPARATOR_WORDS = {
    "≥": ("≥", ">=", "=>", "at least", "no less than", "not less than", "minimum of", "minimum"),
    "≤": ("≤", "<=", "=<", "at most", "no more than", "not more than", "up to", "maximum of", "maximum"),
    "<": ("<", "less than", "fewer than", "below", "under"),
    ">": (">", "more than", "greater than", "above", "over"),
    "~": ("~", "≈", "approximately", "approx.", "approx", "about", "around", "circa", "c."),
}
_COMPARATORS = {word: sign for sign, words in COMPARATOR_WORDS.items() for word in words}
_LONGEST_FIRST = "|".join(re.escape(word) for word in sorted(_COMPARATORS, key=len, reverse=True))
_COMPARATOR = re.compile(rf"({_LONGEST_FIRST})\s?", re.IGNORECASE | re.ASCII)
DIGITS = r"(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+)"
MARK = r"(?:%|per ?cent\b|bn\b|billion\b|m(?:illion)?\b|k\b|thousand\b)"
_NUMBER = re.compile(rf"([+-]?)\s?(£?)\s?([+-]?)\s?({DIGITS})\s?({MARK})?\s?", re.IGNORECASE | re.ASCII)
_BRACKETED = re.compile(rf"£?\s?\(\s?£?\s?{DIGITS}\s?{MARK}?\s?\)\s?%?", re.IGNORECASE | re.ASCII)
_STARTS = re.compile(r"[(]?[+-]?\s?£?\s?[+-]?[0-9.]*[0-9]")
# What may not follow digits: it shows that the digits were not the number that was meant.
_BROKEN = re.compile(r"[0-9.,_'’]|[ex][0-9+-]", re.IGNORECASE)
_MARKS = {"%": "%", "p": "%", "b": "bn", "m": "m", "k": "k", "t": "k"}


@dataclass(frozen=True)
class NumberRead:
    """A number at the start of a text: its comparator sign, "%" or scale ("k", "m", "bn"), and the text after it."""

    number: Decimal
    comparator: str = ""
    mark: str = ""
    pounds: bool = False
    rest: str = ""

    @property
    def scaled(self) -> Decimal:
        """The number with its scale worked out: "1.5m" is 1500000."""
        return trimmed(self.number * SCALES[self.mark.replace("%", "")])


# A page of figures asks this of thousands of stored numbers, most of them many times over.
@lru_cache(maxsize=16384)
def trimmed(number: Decimal) -> Decimal:
    """Without the noughts that a sum leaves after the point: 1500.0 is 1500."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def kept(number: Decimal) -> Decimal:
    """The number as it is stored: at most six decimal places, never −0; ``Unreadable`` when it is beyond any figure."""
    if not number.is_finite():
        raise Unreadable("That is not a number. Enter a number in figures, like 1,250 or 88.4.", "not-a-number")
    if abs(number) >= TOO_LARGE:
        raise Unreadable(
            "That number is too large: the most that can be kept is just under a million million. "
            "Check the figure and its unit.",
            "too-large",
        )
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -6:
        number = trimmed(number.quantize(STEP, ROUND_HALF_UP))
    return abs(number) if number == 0 else number


def from_cell(raw: int | float | Decimal, *, percent: bool = False) -> Decimal:
    """A number that is already one, checked; the shortest decimal that a float stands for, or that many per cent."""
    if isinstance(raw, float):
        if not math.isfinite(raw):
            raise Unreadable("That cell does not hold a number. Enter a number in figures, like 1,250.", "not-a-number")
        raw = Decimal(repr(raw))
    number = Decimal(raw)
    return trimmed(kept(number * 100)) if percent and number.is_finite() else kept(number)


def plain(number: Decimal) -> str:
    """Digits only, with the real minus sign: "−5", "1500", "0.5"."""
    return f"{trimmed(number):f}".replace("-", MINUS)


def take_comparator(text: str) -> tuple[str, str]:
    """The comparator sign that a text begins with ("" if none), and the text after it."""
    match = _COMPARATOR.match(text)
    return (_COMPARATORS[match[1].lower()], text[match.end() :]) if match else ("", text)


def parse_comparator(text: str) -> str:
    """A comparator alone, as a column of targets has it: "", "≥", "≤", "<", ">", "~" or "within"."""
    words = tidy(text).lower()
    if words in ("", "="):
        return ""
    if words in ("within", "between", "range", "in range"):
        return "within"
    sign, rest = take_comparator(words)
    if not sign or rest:
        raise Unreadable(f"{quoted(text)} is not a comparator. Use ≥, ≤, <, > or within.", "unreadable-comparator")
    return sign


def read_number(raw: str) -> NumberRead | None:
    """The number that a text begins with, or ``None`` where it begins with something else.

    Raises ``Unreadable`` (not-a-number, too-large) for what looks like a number and is not: "1_000", "1e308", "1,00".
    """
    text = plain_dashes(tidy(raw))
    comparator, body = take_comparator(text)
    if _BRACKETED.fullmatch(body):
        inner = read_number("".join(character for character in body if character not in "()"))
        return None if inner is None else replace(inner, number=-inner.number, comparator=comparator)
    if not _STARTS.match(body):
        if body and any(character.isdecimal() and not character.isascii() for character in body[:3]):
            raise _not_a_number(raw)
        return None
    match = _NUMBER.match(body)
    if match is None:
        return None
    rest = body[match.end() :]
    broken = rest and not match[0].endswith(" ") and _BROKEN.match(rest)
    foreign = any(character.isdecimal() and not character.isascii() for character in rest[:1])
    if broken or foreign or (match[1] and match[3]) or not rest.isprintable():
        raise _not_a_number(raw)
    return _counted(match, comparator, rest)


def _counted(match: re.Match[str], comparator: str, rest: str) -> NumberRead:
    """The parts of a number that is whole; "5+" is at least 5."""
    number = Decimal(match[4].replace(",", ""))
    if "-" in (match[1], match[3]):
        number = -number
    if rest == "+" and not comparator:
        comparator, rest = "≥", ""
    mark = _MARKS[match[5][0].lower()] if match[5] else ""
    return NumberRead(kept(number), comparator, mark, bool(match[2]), rest)


def _not_a_number(raw: str) -> Unreadable:
    return Unreadable(
        f"{quoted(raw)} is not a number that can be read. Use the figures 0 to 9, like 1,250 or 88.4 or −5.",
        "not-a-number",
    )
