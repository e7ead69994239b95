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


class Rag(models.TextChoices):
    """A rating. The words are the same on pages, in files and in forms."""

    RED = "red", "Red"
    AMBER = "amber", "Amber"
    GREEN = "green", "Green"
    NONE = "none", "Not rated"


class SetByHand(models.TextChoices):
    """What an officer may set by hand, in place of what the figures give."""

    RATING = "rating", "Rating"
    DIRECTION = "direction", "Direction"


BY_HAND = "set by hand"
"""The mark of what is."""


class ResultState(models.TextChoices):
    """What is said where there is no new figure. "No update" goes on with why: "No update: annual data"."""

    AWAITING = "awaiting", "Awaiting data"
    NO_UPDATE = "no-update", "No update"
    NOT_MEASURED = "not-measured", "Not measured"
    NOT_AVAILABLE = "not-available", "Not available"
    WITHHELD = "withheld", "Withheld"


class Direction(models.TextChoices):
    IMPROVING = "improving", "Improving"
    WORSENING = "worsening", "Worsening"
    STABLE = "stable", "Stable"
    RISING = "rising", "Rising"
    FALLING = "falling", "Falling"
    NEUTRAL = "neutral", "Neutral"
    NONE = "none", "No trend"


OUTSIDE_CONTROL = "Outside our control"
"""The mark of an indicator that the council neither controls nor can do much to influence."""


class BatchState(models.TextChoices):
    WAITING = "waiting", "Waiting for confirmation"
    IMPORTING = "importing", "Being imported"
    FAILED = "failed", "Failed"
    IMPORTED = "imported", "Imported"
    DISCARDED = "discarded", "Discarded"
    UNDONE = "undone", "Undone"


class ScorecardKind(models.TextChoices):
    """Whose scorecard it is: the columns of York's KPI Machine page (York 2019)."""

    CMT = "cmt", "Council Management Team"
    ORGANISATIONAL = "organisational", "Whole organisation"
    DMT = "dmt", "Directorate Management Team"
    SCRUTINY = "scrutiny", "Policy and Scrutiny Committee"
    PORTFOLIO = "portfolio", "Executive Member portfolio"
    BOARD = "board", "Board"


class GroupingStyle(models.TextChoices):
    """The groups that a scorecard begins with (York 2019, table 4.3; York 2008, section 5)."""

    DIRECTORATE = "directorate", "Directorate, Workforce, Finance, Customers"
    BALANCED = "balanced", "Customer, Process, Resource"
    PLAIN = "plain", "No groups"


class Principle(models.TextChoices):
    """The six principles of data quality (York 2019, Data Quality Standards)."""

    ACCURACY = "accuracy", "Accuracy"
    VALIDITY = "validity", "Validity"
    RELIABILITY = "reliability", "Reliability"
    TIMELINESS = "timeliness", "Timeliness"
    RELEVANCE = "relevance", "Relevance"
    COMPLETENESS = "completeness", "Completeness"


class Grade(models.TextChoices):
    GOOD = "good", "Good"
    FAIR = "fair", "Fair"
    POOR = "poor", "Poor"
    NOT_ASSESSED = "not-assessed", "Not assessed"


class BenchmarkGroup(models.TextChoices):
    """Whom an indicator is compared with."""

    NEIGHBOURS = "neighbours", "Nearest neighbours"
    REGION = "region", "Region"
    NATION = "nation", "Nation"


class ReturnFrequency(models.TextChoices):
    MONTHLY = "monthly", "Monthly"
    QUARTERLY = "quarterly", "Quarterly"
    TERMLY = "termly", "Termly"
    HALF_YEARLY = "half-yearly", "Half-yearly"
    ANNUAL = "annual", "Annual"
    TWO_YEARLY = "two-yearly", "Two-yearly"
    ON_NOTICE = "on-notice", "When called for"


class ReturnStatus(models.TextChoices):
    NOT_STARTED = "not-started", "Not started"
    COLLECTING = "collecting", "Collecting"
    CHECKED = "checked", "Checked"
    SUBMITTED = "submitted", "Submitted"


class Verification(models.TextChoices):
    """Whether an officer has checked a result: what officers enter or import themselves needs no second look."""

    VERIFIED = "verified", "Verified"
    WAITING = "waiting", "Waiting to be checked"
    RETURNED = "returned", "Sent back to its owner"


class Dimension(models.TextChoices):
    """What a result can be broken down by (Equality Act 2010's characteristics, and the places of a council)."""

    WARD = "ward", "Ward"
    AGE = "age", "Age"
    SEX = "sex", "Sex"
    ETHNICITY = "ethnicity", "Ethnicity"
    DISABILITY = "disability", "Disability"
    RELIGION = "religion", "Religion or belief"
    ORIENTATION = "orientation", "Sexual orientation"
    OTHER = "other", "Something else"
