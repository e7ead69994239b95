"""All of a post's open work, passed to another post at once. Each room registers the kinds of work that it keeps.

Where only the person changes there is nothing to hand over: work belongs to posts, and an appointment is enough.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from common.ledger import canonical, digest
from council.models import Post

Item = tuple[str, str]
"""What one piece of work is, and the address where it stands."""


@dataclass(frozen=True)
class WorkKind:
    """A kind of work: what a post has of it, and how all of that is passed to another.

    ``roles``: the roles of which a post must be to take it over; empty where any may. ``note``: said below the list.
    """

    label: str
    items: Callable[[Post], list[Item]]
    pass_on: Callable[[Post, Post], None]
    roles: frozenset[str] = frozenset()
    note: str = ""


@dataclass(frozen=True)
class Work:
    kind: WorkKind
    items: Sequence[Item]


_kinds: list[WorkKind] = []


def register(kind: WorkKind) -> None:
    """Add a kind of work. Kinds are shown, and passed on, in the order in which they were added."""
    _kinds[:] = [*(known for known in _kinds if known.label != kind.label), kind]


def moved(rows: QuerySet[Any], **fields: Any) -> None:
    """Give these rows to the other post; a form that was opened before is then stale, where the rows count their saves."""
    if any(field.name == "counter" for field in rows.model._meta.fields):
        fields["counter"] = F("counter") + 1
    rows.update(**fields)


def open_work(post: Post) -> list[Work]:
    """What the post has to do, by kind; kinds of which it has nothing are left out."""
    found = [Work(kind, kind.items(post)) for kind in _kinds]
    return [work for work in found if work.items]


def mark_of(work: Sequence[Work]) -> str:
    """The list in short, so that a confirmation can say which list was read."""
    return digest(canonical([[one.kind.label, list(one.items)] for one in work]))[:32]
