"""Directorates, service areas, portfolios, and the links between them with their dates."""

from django.db import models
from django.utils.text import slugify


class Directorate(models.Model):
    key = models.SlugField(unique=True)
    name = models.CharField(max_length=200, unique=True)
    code = models.CharField(max_length=20)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Portfolio(models.Model):
    """What one Executive Member answers for."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=200, unique=True)
    member_post = models.ForeignKey("council.Post", models.SET_NULL, null=True, blank=True, related_name="member_for")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ServiceArea(models.Model):
    """A service at Assistant Director level, or directly under a Director; its prefix begins its action references."""

    directorate = models.ForeignKey(Directorate, models.PROTECT, related_name="services")
    name = models.CharField(max_length=200)
    prefix = models.CharField(max_length=10, unique=True)
    holder_post = models.ForeignKey("council.Post", models.SET_NULL, null=True, blank=True, related_name="holds")
    director_post = models.ForeignKey("council.Post", models.SET_NULL, null=True, blank=True, related_name="directs")
    portfolios = models.ManyToManyField(Portfolio, through="ServicePortfolio", related_name="services")
    # The highest number ever given to an action: references are never reused, even after a draft is deleted.
    last_action_number = models.PositiveIntegerField(default=0)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    # What took its open work over when it ended: by a merger, a new name, or the part of a split that goes on with it.
    successor = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="predecessors")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        return slugify(self.prefix)


class ServicePortfolio(models.Model):
    """A service answers to a portfolio between two dates; one of several leads."""

    service = models.ForeignKey(ServiceArea, models.CASCADE, related_name="portfolio_links")
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="service_links")
    lead = models.BooleanField(default=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-lead", "portfolio__name"]
        constraints = [models.UniqueConstraint(fields=["service", "portfolio", "starts"], name="one_portfolio_link")]

    def __str__(self) -> str:
        return f"{self.service} → {self.portfolio}"
