"""Whose decision a review needs: who sits in each post today, who has decided, and which vacant post stops the plan."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from common.today import today
from common.values.years import format_date
from council.choices import Capacity
from council.models import Appointment, Delegation, Post
from serviceplans import permissions as may
from serviceplans.choices import REVIEWS, Status
from serviceplans.models import PlanVersion, Signature
from serviceplans.permissions.reviewers import by_chief_executive
from serviceplans.permissions.signoff import names


@dataclass(frozen=True)
class Seat:
    """One post whose decision is needed. ``people``: who may give it today, each with how; ``signature``: it is given."""

    post: Post
    people: list[str] = field(default_factory=list)
    signature: Signature | None = None

    @property
    def vacant(self) -> bool:
        return not self.people

    @property
    def held_by(self) -> str:
        """Who may decide for the post today, in words."""
        return ", ".join(self.people) if self.people else "vacant"


def seats_of(version: PlanVersion) -> list[Seat]:
    return seats([version])[version.pk]


def seats(versions: Iterable[PlanVersion]) -> dict[int, list[Seat]]:
    """The seats of each version in review, by version id; none elsewhere. Two queries, however many versions."""
    wanted = {version.pk: may.posts_at(version) if version.status in REVIEWS else [] for version in versions}
    here = people_of([post for posts in wanted.values() for post in posts])
    given = {version.pk: {row.post_id: row for row in may.signed(version)} for version in versions}
    return {pk: [Seat(post, here[post.pk], given[pk].get(post.pk)) for post in posts] for pk, posts in wanted.items()}


def people_of(posts: Sequence[Post]) -> dict[int, list[str]]:
    """Who may decide for each post today: its holder, its deputies, and those who have its sign-off."""
    found: dict[int, list[str]] = defaultdict(list)
    if not posts:
        return found
    day, ids = today(), {post.pk for post in posts}
    lent = list(Delegation.objects.on(day).filter(post__in=ids).select_related("to_post", "to_person"))
    asked = Q(post__in=ids | {row.to_post_id for row in lent if row.to_post_id})
    held: dict[int, list[Appointment]] = defaultdict(list)
    for row in Appointment.objects.on(day).filter(asked).select_related("person").order_by("-capacity", "starts"):
        held[row.post_id].append(row)
    for post in posts:
        found[post.pk] = list(dict.fromkeys(_manner(row) for row in held[post.pk]))
    for delegation in lent:
        receivers = [row.person for row in held[delegation.to_post_id]] if delegation.to_post_id else []
        receivers += [delegation.to_person] if delegation.to_person else []
        until = _until(delegation.ends)
        found[delegation.post_id] += [
            f"{person.name} (by delegation{until})" for person in receivers if person.is_active
        ]
    return found


def _manner(row: Appointment) -> str:
    name = row.person.name
    return f"{name} (deputy{_until(row.ends)})" if row.capacity == Capacity.DEPUTY else name


def _until(day: date | None) -> str:
    return f" until {format_date(day)}" if day else ""


def vacancy_sentence(found: Sequence[Seat]) -> str:
    """Which vacant posts stop the plan, and what to do; empty where somebody may decide for each."""
    empty = [seat.post for seat in found if seat.vacant and not seat.signature]
    if not empty:
        return ""
    are = "are" if len(empty) > 1 else "is"
    return (
        f"{names(empty)} {are} vacant, so the plan stops here. An administrator can appoint somebody, or a deputy "
        "who decides in the meantime."
    )


def waiting_words(version: PlanVersion) -> str:
    """Whom the next step waits for, without a full stop; empty in a draft."""
    stage = version.current_stage
    if version.status == Status.APPROVED:
        return "In force. Waiting for a performance officer to publish it"
    if version.status == Status.PUBLISHED:
        return "In force, and public"
    if version.status not in (*REVIEWS, Status.AMENDING) or stage is None:
        return ""
    reviewer = "the Chief Executive" if by_chief_executive(version, stage) else names(may.posts_at(version))
    if version.status == Status.AMENDING:
        return f"Waiting for the amendments, which the plan holder or {reviewer} makes"
    if not by_chief_executive(version, stage):
        left = may.outstanding(version)
        if not left and may.signed(version):
            return "Everybody whose approval is needed has given it. Waiting to be completed"
        reviewer = names(left) or "a reviewer, whose post is not set up"
    return f"Waiting for {reviewer}"
