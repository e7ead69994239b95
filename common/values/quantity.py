"""A count that must print back as it was typed, such as full-time equivalents ("203.60")."""

from dataclasses import dataclass
from decimal import Decimal

from .errors import Unreadable
from .numbers import from_cell, read_number
from .words import LONGEST_WORDS, check_text, quoted


@dataclass(frozen=True)
class Quantity:
    """``words`` as printed, and the ``number`` that they begin with: "12 posts" has 12, "To be confirmed" none."""

    words: str = ""
    number: Decimal | None = None

    @classmethod
    def parse(cls, raw: object) -> "Quantity":
        """A cell or any words; raises ``Unreadable`` for a number that cannot be read, a percentage or money."""
        if raw is None:
            return cls()
        if isinstance(raw, bool):
            raise _refused(raw)
        if isinstance(raw, (int, float, Decimal)):
            number = from_cell(raw)
            return cls(f"{number:f}", number)
        words = check_text(str(raw), longest=LONGEST_WORDS).strip()
        read = read_number(words)
        if read is None:
            return cls(words)
        if read.mark or read.pounds:
            raise _refused(raw)
        return cls(words, read.number)

    def __bool__(self) -> bool:
        return bool(self.words)

    def __str__(self) -> str:
        return self.words


def _refused(raw: object) -> Unreadable:
    return Unreadable(f"{quoted(raw)} is not a quantity. Enter a number, like 203.60.", "not-a-number")
