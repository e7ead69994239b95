"""A plan is a service × a planning cycle; its content belongs to a version."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property  # prefetching into a property knows this one

from serviceplans.choices import IN_FORCE, OPEN, REVIEWS, UNDER_WAY, Cause, Status
from serviceplans.querysets import PlanQuerySet, PlanVersionQuerySet
from serviceplans.rules.route import Route, Stage, read_route, stage_of

if TYPE_CHECKING:
    from serviceplans.models.signoff import Signature


class Plan(models.Model):
    """A service's plan for one cycle. ``moved_from``: the version of a template that it was last moved from, if it was."""

    service = models.ForeignKey("council.ServiceArea", models.PROTECT, related_name="plans")
    cycle = models.ForeignKey("council.PlanningCycle", models.PROTECT, related_name="plans")
    template = models.ForeignKey("serviceplans.PlanTemplate", models.PROTECT, related_name="plans")
    moved_from = models.ForeignKey(
        "serviceplans.PlanTemplate", models.PROTECT, null=True, blank=True, related_name="plans_moved"
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["service__name"]
        constraints = [models.UniqueConstraint(fields=["service", "cycle"], name="one_plan_a_cycle")]

    def __str__(self) -> str:
        return f"{self.service.name} {self.cycle.name}"

    def get_absolute_url(self) -> str:
        return self.address("plan")

    @property
    def code(self) -> str:
        """As commands and files name it: "CSS 2019/20"."""
        return f"{self.service.prefix} {self.cycle.name}"

    @property
    def slug(self) -> str:
        """As an address names it in one word: "css-2019-20"."""
        return f"{self.service.slug}-{self.cycle.slug}"

    def address(self, name: str, *args: object) -> str:
        """The address of one of this plan's pages, such as ``address("plan_edit", "description")``."""
        return reverse(name, args=[self.service.slug, self.cycle.slug, *args])


class FrozenContent(models.Model):
    """What a version held when it was submitted, as canonical JSON text; never changed. ``digest`` is its SHA-256."""

    version = models.ForeignKey("serviceplans.PlanVersion", models.CASCADE, related_name="frozen_contents")
    digest = models.CharField(max_length=64, db_index=True)
    content = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["version", "digest"], name="frozen_once")]

    def __str__(self) -> str:
        return self.digest[:12]


class PlanVersion(models.Model):
    """One version of a plan: under way, in force, superseded or abandoned. ``frozen`` is what is in review or was signed.

    A revision (a version after the first) says where it comes from (``cause``) and why. ``route`` is the route on which
    it was submitted, which a later change of the council's does not touch; ``stage`` is where on it the version stands
    (empty outside review), and ``stage_post`` the one post that decides there, where the service's own structure does
    not say it.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.DRAFT)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    abandoned_at = models.DateTimeField(null=True, blank=True)
    cause = models.CharField(max_length=20, choices=Cause.choices, blank=True)
    why = models.TextField(blank=True)
    frozen = models.ForeignKey(FrozenContent, models.SET_NULL, null=True, blank=True, related_name="+")
    route = models.JSONField(default=list, blank=True)
    stage = models.SlugField(blank=True)
    stage_post = models.ForeignKey("council.Post", models.PROTECT, null=True, blank=True, related_name="reviews")

    # What stays inside the council: [part, row] for each mark (``rules.inside``). No words of the plan, so not signed.
    inside = models.JSONField(default=list, blank=True)
    inside_counter = models.PositiveIntegerField(default=0)

    objects = PlanVersionQuerySet.as_manager()

    # The versions of its plan that its reader may read, itself among them, where a page has loaded them.
    siblings: "list[PlanVersion] | None" = None

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(status__in=[s.value for s in UNDER_WAY]), name="one_version_under_way"
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(status__in=[s.value for s in IN_FORCE]), name="one_version_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, version {self.number}"

    @property
    def marks(self) -> list[tuple[str, str]]:
        """What is kept inside, as (part, row)."""
        return [(part, row) for part, row in self.inside]

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether its words may be changed: a draft, or agreed with amendments that are being made."""
        return self.status in OPEN

    @property
    def is_locked(self) -> bool:
        return not self.is_open

    @property
    def stages(self) -> Route:
        """Its route: pinned at submission, the usual one until then."""
        return read_route(self.route)

    @property
    def current_stage(self) -> Stage | None:
        """The review that it is in, or was agreed in with amendments; None outside review."""
        if self.stage:
            return stage_of(self.stages, self.stage)
        return next((stage for stage in self.stages if stage.status == self.status), None)

    @cached_property
    def given(self) -> list["Signature"]:
        """Every signature on it, voided ones too; looked up once, where a page or a decision asks for it."""
        return list(self.signatures.select_related("post", "voided_by"))

    @property
    def state(self) -> str:
        """Where it stands, in words: the review's own name where its route names another than the usual."""
        stage = self.current_stage
        if stage and self.status in REVIEWS:
            return f"In {stage.name}"
        return str(Status(self.status).label)


class PartContent(models.Model):
    """What is written in one part of one version. ``data`` is validated by the part's kind; ``counter`` grows with each save.

    ``review_from`` names the cycle from whose plan the part was carried, until its holder has reviewed it; a part whose
    rows are tables of their own holds nothing here but that.
    """

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="contents")
    part = models.ForeignKey("serviceplans.TemplatePart", models.PROTECT, related_name="contents")
    counter = models.PositiveIntegerField(default=0)
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    review_from = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "part"], name="one_content_a_part")]

    def __str__(self) -> str:
        return f"{self.version}: {self.part}"


class Contributor(models.Model):
    """A post that the holder invited to edit this plan while it is a draft."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="contributors")
    post = models.ForeignKey("council.Post", models.CASCADE, related_name="contributes_to")
    invited_at = models.DateTimeField()

    class Meta:
        ordering = ["post__title"]
        constraints = [models.UniqueConstraint(fields=["plan", "post"], name="invited_once")]

    def __str__(self) -> str:
        return f"{self.post} on {self.plan}"
