"""A target for one period: a number with its comparator, a range, or words such as "Set baseline"."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from .dates import whole_date
from .errors import Unreadable
from .numbers import DIGITS, MARK, parse_comparator, trimmed
from .reading import VALUE, WORDS, read_cell
from .units import UNITS, format_value
from .words import check_text, plain_dashes, quoted, tidy

_BOUND = rf"[+-]?£?\s?[+-]?{DIGITS}"
_RANGE = re.compile(
    rf"(?:between |within |from )?({_BOUND})\s?({MARK})?\s?(?:to|and|-)\s?({_BOUND})\s?({MARK})?(?:\s?days)?",
    re.IGNORECASE | re.ASCII,
)
_NO_RANGES = ("text", "yes_no")


@dataclass(frozen=True)
class TargetValue:
    """``number`` and, for a range, ``upper`` are in the indicator's own unit; ``words`` is the text where it says more.

    ``comparator`` is "≥", "≤", "<", ">", "~", "within" (with ``upper``) or "" (as the polarity says); ``state`` is
    "value", "words", "not_available" or "not_measured"; ``notes`` say how the text was read.
    """

    number: Decimal | None = None
    upper: Decimal | None = None
    comparator: str = ""
    words: str = ""
    state: str = VALUE
    notes: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def parse(
        cls, raw: object, *, unit: str, levels: bool = False, number_format: str = "", comparator: str = ""
    ) -> "TargetValue":
        """A cell or a typed text as a target of an indicator of that unit (one of ``UNITS``); raises ``Unreadable``.

        ``comparator`` is that of a column of its own, and must agree with the text. Words of any kind are kept, but
        not what looks like a slip ("1O0") nor a level where the indicator has none.
        """
        stated = parse_comparator(comparator)
        if isinstance(raw, str) and unit not in _NO_RANGES:
            check_text(raw)
            if match := _RANGE.fullmatch(plain_dashes(tidy(raw))):
                return _ranged(raw, match, unit, stated)
            if whole_date(raw):
                return cls(words=raw.strip(), state=WORDS)
        read = read_cell(raw, unit=unit, levels=levels, number_format=number_format, any_words=True)
        sign = read.comparator or stated
        if stated and sign != stated:
            raise Unreadable(
                f"{quoted(raw)} has another comparator than {stated}. Give it once.", "unreadable-comparator"
            )
        if read.number is None:
            return cls(words=read.words, state=read.state, notes=read.notes)
        if sign == "within":
            raise Unreadable(f"{quoted(raw)} is one number. Give a range, like 10 to 12.", "unreadable-comparator")
        return cls(read.number, None, sign, read.words, read.state, read.notes)

    @property
    def is_number(self) -> bool:
        """Whether a result can be rated against it."""
        return self.number is not None

    def display(self, unit: str, decimal_places: int | None = None, *, plain: bool = False) -> str:
        """The words as printed, "≥80%", or "10 to 12"."""
        if self.words:
            return self.words
        if self.upper is None:
            return format_value(self.number, unit, decimal_places, self.comparator, plain=plain)
        ends = [format_value(end, unit, decimal_places, plain=plain) for end in (self.number, self.upper)]
        return " to ".join(ends)

    @property
    def cell(self) -> Decimal | str:
        """What an export writes, so that it reads back to the same target."""
        if self.words or self.number is None:
            return self.words
        if self.upper is not None:
            return f"{trimmed(self.number):f} to {trimmed(self.upper):f}"
        return f"{self.comparator}{trimmed(self.number):f}" if self.comparator else trimmed(self.number)


def _ranged(raw: str, match: re.Match[str], unit: str, stated: str) -> TargetValue:
    """A range; a sign or scale printed once, after the second number, is meant for both ("£2-4m")."""
    low_text, low_mark, high_text, high_mark = match.groups()
    high = read_cell(high_text + (high_mark or ""), unit=unit).number
    low = read_cell(low_text + (low_mark or high_mark or ""), unit=unit).number
    if low is None or high is None or low >= high:
        raise Unreadable(
            f"{quoted(raw)} is not a range from a lower to a higher value; this indicator is {UNITS[unit]}. "
            "Write it like 10 to 12.",
            "not-a-range",
        )
    if stated not in ("", "within"):
        raise Unreadable(
            f"{quoted(raw)} is a range, which has no {stated}. Leave one of them out.", "unreadable-comparator"
        )
    shown = f"{quoted(raw)} read as {format_value(low, unit)} to {format_value(high, unit)}"
    return TargetValue(low, high, "within", notes=(shown,))


__all__ = ["TargetValue"]
