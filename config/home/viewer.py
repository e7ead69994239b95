"""Who looks, at which corner of the council, and what stands there; each thing looked up once, when first asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar, cast

from django.db.models import OuterRef, Q, QuerySet, Subquery

from common.today import today
from common.values.period import Period
from council.choices import Role
from council.models import CouncilSettings, Directorate, Post, ServiceArea, ServicePortfolio
from council.permissions import Authority, authority
from council.querysets import live_on
from performance.models import Indicator
from performance.standing import Attention, attention
from risks.matrix import current_matrix
from risks.models import Risk
from risks.rules import Matrix
from risks.standing import RiskStanding, describe
from serviceplans.choices import ActionStatus
from serviceplans.due import quarter_to_report
from serviceplans.models import ActionOfficer, ActionUpdate, ActionVersion, PlanVersion

T = TypeVar("T")
SHOWN = 3  # exceptions of each kind: the rest is a link away
CLOSED = (ActionStatus.COMPLETED, ActionStatus.STOPPED)


@dataclass(frozen=True)
class Scope:
    """A corner of the council: its services, or all of it where ``services`` is None.

    ``own`` adds what the person's posts own, wherever it belongs.
    """

    name: str
    services: Q | None = None
    directorates: frozenset[int] = frozenset()
    own: frozenset[int] = frozenset()

    def of(self, prefix: str) -> Q:
        """The condition on a row whose field ``prefix`` is a service."""
        if self.services is None:
            return Q()
        return Q(**{f"{prefix}__in": ServiceArea.objects.filter(self.services).values("pk")})

    def of_register(self) -> Q:
        """The condition on an indicator or a risk."""
        if self.services is None:
            return Q()
        return self.of("service") | Q(directorate__in=self.directorates) | Q(owner_post__in=self.own)


NOTHING = Q(pk__in=[])


def scope_of(post: Post | None, who: Authority) -> Scope:
    """The corner that a post answers for."""
    posts = who.post_ids
    if post is None:
        return Scope("The whole council")
    if post.role == Role.DIRECTOR:
        directorates = who.corner("directorate", Role.DIRECTOR)
        services = Q(directorate__in=directorates) | Q(director_post__in=posts) | Q(holder_post__in=posts)
        return Scope(str(post.directorate or post.title), services, directorates, posts)
    if post.role == Role.EXECUTIVE_MEMBER:
        portfolios = who.corner("portfolio", Role.EXECUTIVE_MEMBER)
        answers = Q(portfolio__in=portfolios) | Q(portfolio__member_post__in=posts)
        links = ServicePortfolio.objects.filter(answers, live_on(today()))
        return Scope(str(post.portfolio or post.title), Q(pk__in=links.values("service")), own=posts)
    if post.role in (Role.PLAN_HOLDER, Role.HEAD_OF_SERVICE):
        services = Q(holder_post__in=posts) | Q(pk__in=who.corner("service", Role.PLAN_HOLDER, Role.HEAD_OF_SERVICE))
        return Scope(str(post.service or post.title), services, own=posts)
    if post.role == Role.OFFICER:
        return Scope(post.title, NOTHING, own=posts)
    return Scope("The whole council")


class Viewer:
    """One person at their home page.

    ``whole_corner``: their page shows how the corner stands, so that what waits for them is read from the same rows.
    """

    def __init__(self, user: Any, post: Post | None, *, council: CouncilSettings | None, whole_corner: bool) -> None:
        self.user = user
        self.council = council
        self.post = post
        self.whole_corner = whole_corner
        self.who = authority(user)
        self.scope = scope_of(post, self.who)
        self.day = today()
        self.quarter: Period = quarter_to_report()
        self._made: dict[Any, Any] = {}

    def once(self, make: Callable[["Viewer"], T]) -> T:
        """What a block shows; two blocks that need the same share it."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("T", self._made[make])

    @property
    def directorate(self) -> Directorate | None:
        """The one directorate that the corner is, for a Director."""
        directs = self.post is not None and self.post.role == Role.DIRECTOR
        return self.post.directorate if self.post and directs else None

    @cached_property
    def attention(self) -> Attention:
        """The corner's indicators that are red or late in the quarter that has just closed."""
        rows = Indicator.objects.visible_to(self.user).filter(self.scope.of_register(), retired=False)
        return attention(rows, self.quarter, self.council, first=SHOWN)

    @cached_property
    def matrix(self) -> Matrix | None:
        return current_matrix()

    @cached_property
    def risks(self) -> list[RiskStanding]:
        """The corner's open risks, without which way each moves: that is told of those that are shown."""
        rows = Risk.objects.visible_to(self.user).for_register().filter(self.scope.of_register())
        return describe(rows, self.matrix, brief=True)

    @cached_property
    def actions(self) -> list[ActionVersion]:
        """Open actions in force that are off track, past their day or without an update for the quarter that has closed.

        Each with ``latest`` (status), ``said``, ``said_for`` (quarter) and ``lead`` (officer).
        """
        silent = Q(said_for=None) | Q(said_for__lt=self.quarter.key)
        wanted = self._in_force().filter(Q(latest=ActionStatus.OFF_TRACK) | Q(due__lt=self.day) | silent)
        return [row for row in wanted if row.latest not in CLOSED]  # type: ignore[attr-defined]

    def _in_force(self) -> QuerySet[ActionVersion]:
        read = PlanVersion.objects.visible_to(self.user).in_force_now()
        updates = ActionUpdate.objects.filter(action=OuterRef("action")).order_by("-period_key")
        officers = ActionOfficer.objects.filter(action=OuterRef("pk")).order_by("position", "pk")
        rows = ActionVersion.objects.filter(version__in=read.values("pk")).annotate(
            latest=Subquery(updates.values("status")[:1]),
            said=Subquery(updates.outward_comments()[:1]),
            said_for=Subquery(updates.values("period_key")[:1]),
            lead=Subquery(officers.values("words")[:1]),
        )
        if self.scope.services is not None:
            mine = ActionOfficer.objects.filter(post__in=self.scope.own).values("action")
            rows = rows.filter(self.scope.of("version__plan__service") | Q(pk__in=mine))
        return rows.select_related("action")
