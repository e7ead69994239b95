"""What the council's own pages show: who holds which post, what each service answers to, and the calendar."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from common.today import today
from council.choices import Capacity
from council.models import (
    Appointment,
    CouncilPlan,
    Directorate,
    PlanningCycle,
    Portfolio,
    Post,
    ServiceArea,
    ServicePortfolio,
    Strategy,
    User,
)
from council.querysets import live_on


@dataclass(frozen=True)
class PostLine:
    """A post with who holds it today, who deputises, and who follows on a later day."""

    post: Post
    holder: Appointment | None = None
    deputies: list[Appointment] = field(default_factory=list)
    coming: list[Appointment] = field(default_factory=list)

    @property
    def vacant(self) -> bool:
        return self.holder is None


@dataclass(frozen=True)
class ServiceLine:
    """A service with its plan holder, its director, and each portfolio with its Executive Member."""

    service: ServiceArea
    holder: PostLine | None
    director: PostLine | None
    portfolios: list[tuple[Portfolio, PostLine | None]]


@dataclass(frozen=True)
class StructurePage:
    directorates: list[tuple[Directorate, list[ServiceLine]]]
    vacancies: list[PostLine]
    plan: CouncilPlan | None
    strategies: list[Strategy]
    cycles: list[dict[str, Any]]


@dataclass(frozen=True)
class PeoplePage:
    """Posts by corner of the council. ``vacant`` counts the empty ones of all, whatever is shown."""

    groups: list[tuple[str, list[PostLine]]]
    search: str
    only_vacant: bool
    shown: int
    total: int
    vacant: int


def post_lines(posts: Iterable[Post]) -> dict[int, PostLine]:
    """Each post with its people, by post id. One query."""
    day, rows = today(), list(posts)
    held: dict[int, list[Appointment]] = defaultdict(list)
    current = Appointment.objects.filter(Q(ends=None) | Q(ends__gte=day), person__is_active=True)
    for appointment in current.select_related("person"):
        held[appointment.post_id].append(appointment)
    return {post.pk: _line(post, held[post.pk], day) for post in rows}


def _line(post: Post, held: list[Appointment], day: date) -> PostLine:
    now = [appointment for appointment in held if appointment.starts <= day]
    holders = [appointment for appointment in now if appointment.capacity == Capacity.SUBSTANTIVE]
    return PostLine(
        post,
        holder=holders[-1] if holders else None,
        deputies=[appointment for appointment in now if appointment.capacity == Capacity.DEPUTY],
        coming=[appointment for appointment in held if appointment.starts > day],
    )


def vacancies() -> list[PostLine]:
    """The posts that nobody holds today. Two queries."""
    lines = post_lines(Post.objects.select_related("directorate", "service"))
    return [line for line in lines.values() if line.vacant]


def structure_page() -> StructurePage:
    """The whole council on one page, in a constant number of queries."""
    lines = post_lines(Post.objects.select_related("directorate"))
    plan = CouncilPlan.objects.prefetch_related("themes").first()
    return StructurePage(
        directorates=[(d, [_service(s, lines) for s in d.services.all()]) for d in _directorates()],
        vacancies=[line for line in lines.values() if line.vacant],
        plan=plan,
        strategies=list(Strategy.objects.prefetch_related("themes")),
        cycles=[_cycle(cycle) for cycle in PlanningCycle.objects.prefetch_related("steps")],
    )


def _directorates() -> QuerySet[Directorate]:
    day = today()
    links = ServicePortfolio.objects.filter(live_on(day)).select_related("portfolio")
    services = ServiceArea.objects.filter(live_on(day)).prefetch_related(Prefetch("portfolio_links", links))
    return Directorate.objects.prefetch_related(Prefetch("services", services))


def _service(service: ServiceArea, lines: dict[int, PostLine]) -> ServiceLine:
    def line(post_id: int | None) -> PostLine | None:
        return lines.get(post_id) if post_id else None

    portfolios = [link.portfolio for link in service.portfolio_links.all()]
    return ServiceLine(
        service,
        holder=line(service.holder_post_id),
        director=line(service.director_post_id),
        portfolios=[(portfolio, line(portfolio.member_post_id)) for portfolio in portfolios],
    )


def _cycle(cycle: PlanningCycle) -> dict[str, Any]:
    day = today()
    steps = [{"name": step.name, "date": step.date, "past": step.date < day} for step in cycle.steps.all()]
    ahead = [step for step in steps if not step["past"]]
    return {"cycle": cycle, "steps": steps, "next": ahead[0] if ahead else None}


def people_page(search: str = "", only_vacant: bool = False) -> PeoplePage:
    """Posts and their people, narrowed by words in a title or a name."""
    search = " ".join(search.replace("\x00", "").split())[:100]
    lines = list(post_lines(Post.objects.select_related("directorate", "service", "portfolio")).values())
    shown = [line for line in lines if _found(line, search.casefold()) and (line.vacant or not only_vacant)]
    groups: dict[str, list[PostLine]] = defaultdict(list)
    for line in shown:
        groups[line.post.directorate.name if line.post.directorate else ""].append(line)
    council_wide = [("Across the council, and members", groups.pop(""))] if "" in groups else []
    return PeoplePage(
        groups=[*council_wide, *sorted(groups.items())],
        search=search,
        only_vacant=only_vacant,
        shown=len(shown),
        total=len(lines),
        vacant=sum(line.vacant for line in lines),
    )


def _found(line: PostLine, search: str) -> bool:
    people = [line.holder, *line.deputies, *line.coming]
    names = [appointment.person.name for appointment in people if appointment]
    return any(search in text.casefold() for text in (line.post.title, *names))


def demo_cast() -> list[User]:
    """The people whom the demonstration offers, in its order, each with today's posts. Two queries."""
    held = Appointment.objects.on(today()).select_related("post")
    people = User.objects.filter(is_active=True).exclude(cast_line="").order_by("cast_order", "name")
    return list(people.prefetch_related(Prefetch("appointments", held, to_attr="held_today")))
