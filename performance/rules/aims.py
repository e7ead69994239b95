"""What a target asks for, once it is read with the indicator's polarity."""

from dataclasses import dataclass, replace
from decimal import Decimal

from common.values.target import TargetValue
from common.values.tolerance import Tolerance

from .figures import IN_RANGE, NO_RANGE, UP_IS_GOOD, Bound, Measure

_AT_LEAST, _AT_MOST = ("≥", ">"), ("≤", "<")


@dataclass(frozen=True)
class Aim:
    """Figures from ``low`` up to ``high`` meet it (either may be absent); ``strict``: the edge itself does not.

    ``slack_low`` and ``slack_high`` are how far beyond each edge the agreed tolerance reaches. ``label`` is what the
    target of a level or of yes or no is called ("Level 3").
    """

    low: Decimal | None = None
    high: Decimal | None = None
    strict: bool = False
    slack_low: Decimal = Decimal(0)
    slack_high: Decimal = Decimal(0)
    label: str = ""

    def grade(self, at: Bound) -> tuple[str, int]:
        """Where a figure stands: "met", "within" the tolerance or "outside", and on which side (-1 below, 1 above)."""
        edge = 1 if self.strict else 0
        if self.low is not None and at < (self.low, edge):
            near = self.slack_low > 0 and at >= (self.low - self.slack_low, 0)
            return ("within" if near else "outside"), -1
        if self.high is not None and at > (self.high, -edge):
            near = self.slack_high > 0 and at <= (self.high + self.slack_high, 0)
            return ("within" if near else "outside"), 1
        return "met", 0

    def edge(self, number: Decimal) -> Decimal:
        """The edge that a figure is measured from: the nearer one."""
        edges = [edge for edge in (self.low, self.high) if edge is not None]
        return min(edges, key=lambda edge: abs(edge - number))

    def slack(self, edge: Decimal) -> Decimal:
        """How far the tolerance reaches beyond this edge."""
        return self.slack_low if edge == self.low else self.slack_high

    def distance(self, number: Decimal) -> Decimal:
        """How far outside the aim a figure is; 0 inside."""
        if self.low is not None and number < self.low:
            return self.low - number
        if self.high is not None and number > self.high:
            return number - self.high
        return Decimal(0)

    def words(self, measure: Measure) -> str:
        """ "at least 88%", "less than 10 days", "between 8 and 14", "at least Level 3", "Yes"."""
        if self.label:
            more = "" if measure.unit == "yes_no" else "at least " if self.low is not None else "no more than "
            return f"{more}{self.label}"
        if self.low is not None and self.high is not None:
            return f"between {measure.bare(self.low)} and {measure.bare(self.high)}"
        if self.low is not None:
            return f"{'more than' if self.strict else 'at least'} {measure.bare(self.low)}"
        return f"{'less than' if self.strict else 'no more than'} {measure.bare(self.high or Decimal(0))}"


def with_range(measure: Measure, target: TargetValue | None) -> Measure:
    """The measure with the range that the target asks for, where being within a range is good: it comes before its own."""
    edges = _range(target, measure) if measure.polarity == IN_RANGE else ""
    return replace(measure, low=edges[0], high=edges[1]) if isinstance(edges, tuple) else measure


def aim_of(target: TargetValue | None, measure: Measure, tolerance: Tolerance, when: str) -> Aim | str:
    """The aim, or the sentence that says why there is nothing to rate against. ``when`` names the period."""
    edges = _edges(target, measure)
    if isinstance(edges, tuple):
        low, high, strict = edges
        slack_low, slack_high = (tolerance.absolute(edge) if edge is not None else Decimal(0) for edge in (low, high))
        label = target.words if target is not None and measure.unit in ("level", "yes_no") else ""
        return Aim(low, high, strict, abs(slack_low), abs(slack_high), label)
    if edges:
        return edges
    if target is None:
        return f"There is no target for {when}, so it is not rated."
    return f"The target for {when} is “{target.words or 'not available'}”, which no result can be compared with."


def _edges(target: TargetValue | None, measure: Measure) -> tuple[Decimal | None, Decimal | None, bool] | str:
    """Low, high and whether the edge is excluded; a sentence where the target contradicts itself; "" without any."""
    if measure.polarity == IN_RANGE:
        return _range(target, measure)
    if target is None or target.number is None:
        return ""
    number, strict = target.number, target.comparator in ("<", ">")
    rising = measure.polarity == UP_IS_GOOD
    if target.upper is not None:
        # Up or down is good, so that only the nearer end of a range can be missed.
        return (number, None, False) if rising else (None, target.upper, False)
    if target.comparator in (_AT_MOST if rising else _AT_LEAST):
        good = "Up is good" if rising else "Up is bad"
        written = f"{target.comparator}{measure.bare(number)}"
        return f"The target “{written}” asks for the opposite of “{good}”. Correct one of them."
    return (number, None, strict) if rising else (None, number, strict)


def _range(target: TargetValue | None, measure: Measure) -> tuple[Decimal | None, Decimal | None, bool] | str:
    if target is not None and target.number is not None:
        if target.upper is not None:
            return min(target.number, target.upper), max(target.number, target.upper), False
        if target.comparator in _AT_LEAST:
            return target.number, None, target.comparator == ">"
        if target.comparator in _AT_MOST:
            return None, target.number, target.comparator == "<"
    if measure.low is not None or measure.high is not None:
        return measure.low, measure.high, False
    if target is not None and target.number is not None:
        return NO_RANGE
    return ""
