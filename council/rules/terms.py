"""Rules on who may be in a post when. Plain values only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from common.values.years import format_date


@dataclass(frozen=True)
class Term:
    """Somebody's time in a post, both days included; an empty end is open."""

    person_id: int
    name: str
    starts: date
    ends: date | None
    deputy: bool = False

    def overlaps(self, other: "Term") -> bool:
        return self.starts <= (other.ends or date.max) and other.starts <= (self.ends or date.max)


def appointment_fault(new: Term, existing: Sequence[Term]) -> str:
    """Why ``new`` cannot stand beside the terms that the post has already; empty where it can.

    A holder who began earlier is no obstacle: their time ends on the day before.
    """
    for term in existing:
        if not term.overlaps(new):
            continue
        since = format_date(term.starts)
        if term.person_id == new.person_id and term.deputy == new.deputy:
            verb = "deputises for" if term.deputy else "holds"
            return f"{term.name} already {verb} this post from {since}."
        if not term.deputy and not new.deputy and term.starts >= new.starts:
            return f"{term.name} holds this post from {since}. Choose a later date, or end that first."
    return ""


def replaced(new: Term, existing: Sequence[Term]) -> list[Term]:
    """The terms that end on the day before ``new`` starts: of whoever held the post until then."""
    if new.deputy:
        return []
    return [term for term in existing if not term.deputy and term.starts < new.starts and term.overlaps(new)]
