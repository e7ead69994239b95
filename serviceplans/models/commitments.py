"""What an officer commits every service to in one cycle (Stockton 2008, RES15), and what each service says of it."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse

from common.values.tolerance import Tolerance
from common.values.years import format_date
from performance.models.result import Agreed, Measured, OfPeriod
from serviceplans.choices import PriorityLevel
from serviceplans.querysets import CommitmentQuerySet

if TYPE_CHECKING:
    from council.models import ServiceArea
    from performance.models import Indicator


OF_AN_ACTION = ("text", "outcomes", "priority_level", "completed_by", "project_types", "grounds")


class Commitment(models.Model):
    """An action, or an indicator with its target (``target``), that stands in the plan of every service of a cycle.

    ``heading`` names the objective that an action stands under. ``council_wide`` False: only the services and those of
    the directorates that are named. ``fixed``: the fields of an action that the commitment says, which no plan words
    otherwise. ``continues``: the commitment of an earlier cycle whose actions go on as this one's.
    """

    cycle = models.ForeignKey("council.PlanningCycle", models.PROTECT, related_name="commitments")
    heading = models.CharField(max_length=300)
    text = models.TextField("what every service does")
    council_wide = models.BooleanField(default=True)
    directorates = models.ManyToManyField("council.Directorate", related_name="+", blank=True)
    services = models.ManyToManyField("council.ServiceArea", related_name="+", blank=True)
    themes = models.ManyToManyField("council.Theme", related_name="+", blank=True)
    project_types = models.JSONField(default=list, blank=True)
    priority_level = models.CharField(max_length=20, choices=PriorityLevel.choices, blank=True)
    grounds = models.JSONField(default=list, blank=True)
    completed_by = models.CharField(max_length=200, blank=True)
    outcomes = models.TextField(blank=True)
    indicators = models.ManyToManyField("performance.Indicator", related_name="+", blank=True)
    fixed = models.JSONField(default=list, blank=True)
    continues = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="continued_by")
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey("council.User", models.PROTECT, null=True, blank=True, related_name="+")
    placed_post = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_post = models.CharField(max_length=200, blank=True)
    withdrawn_why = models.TextField(blank=True)
    counter = models.PositiveIntegerField(default=1)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["heading", "id"]

    def __str__(self) -> str:
        return f"{self.heading}, {self.cycle}"

    def get_absolute_url(self) -> str:
        return reverse("commitment", args=[self.pk])

    @property
    def agreed(self) -> "CommitmentTarget | None":
        """The indicator with its target; None for an action."""
        return getattr(self, "target", None)

    @property
    def indicator(self) -> "Indicator | None":
        return self.agreed.indicator if self.agreed else None

    @property
    def as_action(self) -> dict[str, Any]:
        """What an action says that stands for it; for an indicator's, the target and the last day that it is for."""
        said = {name: getattr(self, name) for name in OF_AN_ACTION}
        if self.agreed:
            name = self.agreed.indicator.name
            target = f"{name}: {self.agreed.words_for}"
            said["text"] = target if self.text == name else f"{self.text} ({target})"
            said["completed_by"] = format_date(self.agreed.ends)
        return said

    @property
    def measures(self) -> "list[Indicator]":
        """The indicators that measure such an action."""
        return [self.agreed.indicator] if self.agreed else list(self.indicators.all())

    @property
    def withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def mark(self) -> str:
        """How a plan marks it, in words."""
        return f"Commitment for {'every service' if self.council_wide else 'several services'}"

    def reaches(self, service: "ServiceArea") -> bool:
        """Whether it is meant for the service; exemptions are rows of their own. No query where both lists are loaded."""
        return (
            self.council_wide
            or any(one.pk == service.directorate_id for one in self.directorates.all())
            or any(one.pk == service.pk for one in self.services.all())
        )


class CommitmentTarget(OfPeriod, Agreed):
    """The indicator that every service answers for, the target of each, and the period that it is for."""

    commitment = models.OneToOneField(Commitment, models.CASCADE, related_name="target")
    indicator = models.ForeignKey("performance.Indicator", models.PROTECT, related_name="commitment_targets")

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}: {self.text}"

    @property
    def shown(self) -> str:
        """ "85%", as pages write it."""
        return self.value.display(self.indicator.unit, self.indicator.decimal_places)

    @property
    def words_for(self) -> str:
        """The target with its period: "85%, Q4 2008/09"."""
        return f"{self.shown}, {self.period}"

    @property
    def slack(self) -> Tolerance:
        """How far a service may miss it and still be amber: its own tolerance, else the indicator's."""
        return Tolerance.parse(self.tolerance or self.indicator.tolerance)


class Exemption(models.Model):
    """A service that need not keep a commitment, and why."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="exemptions")
    service = models.ForeignKey("council.ServiceArea", models.PROTECT, related_name="exemptions")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey("council.User", models.PROTECT, related_name="+")
    post = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["service__name"]
        constraints = [models.UniqueConstraint(fields=["commitment", "service"], name="exempt_once")]

    def __str__(self) -> str:
        return f"{self.service}: {self.reason}"


class ServiceResult(OfPeriod, Measured):
    """What one service's own figure was in one quarter: the council's own result of the indicator is another thing."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="results")
    service = models.ForeignKey("council.ServiceArea", models.PROTECT, related_name="service_results")
    comment = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    post = models.CharField(max_length=200, blank=True)
    counter = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["period_key"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "service", "period_key"], name="service_result_once")
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.period}"
