"""A result: what was measured for one period."""

from dataclasses import dataclass, field
from decimal import Decimal

from .numbers import plain, trimmed
from .reading import NOT_AVAILABLE, NOT_MEASURED, VALUE, WORDS, read_cell
from .units import UNITS, format_value, rounded


@dataclass(frozen=True)
class ResultValue:
    """``number`` is in the indicator's own unit; ``words`` is the text as printed where it says more than the number.

    ``comparator`` is "<", "≤", ">", "≥", "~" or ""; ``state`` "value", "words", "not_available" or "not_measured";
    ``unit_hint`` the sign that was printed ("%", "£m", "level"); ``notes`` say how the text was read, to be shown.
    """

    number: Decimal | None = None
    words: str = ""
    comparator: str = ""
    state: str = VALUE
    unit_hint: str = field(default="", compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def parse(
        cls,
        raw: object,
        *,
        unit: str,
        decimal_places: int | None = None,
        levels: bool = False,
        number_format: str = "",
    ) -> "ResultValue":
        """A cell or a typed text as a result of an indicator of that unit (one of ``UNITS``); raises ``Unreadable``.

        ``decimal_places`` are those that pages show; the number keeps its own, up to six, and a note says so.
        ``number_format`` is the spreadsheet's ("0.0%"); ``levels`` lets "3 star" stand where the unit is not "level".
        """
        read = read_cell(raw, unit=unit, levels=levels, number_format=number_format)
        notes = read.notes
        if read.number is not None and decimal_places is not None:
            shown = rounded(read.number, decimal_places)
            if shown != read.number:
                notes = (*notes, f"kept as {plain(read.number)}, shown as {plain(shown)}")
        return cls(read.number, read.words, read.comparator, read.state, read.unit_hint, notes)

    @property
    def is_number(self) -> bool:
        """Whether there is a number to rate; "<5" has one."""
        return self.number is not None

    def display(self, unit: str, decimal_places: int | None = None, *, plain: bool = False) -> str:
        """The words as printed, or the number as ``format_value`` shows it; blank is "Not available"."""
        if self.words:
            return self.words
        return format_value(self.number, unit, decimal_places, self.comparator, plain=plain)

    @property
    def cell(self) -> Decimal | str:
        """What an export writes, so that it reads back to the same result."""
        if self.words or self.number is None:
            return self.words
        return f"{self.comparator}{trimmed(self.number):f}" if self.comparator else trimmed(self.number)


__all__ = ["NOT_AVAILABLE", "NOT_MEASURED", "UNITS", "VALUE", "WORDS", "ResultValue", "format_value"]
