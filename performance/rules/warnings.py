"""Where councils are known to be caught: what an indicator's record should make somebody look at twice."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from common.values.target import TargetValue

from .aims import aim_of
from .by_hand import word_of
from .direction import DirectionOfTravel
from .figures import NEUTRAL, UP_IS_BAD, Measure
from .rating import NO_TOLERANCE, Rating


@dataclass(frozen=True)
class Facts:
    """What the warnings look at. ``result`` is the latest exact figure, of ``period``; ``target`` the next one agreed
    after it, of ``target_period``. ``owner_entered``: whether the owner ever entered a result here; ``fed_by_file``:
    whether the latest result came in an officer's file; ``calculated``: it follows from others, so nobody enters it.
    ``rating`` and ``direction`` are those of the latest result.
    """

    measure: Measure
    cumulative: bool = False
    result: Decimal | None = None
    period: str = ""
    target: TargetValue | None = None
    target_period: str = ""
    owner: str = ""
    owner_entered: bool = False
    fed_by_file: bool = False
    overdue: bool = False
    calculated: bool = False
    rating: Rating | None = None
    direction: DirectionOfTravel | None = None


@dataclass(frozen=True)
class Warned:
    """``code`` stays the same in every version; ``about`` is what was seen: once that changes, the warning is new."""

    code: str
    sentence: str
    about: str = ""


TITLES = {
    "target-worse-than-result": "Target worse than the result",
    "zero-target": "Target of zero",
    "no-owner": "No owner",
    "owner-never-updated": "Owner never updated it",
    "rating-set-by-hand": "Rating set by hand",
    "set-by-hand": "Direction set by hand",
}


def warnings_of(facts: Facts) -> list[Warned]:
    """Every warning that the facts give, in the order of ``TITLES``."""
    return [found for check in _CHECKS if (found := check(facts)) is not None]


def _target_worse(facts: Facts) -> Warned | None:
    unfit = facts.result is None or facts.target is None or facts.target.number is None
    if unfit or facts.cumulative or facts.measure.polarity == NEUTRAL or facts.measure.unit == "yes_no":
        return None
    aim = aim_of(facts.target, facts.measure, NO_TOLERANCE, facts.target_period)
    if isinstance(aim, str) or facts.result is None or (aim.low is not None and aim.high is not None):
        return None
    edge = aim.edge(facts.result)
    if aim.distance(facts.result) > 0 or edge == facts.result:
        return None
    sentence = (
        f"The target for {facts.target_period}, {aim.words(facts.measure)}, is worse than the {facts.period} result of "
        f"{facts.measure.bare(facts.result)}: it would be met by doing less well than now."
    )
    return Warned("target-worse-than-result", sentence, f"{facts.target_period} {edge} {facts.period} {facts.result}")


def _zero_target(facts: Facts) -> Warned | None:
    number = facts.target.number if facts.target else None
    if number is None or number != 0 or facts.measure.polarity != UP_IS_BAD:
        return None
    sentence = (
        f"The target for {facts.target_period} is zero and less is better: any occurrence at all misses it. "
        "That is right for accidents, and seldom for anything else."
    )
    return Warned("zero-target", sentence, "0")


def _no_owner(facts: Facts) -> Warned | None:
    return None if facts.owner else Warned("no-owner", "Nobody owns it, so nobody is asked for its results.")


def _owner_never_updated(facts: Facts) -> Warned | None:
    if not facts.owner or facts.calculated or facts.owner_entered or (facts.fed_by_file and not facts.overdue):
        return None
    return Warned("owner-never-updated", f"{facts.owner} owns it and has never entered a result for it.", facts.owner)


def _rating_by_hand(facts: Facts) -> Warned | None:
    if facts.rating is None or not facts.rating.overridden:
        return None
    return _by_hand(facts, "rating", facts.rating.colour, facts.rating.computed, facts.rating.reason)


def _direction_by_hand(facts: Facts) -> Warned | None:
    if facts.direction is None or not facts.direction.overridden:
        return None
    return _by_hand(facts, "direction", facts.direction.word, facts.direction.computed, facts.direction.reason)


def _by_hand(facts: Facts, what: str, value: str, computed: str, reason: str) -> Warned:
    said, else_said = word_of(what, value), word_of(what, computed)
    sentence = f"Its {what} in {facts.period} is set to {said} by hand: {reason.rstrip('.')}. Computed as {else_said}."
    code = "rating-set-by-hand" if what == "rating" else "set-by-hand"
    return Warned(code, sentence, f"{facts.period} {value} {computed}")


_CHECKS: tuple[Callable[[Facts], Warned | None], ...] = (
    _target_worse,
    _zero_target,
    _no_owner,
    _owner_never_updated,
    _rating_by_hand,
    _direction_by_hand,
)
