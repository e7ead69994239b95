"""What a text is asked for when it is read as a period, and what it was read as."""

from dataclasses import dataclass
from datetime import date

from .errors import Unreadable
from .words import quoted
from .years import FIRST_MONTH, period_label, start_containing

_EXAMPLES = {
    "month": "April 2018",
    "quarter": "Q1 2018/19",
    "term": "Autumn term 2018",
    "half": "H1 2018/19",
    "year": "2018/19",
    "two-year": "2017/18 to 2018/19",
}


@dataclass(frozen=True)
class Reading:
    """What a text says: one of ``KINDS``, a type of year, and the first day (if rolling, of the twelve months)."""

    kind: str
    year_type: str
    start: date


@dataclass(frozen=True)
class Asked:
    """The text beside what the indicator wants; ``kind`` is empty where any kind will do."""

    raw: str
    text: str
    kind: str
    year_type: str

    @property
    def family(self) -> str:
        """The year type in which quarters and years are counted; rolling ones end with financial quarters."""
        return "financial" if self.year_type == "rolling" else self.year_type

    def example(self) -> str:
        """A period as it should be written, in the wanted kind and type of year."""
        if not self.kind:
            return "Q1 2018/19, 2018/19 or April 2018"
        if self.family == "financial":
            return _EXAMPLES[self.kind]
        first = date(2018, FIRST_MONTH[self.family], 1)
        return period_label(self.kind, self.family, start_containing(self.kind, self.family, first))

    def refuse(self, why: str, code: str = "unreadable-period") -> Unreadable:
        """The refusal: the words as typed, what is wrong, and what to write."""
        return Unreadable(f"{quoted(self.raw)} {why} Write the period like {self.example()}.", code)
