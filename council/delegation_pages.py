"""What the page of delegations shows: those in force and to come, and those that have ended."""

from dataclasses import dataclass
from typing import Any

from common.today import today
from council.models import Delegation
from council.permissions import may_revoke, posts_to_delegate

PAST_SHOWN = 50


@dataclass(frozen=True)
class DelegationLine:
    """One delegation; ``state`` and ``tone`` say where it stands, ``revocable`` whether this person can take it back."""

    delegation: Delegation
    state: str
    tone: str
    revocable: bool


@dataclass(frozen=True)
class DelegationsPage:
    current: list[DelegationLine]
    past: list[DelegationLine]
    may_delegate: bool


def delegations_page(user: Any) -> DelegationsPage:
    """Three queries, however many there are."""
    rows = Delegation.objects.select_related("post", "to_post", "to_person", "made_by", "revoked_by")
    current = rows.filter(revoked_at=None, ends__gte=today())
    past = rows.exclude(revoked_at=None, ends__gte=today()).order_by("-ends", "-id")[:PAST_SHOWN]
    return DelegationsPage(
        current=[_line(user, row) for row in current],
        past=[_line(user, row) for row in past],
        may_delegate=posts_to_delegate(user).exists(),
    )


def _line(user: Any, row: Delegation) -> DelegationLine:
    if row.revoked_at:
        state, tone = "Taken back", "grey"
    elif row.ends < today():
        state, tone = "Ended", "grey"
    else:
        state, tone = ("To come", "blue") if row.starts > today() else ("In force", "green")
    return DelegationLine(row, state, tone, bool(may_revoke(user, row)))
