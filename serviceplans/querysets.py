from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from common.today import today
from council.choices import Role
from council.models import ServicePortfolio
from council.permissions import READS_ALL_DRAFTS, Authority, authority
from council.querysets import live_on
from serviceplans.choices import COMMENT_INSIDE, IN_FORCE, REVIEWS, Status, TemplateState

if TYPE_CHECKING:
    from serviceplans.models import (  # noqa: F401
        Action,
        ActionUpdate,
        Commitment,
        ObjectiveVersion,
        Plan,
        PlanTemplate,
        PlanVersion,
    )

YORK = "york-2019"
AGREED = [*IN_FORCE, Status.SUPERSEDED]


def own_chain(who: Authority, prefix: str) -> Q:
    """Plans whose drafts this person reads for their own corner: holder, contributors, the directorate's own chain."""
    return (
        Q(**{f"{prefix}service__holder_post__in": who.post_ids})
        | Q(**{f"{prefix}service__director_post__in": who.post_ids})
        | Q(**{f"{prefix}contributors__post__in": who.post_ids})
        | Q(**{f"{prefix}service__directorate__in": who.corner("directorate", Role.DIRECTOR, Role.PLAN_HOLDER)})
        | Q(**{f"{prefix}service__in": who.corner("service", Role.HEAD_OF_SERVICE)})
    )


def linked_today(prefix: str = "") -> Q:
    """Links between services and portfolios that stand today: a reshuffle ends some and begins others."""
    return live_on(today(), prefix)


def of_portfolio(who: Authority, prefix: str) -> Q:
    link = f"{prefix}service__portfolio_links__"
    return Q(**{f"{link}portfolio__member_post__in": who.signing_ids}) & linked_today(link)


def in_review_with(who: Authority, prefix: str) -> Q:
    """Plans in review with somebody who does not belong to their corner: by delegation, or as the route names them."""
    lent = frozenset(post.pk for post in who.delegated)
    here = Q(**{f"{prefix}service__director_post__in": lent}) | Q(stage_post__in=who.signing_ids)
    return Q(status__in=[*REVIEWS, Status.AMENDING]) & here


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    def visible_to(self, user: Any) -> "PlanVersionQuerySet":
        """Published: everyone. Approved: everyone signed in. In Member review: the portfolio too. Drafts: who may read drafts."""
        who = authority(user)
        if who.user_id is None:
            return self.filter(Q(status=Status.PUBLISHED) | Q(status=Status.SUPERSEDED, published_at__isnull=False))
        if who.has(*READS_ALL_DRAFTS):
            return self
        mine = Q(status__in=AGREED) | own_chain(who, "plan__")
        mine |= Q(status=Status.MEMBER_REVIEW) & of_portfolio(who, "plan__")
        mine |= in_review_with(who, "plan__")
        # A decision that was recorded as theirs is theirs to dispute, wherever the plan went with it.
        mine |= Q(records__decision__post__in=who.post_ids)
        if who.has(Role.DEMOCRATIC_SERVICES):
            mine |= Q(status__in=REVIEWS)
        return self.filter(pk__in=self.model._default_manager.filter(mine).values("pk"))

    def with_plan(self) -> "PlanVersionQuerySet":
        """With what every page about a version names; of its service's portfolios, those it answers to today."""
        links = ServicePortfolio.objects.filter(linked_today()).select_related("portfolio__member_post")
        return self.select_related(
            "plan__service__directorate",
            "plan__service__holder_post",
            "plan__service__director_post",
            "plan__cycle",
            "plan__template",
            "frozen",
            "stage_post",
        ).prefetch_related(Prefetch("plan__service__portfolio_links", links))

    def with_newest_template(self) -> "PlanVersionQuerySet":
        """Each with ``newest_template``: the number of the newest published version of its plan's template."""
        templates = self.model._meta.apps.get_model("serviceplans", "PlanTemplate").objects.filter(
            key=OuterRef("plan__template__key"), state=TemplateState.PUBLISHED
        )
        newest = templates.order_by("-number").values("number")[:1]
        return self.annotate(newest_template=Subquery(newest))

    def with_given(self) -> "PlanVersionQuerySet":
        """Each with ``given``: its signatures, so that many versions need one query to know who has decided."""
        from serviceplans.models import Signature

        rows = Signature.objects.select_related("post", "voided_by")
        return self.prefetch_related(Prefetch("signatures", rows, to_attr="given"))

    def in_force_now(self) -> "PlanVersionQuerySet":
        """In force, of services that live, until the next cycle's plan of the same service is in force too.

        An action that was carried stands in both; it is asked about once.
        """
        later = self.model._default_manager.filter(
            status__in=IN_FORCE,
            plan__service=OuterRef("plan__service"),
            plan__cycle__starts__gt=OuterRef("plan__cycle__starts"),
        )
        lives = Q(plan__service__ends=None) | Q(plan__service__ends__gte=today())
        return self.filter(lives, ~Exists(later), status__in=IN_FORCE)

    def with_review_counts(self) -> "PlanVersionQuerySet":
        """Each with ``to_review``: of how many parts nobody has reviewed what was carried from last year."""
        from serviceplans.models import PartContent

        marked = PartContent.objects.filter(version=OuterRef("pk")).exclude(review_from="").order_by()
        counted = marked.values("version").annotate(number=Count("pk")).values("number")
        return self.annotate(to_review=Coalesce(Subquery(counted), 0))

    def with_named_in(self) -> "PlanVersionQuerySet":
        """Each with ``named_in``: how many actions of other services name its service, which has not acknowledged them."""
        from serviceplans.models import AffectedService

        named = AffectedService.objects.filter(service=OuterRef("plan__service"), acknowledged_at=None).order_by()
        counted = named.values("service").annotate(number=Count("pk")).values("number")
        return self.annotate(named_in=Coalesce(Subquery(counted), 0))


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: Any) -> "PlanQuerySet":
        """Plans of which this person may read at least one version."""
        from serviceplans.models import PlanVersion

        return self.filter(pk__in=PlanVersion.objects.visible_to(user).values("plan"))


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: Any) -> "ActionQuerySet":
        """Actions that stand in a version that this person may read."""
        from serviceplans.models import ActionVersion, PlanVersion

        seen = PlanVersion.objects.visible_to(user)
        return self.filter(pk__in=ActionVersion.objects.filter(version__in=seen).values("action"))


class ActionUpdateQuerySet(models.QuerySet["ActionUpdate"]):
    def kept_inside(self) -> "ActionUpdateQuerySet":
        """Those with a comment that is for the directorate and performance only."""
        return self.filter(internal=True).exclude(comment="")

    def outward_comments(self) -> Any:
        """The comment of each as lists for everybody give it (see ``ActionUpdate.outward_comment``), for a subquery."""
        inside = When(~Q(comment=""), internal=True, then=Value(COMMENT_INSIDE))
        return self.annotate(outward=Case(inside, default=F("comment"), output_field=models.TextField())).values(
            "outward"
        )


class PlanTemplateQuerySet(models.QuerySet["PlanTemplate"]):
    def current(self) -> "PlanTemplateQuerySet":
        """The newest published version of each template: the one that new plans begin with."""
        newer = self.model.objects.filter(
            key=OuterRef("key"), number__gt=OuterRef("number"), state=TemplateState.PUBLISHED
        )
        return self.filter(~Exists(newer), state=TemplateState.PUBLISHED)

    def usual(self) -> "PlanTemplate | None":
        """Of the newest versions, the one that services without a plan begin with: the chosen one, else York's of 2019."""
        rows = list(self)
        preferred = [row for row in rows if row.is_default] or [row for row in rows if row.key == YORK]
        return next(iter(preferred or rows), None)


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, user: Any) -> "CommitmentQuerySet":
        """Everyone who is signed in reads what is asked of every service; whose answers they read is asked of the plans."""
        return self if authority(user).user_id else self.none()

    def standing(self) -> "CommitmentQuerySet":
        return self.filter(withdrawn_at=None)

    def binding(self, service: Any, cycle: Any) -> "CommitmentQuerySet":
        """Those that a service has to keep in a cycle, with what each says."""
        reached = Q(council_wide=True) | Q(directorates=service.directorate_id) | Q(services=service.pk)
        rows = self.standing().filter(reached, cycle=cycle).exclude(exemptions__service=service.pk)
        return rows.select_related("target__indicator").order_by("placed_at", "pk").distinct()


class ObjectiveVersionQuerySet(models.QuerySet["ObjectiveVersion"]):
    def of_part(self, key: str, tables: list[str]) -> "ObjectiveVersionQuerySet":
        """The objectives of one of a template's tables of actions, ``tables`` in its order.

        Those that name none of them stand in the first.
        """
        first = bool(tables) and tables[0] == key
        return self.filter(Q(part_key=key) | ~Q(part_key__in=tables)) if first else self.filter(part_key=key)
