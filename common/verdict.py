"""A permission is allowed, or the sentence that the person reads."""

from dataclasses import dataclass
from typing import Any


class Refused(Exception):
    """Something may not be done. Carries the sentence to show; answered with status 403 unless it says otherwise."""

    status = 403

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Conflict(Refused):
    """What was asked no longer fits the state of things: a second click, a stale tab, a skipped step. Status 409."""

    status = 409


class Stale(Conflict):
    """The text was saved by somebody else since it was read. Carries what is stored now and its counter."""

    def __init__(self, sentence: str, *, counter: int, stored: Any) -> None:
        super().__init__(sentence)
        self.counter = counter
        self.stored = stored


@dataclass(frozen=True)
class Verdict:
    """True when ``sentence`` is empty; otherwise the sentence says why not (and ``conflict`` whether it is about state)."""

    sentence: str = ""
    conflict: bool = False

    def __bool__(self) -> bool:
        return not self.sentence

    def require(self) -> None:
        """Raise the refusal that this verdict carries, if any."""
        if self.sentence:
            raise (Conflict if self.conflict else Refused)(self.sentence)


ALLOWED = Verdict()


def conflict(sentence: str) -> Verdict:
    """Not now: the sentence says what has moved on since."""
    return Verdict(sentence, conflict=True)
