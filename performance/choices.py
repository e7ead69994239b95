from django.db import models


class Unit(models.TextChoices):
    NUMBER = "number", "Number"
    PERCENT = "percent", "%"
    GBP = "gbp", "£"
    GBP_THOUSANDS = "gbp_thousands", "£000s"
    GBP_MILLIONS = "gbp_millions", "£m"
    DAYS = "days", "Days"
    PER_1000 = "per_1000", "Per 1,000"
    PER_10000 = "per_10000", "Per 10,000"
    PER_100000 = "per_100000", "Per 100,000"
    RATE = "rate", "Rate"
    LEVEL = "level", "Level or grade"
    YES_NO = "yes_no", "Yes or no"
    TEXT = "text", "Words"


class Polarity(models.TextChoices):
    UP_IS_GOOD = "up-is-good", "Up is good"
    UP_IS_BAD = "up-is-bad", "Up is bad"
    NEUTRAL = "neutral", "Neutral"
    IN_RANGE = "in-range", "In range is good"


class Frequency(models.TextChoices):
    MONTHLY = "monthly", "Monthly"
    QUARTERLY = "quarterly", "Quarterly"
    TERMLY = "termly", "Termly"
    HALF_YEARLY = "half-yearly", "Half-yearly"
    ANNUAL = "annual", "Annual"
    TWO_YEARLY = "two-yearly", "Two-yearly"


class YearType(models.TextChoices):
    FINANCIAL = "financial", "Financial year"
    ACADEMIC = "academic", "Academic year"
    CALENDAR = "calendar", "Calendar year"
    ROLLING = "rolling", "Rolling 12 months"


class ResultStatus(models.TextChoices):
    PROVISIONAL = "provisional", "Provisional"
    FINAL = "final", "Final"


class Group(models.TextChoices):
    """The groups of a directorate's scorecard (York 2019, table 4.3)."""

    DIRECTORATE = "directorate", "Directorate"
    WORKFORCE = "workforce", "Workforce"
    FINANCE = "finance", "Finance"
    CUSTOMERS = "customers", "Customers"


class Direction(models.TextChoices):
    IMPROVING = "improving", "Improving"
    WORSENING = "worsening", "Worsening"
    STABLE = "stable", "Stable"
    RISING = "rising", "Rising"
    FALLING = "falling", "Falling"
    NEUTRAL = "neutral", "Neutral"
    NONE = "none", "None"


class BatchState(models.TextChoices):
    WAITING = "waiting", "Waiting for confirmation"
    IMPORTED = "imported", "Imported"
    DISCARDED = "discarded", "Discarded"
