"""What is said where there is no new figure: never a blank. Each state has its name and the sentence that says why.

Pages, exports and reports take both from here, so that the same state has the same name everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from common.values.period import Period
from common.values.result import NOT_AVAILABLE, NOT_MEASURED, ResultValue
from common.values.years import format_date
from performance.choices import ResultState

from .figures import WITHHELD
from .periods import Rhythm, due_on, is_measured

_MEASURED = {
    "year": ("annual data", "It is measured once a year"),
    "two-year": ("two-yearly data", "It is measured every two years"),
    "half": ("half-yearly data", "It is measured twice a year"),
    "term": ("termly data", "It is measured once a term"),
}


@dataclass(frozen=True)
class State:
    """``code`` is one of ``ResultState``, or "" where the figure is the period's own and may be seen."""

    code: str = ""
    name: str = ""
    why: str = ""

    def __bool__(self) -> bool:
        return bool(self.code)

    def __str__(self) -> str:
        return self.name


AS_MEASURED = State()


def hidden() -> ResultValue:
    """What stands in the place of a withheld figure."""
    return ResultValue(words=str(ResultState.WITHHELD.label), state=WITHHELD)


def state_of(
    shown: Period, value: ResultValue | None, rhythm: Rhythm, day: date, *, asked: Period | None = None
) -> State:
    """The state of the result ``value`` of the period ``shown`` on a page that asked for another, or for the latest."""
    if value is None:
        return _without(shown, rhythm, day)
    if value.state == NOT_MEASURED:
        return _state(ResultState.NOT_MEASURED, f"It was not measured in {shown}.")
    if value.state == NOT_AVAILABLE:
        return _state(ResultState.NOT_AVAILABLE, f"Its result for {shown} is given as not available.")
    if asked is not None and shown.end < asked.start and shown.kind in _MEASURED:
        return _no_update(shown, rhythm, day)
    return AS_MEASURED


def withheld(shown: Period, reason: str, *, all_of_it: bool = False) -> State:
    """The state of a result that is withheld for a reason; ``all_of_it``: as all figures of its indicator are."""
    what = "Its figures are" if all_of_it else f"Its result for {shown} is"
    return _state(ResultState.WITHHELD, f"{what} withheld: {reason.rstrip('.')}.")


def calculated(shown: Period, names: Sequence[str]) -> State:
    """The state of a result that is calculated from others, while one of them is not here."""
    whose = " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]])) or "others"
    return _state(ResultState.AWAITING, f"The result for {shown} is calculated when {whose} are all here.")


def _without(shown: Period, rhythm: Rhythm, day: date) -> State:
    if not is_measured(rhythm, shown):
        return _state(ResultState.NOT_MEASURED, f"It is not measured in {shown}.")
    due = due_on(rhythm, shown)
    if due < day:
        return _state(
            ResultState.AWAITING, f"The result for {shown} was due on {format_date(due)} and is not here yet."
        )
    return _state(ResultState.AWAITING, f"The result for {shown} is due by {format_date(due)}.")


def _no_update(shown: Period, rhythm: Rhythm, day: date) -> State:
    kind, often = _MEASURED[shown.kind]
    coming, why = shown.next(), f"{often}: the latest is {shown}"
    due = due_on(rhythm, coming)
    if due >= day and is_measured(rhythm, coming):
        why = f"{why}, and {coming} is due by {format_date(due)}"
    return State(ResultState.NO_UPDATE.value, f"{ResultState.NO_UPDATE.label}: {kind}", f"{why}.")


def _state(code: ResultState, why: str) -> State:
    return State(str(code.value), str(code.label), why)
