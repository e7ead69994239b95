"""How far a result may miss its target and still be amber."""

from dataclasses import dataclass
from decimal import Decimal

from .errors import Unreadable
from .numbers import from_cell, plain, read_number
from .reading import is_percent_format
from .words import plain_dashes, quoted, tidy

_POINTS = ("", "points", "point", "pp", "percentage points", "units", "days", "day")


@dataclass(frozen=True)
class Tolerance:
    """``amount`` is in units or points ("5"); with ``percent`` it is of the target ("5%"), for % indicators too."""

    amount: Decimal = Decimal(0)
    percent: bool = False

    @classmethod
    def parse(cls, raw: object, *, number_format: str = "") -> "Tolerance":
        """A text ("5", "5%", "±5", "5 points"), a number cell with its format, or nothing; raises ``Unreadable``."""
        if raw is None or (isinstance(raw, str) and not tidy(raw)):
            return cls()
        if isinstance(raw, (int, float, Decimal)) and not isinstance(raw, bool):
            percent = is_percent_format(number_format)
            amount = from_cell(raw, percent=percent)
        else:
            read = read_number(plain_dashes(tidy(str(raw))).lower().removeprefix("±").removeprefix("+/-"))
            if read is None or read.comparator or read.mark not in ("", "%") or read.rest not in _POINTS:
                raise _refused(raw)
            percent, amount = read.mark == "%", read.number
        if amount < 0:
            raise _refused(raw)
        return cls(amount, percent)

    def absolute(self, target: Decimal) -> Decimal:
        """The tolerance in the indicator's own unit, for that target; never negative."""
        return abs(target) * self.amount / 100 if self.percent else self.amount

    def __bool__(self) -> bool:
        return self.amount > 0

    def __str__(self) -> str:
        return f"{plain(self.amount)}{'%' if self.percent else ''}" if self else ""


def _refused(raw: object) -> Unreadable:
    return Unreadable(
        f"{quoted(raw)} is not a tolerance. Enter units or points, like 5, or a share of the target, like 5%.",
        "unreadable-tolerance",
    )
