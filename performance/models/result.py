"""Results and targets by period; a corrected result keeps the earlier one with the reason."""

from datetime import datetime
from decimal import Decimal

from django.db import models

from common.values.numbers import trimmed
from common.values.period import Period
from common.values.result import VALUE, ResultValue
from common.values.target import TargetValue
from performance.choices import ResultStatus, Verification
from performance.querysets import ResultQuerySet

# The post that stands for a result that nobody entered: it is worked out from others.
CALCULATED = "Calculated"


def stored(number: Decimal | None) -> Decimal | None:
    """A number from the database, without the zeros that fill its column's places."""
    return None if number is None else trimmed(number)


class OfPeriod(models.Model):
    """Something that belongs to one period: its key to sort and match by, its label to show, its last day."""

    period_key = models.CharField(max_length=40)
    period = models.CharField(max_length=40)
    ends = models.DateField()

    class Meta:
        abstract = True

    @property
    def when(self) -> Period | None:
        return Period.from_key(self.period_key) if self.period_key else None

    @when.setter
    def when(self, period: Period) -> None:
        self.period_key, self.period, self.ends = period.key, period.label, period.end


class Agreed(models.Model):
    """A target as it was agreed: a number with a comparator, a range, or words.

    ``text`` is what was written; ``words`` that part of it which the numbers do not say.
    """

    text = models.CharField(max_length=500)
    number = models.DecimalField(max_digits=26, decimal_places=6, null=True, blank=True)
    upper = models.DecimalField(max_digits=26, decimal_places=6, null=True, blank=True)
    comparator = models.CharField(max_length=10, blank=True)
    words = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=20, default=VALUE)
    tolerance = models.CharField(max_length=20, blank=True)

    class Meta:
        abstract = True

    @property
    def value(self) -> TargetValue:
        return TargetValue(stored(self.number), stored(self.upper), self.comparator, self.words, self.state)

    @value.setter
    def value(self, value: TargetValue) -> None:
        self.number, self.upper, self.comparator = value.number, value.upper, value.comparator
        self.words, self.state, self.text = value.words, value.state, str(value.cell)


class Target(OfPeriod, Agreed):
    """What was agreed for one period."""

    indicator = models.ForeignKey("performance.Indicator", models.CASCADE, related_name="targets")

    class Meta:
        ordering = ["ends"]
        constraints = [models.UniqueConstraint(fields=["indicator", "period_key"], name="one_target_a_period")]
        indexes = [models.Index(fields=["indicator", "ends"], name="target_by_indicator")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}: {self.text}"


class Measured(models.Model):
    """What was measured: a number, or words ("3 star", "Not currently measured")."""

    number = models.DecimalField(max_digits=26, decimal_places=6, null=True, blank=True)
    words = models.TextField(blank=True)
    comparator = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=20, default=VALUE)

    class Meta:
        abstract = True

    @property
    def value(self) -> ResultValue:
        return ResultValue(stored(self.number), self.words, self.comparator, self.state)

    @value.setter
    def value(self, value: ResultValue) -> None:
        self.number, self.words, self.comparator, self.state = value.number, value.words, value.comparator, value.state


class Result(OfPeriod, Measured):
    """One result, with who entered it and from which file."""

    # Of the keys only the file's has an index of its own: the constraint begins with the indicator, nobody asks for an
    # account's results, and every index is written again with each row.
    indicator = models.ForeignKey("performance.Indicator", models.CASCADE, related_name="results", db_index=False)
    numerator = models.DecimalField(max_digits=26, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(max_digits=26, decimal_places=6, null=True, blank=True)
    status = models.CharField(max_length=20, choices=ResultStatus.choices, default=ResultStatus.FINAL)
    forecast = models.CharField(max_length=100, blank=True)
    commentary = models.TextField(blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        "council.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    entered_post = models.CharField(max_length=200, blank=True)
    batch = models.ForeignKey("performance.ImportBatch", models.SET_NULL, null=True, blank=True, related_name="results")
    source_row = models.PositiveIntegerField(null=True, blank=True)
    verification = models.CharField(max_length=20, choices=Verification.choices, default=Verification.VERIFIED)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        "council.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    verified_post = models.CharField(max_length=200, blank=True)
    sent_back = models.CharField("why it was sent back to its owner", max_length=500, blank=True)
    withheld = models.CharField("why its figure is withheld", max_length=300, blank=True)
    counter = models.PositiveIntegerField(default=1)

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["ends"]
        constraints = [models.UniqueConstraint(fields=["indicator", "period_key"], name="one_result_a_period")]
        indexes = [
            models.Index(fields=["indicator", "ends"], name="result_by_indicator"),
            models.Index(fields=["ends"], name="result_to_check", condition=~models.Q(verification="verified")),
            # When the register took its first result: what was due before that was never asked in time.
            models.Index(fields=["entered_at"], name="result_by_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}: {self.number if self.number is not None else self.words}"

    def checked(self, at: datetime | None, by_id: int | None, post: str) -> None:
        """An officer stands for it: they checked it, or entered it themselves."""
        self.verification, self.sent_back = Verification.VERIFIED, ""
        self.verified_at, self.verified_by_id, self.verified_post = at, by_id, post

    def unchecked(self, verification: str = Verification.WAITING, sent_back: str = "") -> None:
        """It waits for an officer, or for its owner to answer what it was sent back for."""
        self.verification, self.sent_back = verification, sent_back
        self.verified_at, self.verified_by, self.verified_post = None, None, ""


# What ``checked`` and ``unchecked`` write.
VERIFICATION_FIELDS = ("verification", "verified_at", "verified_by", "verified_post", "sent_back")


class EarlierResult(models.Model):
    """What a result was before it was corrected. ``was`` holds its fields as they were."""

    result = models.ForeignKey(Result, models.CASCADE, related_name="earlier")
    was = models.JSONField()
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-replaced_at"]

    def __str__(self) -> str:
        return f"{self.result_id} before {self.replaced_at:%d %B %Y}"
