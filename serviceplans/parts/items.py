"""What a part is made of, for comparing: rows that are recognised from one version to the next, and what each says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from serviceplans.parts.wording import marks_of

How = Literal["words", "whole", "lines"]


@dataclass(frozen=True)
class Fact:
    """One thing that a row says. ``how`` it is compared: word by word, as one value, or as a list of lines in any order.

    ``same``: what decides whether it has changed, where that is not its words (the number of an action's objective).
    ``register``: it comes from a register that lives longer than the plan, so that it moves without anybody's changing
    the plan.
    """

    key: str
    label: str
    text: str
    how: How = "words"
    same: str = ""
    register: bool = False


@dataclass(frozen=True)
class Item:
    """A row of a part: an action, a risk, a row of a table; or ("field") what the part's own fields say.

    ``id`` is the same in every version; an empty one is recognised by its words. ``group``: what it stands under.
    """

    what: str
    id: str
    name: str
    facts: tuple[Fact, ...]
    reference: str = ""
    group: str = ""
    within: tuple["Item", ...] = ()

    @property
    def words(self) -> str:
        return "\n".join(fact.text for fact in self.facts)


def mark_facts(row: Mapping[str, Any]) -> list[Fact]:
    """What marks a row as a commitment for every service, and what the service says beside it."""
    labels = {"commitment": "Commitment", "own_words": "In this service"}
    return [Fact(key, labels[key], said, "whole" if key == "commitment" else "words") for key, said in marks_of(row)]
