from django.db import models


class ItemKind(models.TextChoices):
    """What an item of a meeting's agenda is about."""

    MATTER = "matter", "Action from an earlier meeting"
    PLAN = "plan", "Plan to review"
    INDICATOR = "indicator", "Red indicator"
    ACTION = "action", "Action off track or overdue"
    RISK = "risk", "Red or escalated risk"
    CLINIC = "clinic", "Performance clinic"
    OTHER = "other", "Other business"


class Outcome(models.TextChoices):
    """What a meeting decided about an item."""

    AGREE = "agree", "Agreed: the plan goes to the Executive Member"
    RETURN = "return", "Returned to the plan holder, with comments"
    DEFER = "defer", "Left to a later meeting"
    NOTED = "noted", "Noted"
    ACTION = "action", "Somebody will act on it"
    CLINIC = "clinic", "A performance clinic is called"
    ESCALATE = "escalate", "Escalated"
    DONE = "done", "Done"
    GOES_ON = "goes-on", "Not done yet: carried on"


OUTCOMES: dict[str, tuple[Outcome, ...]] = {
    ItemKind.MATTER: (Outcome.DONE, Outcome.GOES_ON),
    ItemKind.PLAN: (Outcome.AGREE, Outcome.RETURN, Outcome.DEFER),
    ItemKind.INDICATOR: (Outcome.NOTED, Outcome.ACTION, Outcome.CLINIC),
    ItemKind.ACTION: (Outcome.NOTED, Outcome.ACTION, Outcome.CLINIC),
    ItemKind.RISK: (Outcome.NOTED, Outcome.ACTION, Outcome.ESCALATE),
    ItemKind.CLINIC: (Outcome.NOTED, Outcome.ACTION),
    ItemKind.OTHER: (Outcome.NOTED, Outcome.ACTION, Outcome.DEFER),
}

# Short words for tables and minutes: (words, tone).
OUTCOME_WORDS: dict[str, tuple[str, str]] = {
    "": ("Not yet taken", "grey"),
    Outcome.AGREE: ("Agreed", "green"),
    Outcome.RETURN: ("Returned", "amber"),
    Outcome.DEFER: ("Left to a later meeting", "grey"),
    Outcome.NOTED: ("Noted", "grey"),
    Outcome.ACTION: ("Action", "blue"),
    Outcome.CLINIC: ("Clinic called", "amber"),
    Outcome.ESCALATE: ("Escalated", "amber"),
    Outcome.DONE: ("Done", "green"),
    Outcome.GOES_ON: ("Carried on", "blue"),
}


class ClinicState(models.TextChoices):
    CALLED = "called", "Called"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Called off"


class ClinicOutcome(models.TextChoices):
    """What a clinic led to (York 2019, Improvement Boards / Performance Clinics)."""

    ACTIONS = "actions", "Further action is agreed"
    PLAN_CHANGE = "plan-change", "The plan is to be changed"
    RESOURCES = "resources", "Resources are shifted"
    MISLEADING = "misleading", "The indicator misleads"
    RECOGNITION = "recognition", "Good performance is recognised"


# What a clinic is asked, in our own words (York 2019, questions that the Board may ask).
QUESTIONS = (
    "Has the target been met so far?",
    "Will it be met from here on?",
    "Where it was missed, what was the cause?",
    "What would turn it around?",
    "Could the work be done another way?",
    "Are there too few people for it, or do they lack a skill?",
    "Can recovery come first, or can resources be moved to it?",
)
