"""Templates are data: an ordered list of sections, each an ordered list of parts."""

from django.db import models


class PlanTemplate(models.Model):
    """What a plan is written in. ``checks`` maps a health-check code to "blocking" or "warning"; others do not run.

    ``route``: who reviews plans in this template, where it is not the council's usual route.
    """

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True)
    checks = models.JSONField(default=dict)
    route = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TemplateSection(models.Model):
    """A section; ``number`` is printed text and may be empty."""

    template = models.ForeignKey(PlanTemplate, models.CASCADE, related_name="sections")
    key = models.SlugField()
    number = models.CharField(max_length=20, blank=True)
    heading = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["template", "key"], name="section_key_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.heading}" if self.number else self.heading


class TemplatePart(models.Model):
    """One part of a section. ``kind`` names a class in the registry of ``serviceplans.parts``; ``config`` is for it."""

    template = models.ForeignKey(PlanTemplate, models.CASCADE, related_name="parts")
    section = models.ForeignKey(TemplateSection, models.CASCADE, related_name="parts")
    key = models.SlugField()
    kind = models.CharField(max_length=30)
    number = models.CharField(max_length=20, blank=True)
    heading = models.CharField(max_length=200)
    guidance = models.TextField(blank=True)
    required = models.BooleanField(default=False)
    config = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["section__position", "position"]
        constraints = [models.UniqueConstraint(fields=["template", "key"], name="part_key_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip()
