"""Templates are data: an ordered list of sections, each an ordered list of parts; each version of one is a row of its own."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from serviceplans.choices import Numbering, TemplateState
from serviceplans.querysets import PlanTemplateQuerySet


class PlanTemplate(models.Model):
    """One version of what a plan is written in. A published version is fixed; a plan keeps the one that it was begun with.

    ``checks`` maps a health-check code to "blocking" or "warning"; others do not run. ``note`` says what is new in this
    version. ``route``: who reviews plans in this template, where it is not the council's usual route. ``is_default``:
    services without an earlier plan begin with it.
    """

    key = models.SlugField()
    number = models.PositiveSmallIntegerField("version", default=1)
    state = models.CharField(max_length=20, choices=TemplateState.choices, default=TemplateState.PUBLISHED)
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    numbering = models.CharField(max_length=20, choices=Numbering.choices, default=Numbering.WRITTEN)
    checks = models.JSONField(default=dict)
    route = models.JSONField(default=list, blank=True)
    is_default = models.BooleanField(default=False)
    counter = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = PlanTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "key", "number"]
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="template_version_once"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(state=TemplateState.DRAFT.value), name="one_template_draft"
            ),
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_default_template"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.address("template")

    @property
    def is_draft(self) -> bool:
        return self.state == TemplateState.DRAFT

    def address(self, name: str, *args: object) -> str:
        """The address of one of this version's pages, such as ``address("template_part", "overview")``."""
        return reverse(name, args=[self.key, self.number, *args])


class TemplateSection(models.Model):
    """A section; ``number`` is printed text and may be empty."""

    template = models.ForeignKey(PlanTemplate, models.CASCADE, related_name="sections")
    key = models.SlugField()
    number = models.CharField(max_length=20, blank=True)
    heading = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    counter = models.PositiveIntegerField(default=1)

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
    counter = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["section__position", "position"]
        constraints = [models.UniqueConstraint(fields=["template", "key"], name="part_key_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip()
