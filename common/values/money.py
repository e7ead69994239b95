"""Amounts of money as plans print them: "£20.59m", "(5)", "£12,000 - £15,000", or only words ("£XXX")."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .errors import Unreadable
from .numbers import DIGITS, NumberRead, from_cell, kept, read_number, take_comparator, trimmed
from .words import LONGEST_CELL, MINUS, check_text, plain_dashes, quoted, tidy

_MARK = r"(?:\s?(?:bn|billion|m(?:illion)?|k|thousand)\b)?"
_FIGURES = rf"{DIGITS}(?![0-9_]|[.,][0-9]){_MARK}"
_AMOUNT = rf"(£\s?[+-]?{_FIGURES})"
_RANGE = re.compile(rf"(between\s)?{_AMOUNT}\s?(-|to|and)\s?(£?\s?{_FIGURES})", re.IGNORECASE | re.ASCII)
_ONE = re.compile(_AMOUNT, re.IGNORECASE | re.ASCII)
_WHOLE_RANGE = re.compile(rf"({_FIGURES})\s?(?:-|to)\s?({_FIGURES})", re.IGNORECASE | re.ASCII)
_BEFORE = re.compile(
    r"(?:up to|at least|at most|no more than|less than|more than|about|around|over|under|circa|~|<|>|≤|≥)\s?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Money:
    """Pounds: one ``amount``, a range from ``low`` to ``high``, or neither; ``words`` as printed; ``note`` why neither.

    For one amount ``low`` and ``high`` equal it, so that a sum of ranges needs no special case. ``comparator`` is that
    of "up to £5,000" ("≤").
    """

    words: str = ""
    amount: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    comparator: str = ""
    note: str = ""

    @classmethod
    def parse(cls, raw: object, *, scale: int = 1) -> "Money":
        """A cell or any words. ``scale`` (1000 in a table of £000s) counts for amounts that carry none of their own.

        Raises ``Unreadable`` for a number that cannot be read ("1_000", "1e308"), a cell of true or false, and text
        beyond what a cell holds.
        """
        if raw is None:
            return cls()
        if isinstance(raw, bool):
            raise Unreadable(f"{quoted(raw)} is not an amount. Enter pounds, like £12,000 or £1.5m.", "not-a-number")
        if isinstance(raw, (int, float, Decimal)):
            return _single("", trimmed(kept(from_cell(raw) * scale)))
        words = check_text(str(raw), longest=LONGEST_CELL).strip()
        text = plain_dashes(tidy(words))
        if whole := _whole(words, text, scale):
            return whole
        return _inside(words, text, scale)

    @property
    def is_range(self) -> bool:
        """Whether it runs from one amount to another."""
        return self.low != self.high

    @property
    def short(self) -> str:
        """As printed ("£20.59m"); "£12k to £15k" for a range; the words where there is no amount."""
        if self.low is None or self.high is None:
            return self.words
        if self.is_range:
            return f"{format_money(self.low)} to {format_money(self.high)}"
        printed = re.fullmatch(rf"£{DIGITS}(?:bn|m|k)?", self.words, re.ASCII)
        return self.words if printed else self.comparator + format_money(self.low)

    def __bool__(self) -> bool:
        return bool(self.words) or self.amount is not None


def format_money(amount: Decimal) -> str:
    """Pounds in short, rounded half up, without needless noughts: "£20.59m", "£147k", "£950", "£12.50", "−£32k"."""
    size = abs(amount)
    sign = MINUS if amount < 0 else ""
    # A larger unit is used from where the smaller one would round up to a thousand.
    for least, unit, letter, places in (("999950", 1_000_000, "m", "0.01"), ("999.995", 1_000, "k", "0.1")):
        if size >= Decimal(least):
            return f"{sign}£{trimmed((size / unit).quantize(Decimal(places), ROUND_HALF_UP)):,f}{letter}"
    pounds = size.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if pounds == 0:
        return "£0"
    return f"{sign}£{trimmed(pounds) if pounds == pounds.to_integral_value() else pounds:,f}"


def _single(words: str, amount: Decimal, comparator: str = "") -> Money:
    return Money(words, amount, amount, amount, comparator)


def _pounds(read: NumberRead, scale: int) -> Decimal:
    return kept(read.scaled if read.mark else trimmed(read.number * scale))


def _whole(words: str, text: str, scale: int) -> Money | None:
    """Words that are one amount, or one range, and nothing else; a broken number alone is refused."""
    if match := _WHOLE_RANGE.fullmatch(text):
        return _ranged(words, match[1], match[2], scale)
    try:
        read = read_number(text)
    except Unreadable:
        if " " in text:
            return None
        raise
    if read is None or read.rest or read.mark == "%":
        return None
    return _single(words, _pounds(read, scale), read.comparator)


def _inside(words: str, text: str, scale: int) -> Money:
    """The one amount or range that stands among words; several are not added up, because they may be alternatives."""
    found = (match for match in _RANGE.finditer(text) if match[3].lower() != "and" or match[1])
    ranges = [(match.span(), match[2], match[4]) for match in found]
    # With a second range the words are settled already, however many amounts a long text holds.
    inside = ranges[:2]
    singles = [match for match in _ONE.finditer(text) if not any(a <= match.start() < b for (a, b), *_ in inside)]
    if len(ranges) + len(singles) > 1:
        return Money(words, note="More than one amount: enter each on a row of its own to have them added up.")
    if ranges:
        return _ranged(words, ranges[0][1], ranges[0][2], scale)
    if not singles:
        return Money(words)
    read = read_number(singles[0][1])
    if read is None:
        return Money(words)
    before = _BEFORE.search(text[: singles[0].start()])
    return _single(words, _pounds(read, scale), take_comparator(before[0])[0] if before else "")


def _ranged(words: str, low_text: str, high_text: str, scale: int) -> Money:
    """A range; a scale printed once, after the second amount, is meant for both where that keeps them in order."""
    low, high = read_number(low_text), read_number(high_text)
    if low is None or high is None:
        return Money(words)
    top = _pounds(high, scale)
    bottom = _pounds(NumberRead(low.number, mark=low.mark or high.mark), scale)
    if bottom >= top:
        bottom = _pounds(low, scale)
    if bottom >= top:
        return Money(words, note="Not a range from a lower to a higher amount.")
    return Money(words, None, bottom, top)
