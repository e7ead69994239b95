"""One line a plan, for all plans that a person follows, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max, Q

from common.today import today
from council.choices import Role
from council.models import Appointment, PlanningCycle, Post, ServiceArea
from council.permissions import READS_ALL_DRAFTS, authority
from council.querysets import living_in
from serviceplans import permissions as may
from serviceplans.choices import IN_FORCE, UNDER_WAY, PlanState, Status
from serviceplans.models import PlanVersion, ReminderLine
from serviceplans.permissions.reviewers import by_chief_executive
from serviceplans.rules.calendar import Standing, Step, standing

TONES = {
    PlanState.NOT_STARTED: "grey",
    PlanState.DRAFTING: "amber",
    PlanState.AT_DMT: "blue",
    PlanState.IN_REVIEW: "blue",
    PlanState.WITH_MEMBER: "blue",
    PlanState.APPROVED: "green",
    PlanState.PUBLISHED: "green",
}


@dataclass(frozen=True)
class Seat:
    """A post that is next, and who is in it today, deputies too: (name, e-mail address)."""

    post: Post
    people: list[tuple[str, str]] = field(default_factory=list)

    @property
    def held_by(self) -> str:
        return ", ".join(name for name, _ in self.people) or "vacant"


@dataclass(frozen=True)
class CalendarLine:
    """One service's plan in a cycle. ``version`` is None where nobody has begun it; ``reminded`` the last day."""

    service: ServiceArea
    cycle: PlanningCycle
    version: PlanVersion | None
    standing: Standing
    seats: list[Seat]
    reminded: date | None = None

    @property
    def code(self) -> str:
        return f"{self.service.prefix} {self.cycle.name}"

    @property
    def state(self) -> str:
        return str(self.standing.state.label)

    @property
    def state_in_words(self) -> str:
        """The same within a sentence."""
        kept = {PlanState.AT_DMT: "at DMT", PlanState.WITH_MEMBER: "with the Executive Member"}
        return kept.get(self.standing.state, self.state.lower())

    @property
    def tone(self) -> str:
        return TONES[self.standing.state]

    @property
    def url(self) -> str:
        return self.version.plan.get_absolute_url() if self.version else ""

    @property
    def next_words(self) -> str:
        """The posts that are next, each with who holds it: "Director of Place (vacant)"."""
        return "; ".join(f"{seat.post.title} ({seat.held_by})" for seat in self.seats)

    @property
    def may_be_reminded(self) -> bool:
        """Whether something is due of somebody."""
        return self.standing.step is not None and any(seat.people for seat in self.seats)


def followed_by(user: Any) -> Q:
    """The services whose plans this person follows: all; their directorate's; those that they hold or work in."""
    who = authority(user)
    if who.has(*READS_ALL_DRAFTS):
        return Q()
    return (
        Q(directorate__in=who.corner("directorate", Role.DIRECTOR))
        | Q(director_post__in=who.post_ids)
        | Q(holder_post__in=who.post_ids)
        | Q(pk__in=who.corner("service", Role.PLAN_HOLDER, Role.HEAD_OF_SERVICE))
    )


def calendar_lines(cycle: PlanningCycle, where: Q | None = None) -> list[CalendarLine]:
    """The plans of a cycle, of the services that live in it, by name. Nine queries."""
    services = ServiceArea.objects.filter(living_in(cycle), where or Q())
    services = services.select_related("directorate", "holder_post", "director_post").distinct()
    versions = _versions(cycle)
    steps = {row.stage: Step(row.name, row.date) for row in cycle.steps.all() if row.stage}
    in_role = _posts_in_role()
    rows = []
    for service in services.order_by("name"):
        mine = versions[service.pk]
        stands = standing([version.status for version in mine], steps, today())
        version = _current(mine)
        rows.append((service, version, stands, next_posts(service, version, stands.state, in_role)))
    people = people_of({post.pk for *_, posts in rows for post in posts})
    reminded = _reminded(cycle)
    return [
        CalendarLine(
            service, cycle, version, stands, [Seat(post, people[post.pk]) for post in posts], reminded.get(service.pk)
        )
        for service, version, stands, posts in rows
    ]


def next_posts(
    service: ServiceArea, version: PlanVersion | None, state: PlanState, in_role: dict[str, list[Post]]
) -> list[Post]:
    """The posts whose turn it is; none once the plan is published."""
    if state in (PlanState.NOT_STARTED, PlanState.DRAFTING) or version is None:
        return [service.holder_post] if service.holder_post else []
    if version.status == Status.AMENDING:
        return [service.holder_post] if service.holder_post else []
    stage = version.current_stage
    if stage is not None:
        return in_role[Role.CHIEF_EXECUTIVE] if by_chief_executive(version, stage) else may.outstanding(version)
    return in_role[Role.PERFORMANCE_OFFICER] if state == PlanState.APPROVED else []


def _versions(cycle: PlanningCycle) -> dict[int, list[PlanVersion]]:
    found: dict[int, list[PlanVersion]] = defaultdict(list)
    rows = PlanVersion.objects.filter(plan__cycle=cycle).with_plan().with_given()
    rows = rows.defer("frozen__content").order_by("number")
    for version in rows:
        found[version.plan.service_id].append(version)
    return found


def _current(versions: list[PlanVersion]) -> PlanVersion | None:
    """The version that stands for the plan: in force, else under way, else the latest."""
    in_force = [version for version in versions if version.status in IN_FORCE]
    under_way = [version for version in versions if Status(version.status) in UNDER_WAY]
    return next(reversed(in_force or under_way or versions), None)


def _posts_in_role() -> dict[str, list[Post]]:
    found: dict[str, list[Post]] = defaultdict(list)
    for post in Post.objects.filter(role__in=[Role.CHIEF_EXECUTIVE, Role.PERFORMANCE_OFFICER]):
        found[post.role].append(post)
    return found


def people_of(post_ids: set[int]) -> dict[int, list[tuple[str, str]]]:
    """Who is in each post today, deputies too, each once: name and e-mail address. One query."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Appointment.objects.on(today()).filter(post__in=post_ids).order_by("-capacity", "starts")
    for post_id, name, email in rows.values_list("post_id", "person__name", "person__email"):
        if (name, email) not in found[post_id]:
            found[post_id].append((name, email))
    return found


def _reminded(cycle: PlanningCycle) -> dict[int, date]:
    rows = ReminderLine.objects.filter(cycle=cycle).values("service").annotate(last=Max("reminder__on"))
    return {row["service"]: row["last"] for row in rows}
