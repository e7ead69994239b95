"""Performance clinics: called where performance is of concern, to find out why and what to do (York 2019, Review)."""

from django.db import models
from django.urls import reverse

from reporting.choices import ClinicOutcome, ClinicState
from reporting.querysets import ClinicQuerySet


class Clinic(models.Model):
    """One clinic (or improvement board) on an indicator or an action; ``answers`` are to York's seven questions, in order."""

    indicator = models.ForeignKey(
        "performance.Indicator", models.PROTECT, null=True, blank=True, related_name="clinics"
    )
    action = models.ForeignKey("serviceplans.Action", models.PROTECT, null=True, blank=True, related_name="clinics")
    directorate = models.ForeignKey(
        "council.Directorate", models.SET_NULL, null=True, blank=True, related_name="clinics"
    )
    why = models.TextField()
    date = models.DateField()
    chair = models.ForeignKey("council.Post", models.SET_NULL, null=True, blank=True, related_name="+")
    attendees = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=ClinicState.choices, default=ClinicState.CALLED)
    answers = models.JSONField(default=list, blank=True)
    outcomes = models.JSONField(default=list, blank=True)
    conclusion = models.TextField(blank=True)
    called_at = models.DateTimeField()
    called_by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    called_post = models.CharField(max_length=200, blank=True)
    held_post = models.CharField(max_length=200, blank=True)
    counter = models.PositiveIntegerField(default=1)

    objects = ClinicQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(indicator=None, action__isnull=False)
                | models.Q(action=None, indicator__isnull=False),
                name="clinic_on_one_thing",
            ),
            models.UniqueConstraint(
                fields=["indicator"], condition=models.Q(state="called"), name="one_clinic_waits_an_indicator"
            ),
            models.UniqueConstraint(
                fields=["action"], condition=models.Q(state="called"), name="one_clinic_waits_an_action"
            ),
        ]

    def __str__(self) -> str:
        return f"Clinic on {self.about}"

    def get_absolute_url(self) -> str:
        return reverse("clinic", args=[self.pk])

    @property
    def about(self) -> str:
        """The reference of what it is on."""
        return self.indicator.reference if self.indicator else self.action.reference  # type: ignore[union-attr]

    @property
    def name(self) -> str:
        """What it is on: its reference, and its words where ``for_list`` looked them up."""
        words = self.indicator.name if self.indicator else getattr(self, "action_words", "")
        return f"{self.about} {words}".strip()

    @property
    def about_url(self) -> str:
        if self.indicator:
            return reverse("indicator", args=[self.indicator.slug])
        return reverse("action", args=[self.about])

    @property
    def outcome_words(self) -> list[str]:
        return [str(ClinicOutcome(key).label) for key in self.outcomes]
