"""Equality objectives and the areas of performance that they come under. An objective outlives a plan year."""

from django.db import models

from equalities.choices import Facing
from equalities.querysets import EqualityObjectiveQuerySet


class EqualityArea(models.Model):
    """One of the five areas of performance, with the objective that CMT agreed for it (York 2019, Equalities)."""

    number = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=200)
    council_objective = models.CharField(max_length=300)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class EqualityObjective(models.Model):
    """A service's own equality objective: what it supports, whom it faces, how it serves the public sector duty."""

    service = models.ForeignKey("council.ServiceArea", models.CASCADE, related_name="equality_objectives")
    area = models.ForeignKey(EqualityArea, models.PROTECT, related_name="objectives")
    text = models.TextField("equality objective")
    supports_strategy = models.BooleanField("supports the council's Equality Strategy", default=False)
    supports_cmt = models.BooleanField("delivers CMT's objective for this area", default=False)
    facing = models.CharField(max_length=20, choices=Facing.choices, default=Facing.OUTWARD)
    duty = models.TextField("how it supports the Public Sector Equality Duty", blank=True)
    # Empty until a plan that holds it is approved: until then it is read by those who may read the draft.
    agreed_on = models.DateField(null=True, blank=True)
    retired = models.BooleanField(default=False)
    counter = models.PositiveIntegerField(default=1)

    objects = EqualityObjectiveQuerySet.as_manager()

    class Meta:
        ordering = ["area__number", "id"]

    def __str__(self) -> str:
        return self.text
