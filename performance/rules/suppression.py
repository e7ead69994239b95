"""Small numbers in a published breakdown: no count under five can be read, nor worked out from its total.

A count under the threshold is shown as "fewer than 5". Where the total is known and what is left of it would give a
hidden count away, the next smallest counts are withheld with it, and at last the total itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

THRESHOLD = 5
WITHHELD = "withheld"
Count = Decimal | None


@dataclass(frozen=True)
class Published:
    """``cells`` say for each count "" (it is shown), "fewer than 5" or "withheld"; ``total`` likewise."""

    cells: tuple[str, ...]
    total: str = ""


def fewer(threshold: int = THRESHOLD) -> str:
    """What stands for a small count."""
    return f"fewer than {threshold}"


def why_not_shown(small: int, withheld: int, uncounted: int, *, threshold: int = THRESHOLD) -> str:
    """The sentence that says what of a published breakdown is not shown, and why; "" where all of it is.

    ``small``: counts under the threshold; ``withheld``: those that go with them; ``uncounted``: rates of which nobody
    wrote down how many people they rest on.
    """
    said = []
    if small:
        one = small == 1
        said.append(
            f"{small} {'figure stands' if one else 'figures stand'} for fewer than {threshold} and "
            f"{'is' if one else 'are'} not shown, so that nobody can be recognised."
        )
    if withheld:
        one = withheld == 1
        said.append(
            f"{withheld} more {'is' if one else 'are'} withheld, because with the total "
            f"{'it' if one else 'they'} would give the small {'one' if small == 1 else 'ones'} away."
        )
    if uncounted:
        one = uncounted == 1
        said.append(
            f"{uncounted} {'figure is' if one else 'figures are'} withheld, because how many people "
            f"{'it stands' if one else 'they stand'} for is not recorded."
        )
    return " ".join(said)


ALL_WITHHELD = "Withheld: the numbers are so small that somebody could be recognised."


def suppress(counts: Sequence[Count], *, total: Count = None, threshold: int = THRESHOLD) -> Published:
    """What may be published of these counts (None: not known, and shown as such) beside their ``total``, if it is shown."""
    small = {place for place, count in enumerate(counts) if count is not None and count < threshold}
    by_size = sorted(
        (place for place, count in enumerate(counts) if count is not None and place not in small),
        key=lambda place: (counts[place], place),
    )
    hidden: list[int] = []
    if total is not None and total < threshold:
        return Published(_words(counts, small, hidden, threshold), fewer(threshold))
    if total is not None and small and None not in counts:
        while by_size and _given_away(counts, small, hidden, total, threshold):
            hidden.append(by_size.pop(0))
        if _given_away(counts, small, hidden, total, threshold):
            return Published(_words(counts, small, hidden, threshold), WITHHELD)
    return Published(_words(counts, small, hidden, threshold))


def _words(counts: Sequence[Count], small: set[int], hidden: list[int], threshold: int) -> tuple[str, ...]:
    return tuple(
        fewer(threshold) if place in small else WITHHELD if place in hidden else "" for place in range(len(counts))
    )


def _given_away(counts: Sequence[Count], small: set[int], hidden: list[int], total: Decimal, threshold: int) -> bool:
    """Whether a reader who takes the shown counts from the total knows some small count exactly.

    They know that each small count is from 0 to one under the threshold, and that each withheld one is at least the
    threshold and no more than the least that is shown.
    """
    shown = [count for place, count in enumerate(counts) if count is not None and place not in {*small, *hidden}]
    left, most = total - sum(shown, Decimal(0)), Decimal(threshold - 1)
    highest = min(most, left - threshold * len(hidden))
    lowest = Decimal(0)
    if shown or not hidden:
        reach = min(shown) * len(hidden) if hidden else 0
        lowest = max(lowest, left - most * (len(small) - 1) - reach)
    return highest <= lowest
