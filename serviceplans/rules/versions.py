"""Which of a plan's versions somebody means who names none: the one that is being worked on, else the one that counts."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from serviceplans.choices import IN_FORCE, UNDER_WAY, Status


class Numbered(Protocol):
    number: int
    status: str


Version = TypeVar("Version", bound=Numbered)


def to_open(versions: Iterable[Version]) -> Version:
    """The version under way, else the one in force, else the latest; an abandoned one only where there is no other.

    ValueError where there is none at all.
    """
    return max(versions, key=lambda version: (standing(version.status), version.number))


def that_counts(versions: Iterable[Version]) -> Version:
    """The version in force, else the latest that was superseded, else the one under way."""
    return max(versions, key=lambda version: (_counts(version.status), version.number))


def standing(status: str) -> int:
    if status in UNDER_WAY:
        return 3
    return 2 if status in IN_FORCE else 1 if status == Status.SUPERSEDED else 0


def _counts(status: str) -> int:
    return {3: 1, 2: 3, 1: 2, 0: 0}[standing(status)]
