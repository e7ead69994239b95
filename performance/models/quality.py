"""Whether a figure can be trusted: judgements by principle, and what internal audit found (York 2019)."""

from django.db import models

from performance.choices import Grade, Principle


class DataQualityAssessment(models.Model):
    """One judgement of one principle. The latest (the highest ``counter``) stands; the others are its history."""

    indicator = models.ForeignKey("performance.Indicator", models.CASCADE, related_name="assessments")
    principle = models.CharField(max_length=20, choices=Principle.choices)
    grade = models.CharField(max_length=20, choices=Grade.choices)
    evidence = models.TextField(blank=True)
    assessed_on = models.DateField()
    assessor = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    post = models.CharField(max_length=200, blank=True)
    counter = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-counter"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "principle", "counter"], name="one_judgement_a_counter")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.principle}: {self.grade}"


class AuditFinding(models.Model):
    """What an internal auditor found wrong with an indicator's data, and the answer to it, due by a day."""

    indicator = models.ForeignKey("performance.Indicator", models.CASCADE, related_name="findings")
    text = models.TextField()
    raised_on = models.DateField()
    raised_by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    raised_post = models.CharField(max_length=200, blank=True)
    answer_due = models.DateField()
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    answered_post = models.CharField(max_length=200, blank=True)
    counter = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["answered_on", "answer_due", "pk"]
        indexes = [models.Index(fields=["indicator", "answered_on"], name="finding_by_indicator")]

    def __str__(self) -> str:
        return f"Finding {self.pk} on {self.indicator_id}"
