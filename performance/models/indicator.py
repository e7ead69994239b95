"""What the council measures."""

import re
from collections.abc import Container

from django.db import models
from django.utils.text import slugify

from common.values.numbers import trimmed
from council.models import Post, ServiceArea
from performance.choices import OUTSIDE_CONTROL, Frequency, Group, Polarity, Unit, YearType
from performance.querysets import IndicatorQuerySet
from performance.rules import Measure


def reference_key(reference: str) -> str:
    """A reference without case and blanks: "KCR 3", "kcr3" and "KCR3" are the same indicator or risk."""
    return "".join(reference.split()).casefold()


def free_slug(reference: str, taken: Container[str]) -> str:
    """A reference as a part of an address: "KCR 3" is kcr-3, "PHOF 2.01" is phof-2-01. A taken one gets a number."""
    base = slugify(re.sub(r"[^\w\s-]+", "-", reference)).strip("-")[:40] or "indicator"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


class Indicator(models.Model):
    """An indicator with its definition, unit and polarity. Its results and targets are rows of their own."""

    reference = models.CharField(max_length=40, unique=True)
    reference_key = models.CharField(max_length=40, unique=True, editable=False)
    slug = models.SlugField(max_length=60, unique=True, editable=False)
    name = models.CharField("indicator", max_length=300)
    definition = models.TextField(blank=True)
    unit = models.CharField(max_length=20, choices=Unit.choices, default=Unit.NUMBER)
    decimal_places = models.PositiveSmallIntegerField(default=0)
    polarity = models.CharField(max_length=20, choices=Polarity.choices, default=Polarity.UP_IS_GOOD)
    range_low = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    range_high = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    frequency = models.CharField(max_length=20, choices=Frequency.choices, default=Frequency.QUARTERLY)
    year_type = models.CharField(max_length=20, choices=YearType.choices, default=YearType.FINANCIAL)
    cumulative = models.BooleanField(default=False)
    due_days = models.PositiveSmallIntegerField("days after the period's end when the result is due", default=30)
    numerator = models.CharField("what its numerator counts", max_length=300, blank=True)
    denominator = models.CharField("what its denominator counts", max_length=300, blank=True)
    benchmark_group = models.CharField("whom it is compared with", max_length=200, blank=True)
    source = models.CharField(max_length=300, blank=True)
    owner_post = models.ForeignKey("council.Post", models.SET_NULL, null=True, blank=True, related_name="indicators")
    owner_text = models.CharField("owner, where it is no post of ours", max_length=300, blank=True)
    service = models.ForeignKey(
        "council.ServiceArea", models.SET_NULL, null=True, blank=True, related_name="indicators"
    )
    shared_services = models.ManyToManyField(
        "council.ServiceArea",
        verbose_name="other services that answer for it",
        related_name="shared_indicators",
        blank=True,
    )
    directorate = models.ForeignKey(
        "council.Directorate", models.SET_NULL, null=True, blank=True, related_name="indicators"
    )
    themes = models.ManyToManyField("council.Theme", related_name="indicators", blank=True)
    formula = models.TextField(blank=True)
    group = models.CharField(max_length=20, choices=Group.choices, default=Group.DIRECTORATE)
    tolerance = models.CharField(max_length=20, blank=True, help_text="5 is units or points; 5% is of the target.")
    measures_quality = models.BooleanField(default=False)
    within_control = models.BooleanField(default=True)
    withheld = models.CharField("why its figures are withheld", max_length=300, blank=True)
    first_period = models.CharField(max_length=40, blank=True)
    last_period = models.CharField(max_length=40, blank=True)
    retired = models.BooleanField(default=False)
    counter = models.PositiveIntegerField(default=1)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["reference"]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.reference = " ".join(self.reference.split())
        self.reference_key = reference_key(self.reference)
        if not self.slug:
            self.slug = free_slug(self.reference, set(Indicator.objects.values_list("slug", flat=True)))
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def measure(self) -> Measure:
        """How its figures are compared and written."""
        low, high = (None if edge is None else trimmed(edge) for edge in (self.range_low, self.range_high))
        return Measure(self.polarity, self.unit, self.decimal_places, low, high)

    @property
    def control(self) -> str:
        """The mark of what is outside our control or influence; "" where it is within it."""
        return "" if self.within_control else OUTSIDE_CONTROL

    @property
    def unit_words(self) -> str:
        """The unit as a heading says it: "%", "£000s"; empty for a plain number, words, or yes and no."""
        return "" if self.unit in (Unit.NUMBER, Unit.TEXT, Unit.YES_NO) else self.get_unit_display()

    @property
    def owned_by(self) -> Post | str:
        """The post that answers for it, or the words that the source has."""
        return self.owner_post or self.owner_text

    @owned_by.setter
    def owned_by(self, owner: Post | str) -> None:
        named = isinstance(owner, str)
        self.owner_post, self.owner_text = (None, owner) if named else (owner, "")  # type: ignore[assignment]

    @property
    def sharing(self) -> tuple[ServiceArea, ...]:
        """The other services that answer for it, by prefix; those set but not yet saved, where there are."""
        pending: tuple[ServiceArea, ...] | None = getattr(self, "_sharing", None)
        if pending is not None or not self.pk:
            return pending or ()
        return tuple(sorted(self.shared_services.all(), key=lambda one: one.prefix))

    @property
    def services(self) -> tuple[ServiceArea, ...]:
        """The main service, then the others that answer for it."""
        return ((self.service,) if self.service else ()) + self.sharing

    @services.setter
    def services(self, services: tuple[ServiceArea, ...]) -> None:
        self.service, self._sharing = services[0] if services else None, services[1:]

    @property
    def service_names(self) -> str:
        """ "Adult Social Care; Public Health", the main one first; empty where it has none."""
        return "; ".join(service.name for service in self.services)

    @property
    def theme_codes(self) -> tuple[str, ...]:
        """The codes of its themes; those set but not yet saved, where there are."""
        pending: tuple[str, ...] | None = getattr(self, "_theme_codes", None)
        if pending is not None or not self.pk:
            return pending or ()
        return tuple(sorted(theme.code for theme in self.themes.all()))

    @theme_codes.setter
    def theme_codes(self, codes: tuple[str, ...]) -> None:
        self._theme_codes = codes

    @property
    def scorecard_keys(self) -> tuple[str, ...]:
        """The keys of the scorecards that it is on; those set but not yet saved, where there are."""
        pending: tuple[str, ...] | None = getattr(self, "_scorecard_keys", None)
        if pending is not None or not self.pk:
            return pending or ()
        return tuple(sorted(row.scorecard.key for row in self.scorecard_rows.all()))

    @scorecard_keys.setter
    def scorecard_keys(self, keys: tuple[str, ...]) -> None:
        self._scorecard_keys = keys

    @property
    def owner(self) -> str:
        """Who answers for it: a post's title, or the words that the source has."""
        return self.owner_post.title if self.owner_post else self.owner_text
