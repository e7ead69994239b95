"""What of an action a commitment fixes, which quarters it asks about, and how answers are counted and ordered."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from common.values.period import Period
from serviceplans.choices import ActionStatus

# What a commitment may say of an action besides its words; what it leaves open is the service's to say.
SAYS = ("completed_by", "outcomes", "themes", "project_types", "priority_level", "grounds", "indicators")
# The same of an action that stands for an indicator, in a plan whose template has no table of indicators.
OF_AN_INDICATOR = ("text", "completed_by", "indicators")
RATINGS = {
    ActionStatus.OFF_TRACK: "red",
    ActionStatus.AT_RISK: "amber",
    ActionStatus.ON_TRACK: "green",
    ActionStatus.COMPLETED: "green",
}
ENDED = (ActionStatus.COMPLETED, ActionStatus.STOPPED)
WORST_FIRST = ("red", "amber", "none", "green")
FIXED = (
    "This is a commitment for every service, so what it says stays as it is: only a performance officer changes it. "
    "Add your own officer, milestones, resources and words beside it."
)
KEPT = (
    "This is a commitment for every service, so it stays in the plan. Ask a performance officer to exempt your service."
)


def fixed_fields(said: Mapping[str, Any]) -> list[str]:
    """The fields of an action that a commitment fixes: its words, and what else it says something of."""
    return ["text", *(name for name in SAYS if said[name])]


def leaves(fixed: Iterable[str], before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a saved action leaves what is fixed as it was. Measures may be added to, but not taken away."""
    return all(
        set(before[name]) <= set(after[name]) if name == "indicators" else _plain(before[name]) == _plain(after[name])
        for name in fixed
    )


def _plain(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else sorted(value)


def rating_of(status: str) -> str:
    """How an action that stands so is counted: red, amber, green or none."""
    return RATINGS.get(ActionStatus(status), "none")


def quarters_asked(starts: date, ends: date, today: date) -> list[Period]:
    """The quarters of a cycle that have closed, in order of time."""
    found, quarter = [], Period.containing(starts, "quarterly", "financial")
    while quarter.end < today and quarter.start <= ends:
        found.append(quarter)
        quarter = quarter.next()
    return found


def counted(ratings: Sequence[str | None]) -> str:
    """ "12 of 17 services have said: 9 green, 2 amber, 1 red". None is a service that has not said."""
    told = Counter(rating for rating in ratings if rating is not None)
    said, total = sum(told.values()), len(ratings)
    sentence = f"{said} of {total} service{'s' * (total != 1)} {'has' if said == 1 else 'have'} said"
    named = [("green", "green"), ("amber", "amber"), ("red", "red"), ("none", "not rated")]
    listed = ", ".join(f"{told[key]} {word}" for key, word in named if told[key])
    return f"{sentence}: {listed}" if listed else sentence


def order(rating: str | None, exempt: bool) -> int:
    """Exceptions first, those who have not said last, and those who need not after them."""
    if exempt:
        return len(WORST_FIRST) + 1
    return len(WORST_FIRST) if rating is None else WORST_FIRST.index(rating)
