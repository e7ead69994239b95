from django.db import models


class Status(models.TextChoices):
    """Where a plan version stands on its route (domain: sign-off)."""

    DRAFT = "draft", "Draft"
    DMT_REVIEW = "dmt-review", "In DMT review"
    AMENDING = "amending", "Agreed, being amended"
    MEMBER_REVIEW = "member-review", "In Executive Member review"
    REVIEW = "review", "In review"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    SUPERSEDED = "superseded", "Superseded"
    # A revision that came to nothing; it stays on record.
    ABANDONED = "abandoned", "Abandoned"


IN_FORCE = (Status.APPROVED, Status.PUBLISHED)
# The column of a template's own in which an action says, in words, which other services it affects.
OTHER_SERVICES = "other_services"
# Locked, with somebody who decides; a route may hold other reviews than the DMT's and the Executive Member's.
REVIEWS = (Status.DMT_REVIEW, Status.MEMBER_REVIEW, Status.REVIEW)
IN_REVIEW = (*REVIEWS, Status.AMENDING)
UNDER_WAY = (Status.DRAFT, *IN_REVIEW)
# Whose words may be changed.
OPEN = (Status.DRAFT, Status.AMENDING)


class Step(models.TextChoices):
    """What can happen to a version; each is one function in ``transitions``."""

    BEGIN = "begin", "Draft begun"
    SUBMIT = "submit", "Submitted to DMT"
    WITHDRAW = "withdraw", "Withdrawn"
    RETURN_TO_HOLDER = "return", "Returned to the plan holder"
    AGREE = "agree", "Agreed at DMT"
    AGREE_AMENDED = "agree-amended", "Agreed with minor amendments"
    AMENDED = "amended", "Amendments made"
    RETURN_TO_DIRECTOR = "return-to-director", "Returned to the Director"
    APPROVE_ONE = "approve-one", "Approved by one of several"
    APPROVE = "approve", "Approved"
    DISPUTE = "dispute", "Recorded decision disputed"
    CONFIRM = "confirm", "Recorded decision confirmed"
    PUBLISH = "publish", "Published"
    REVISE = "revise", "Revision begun"
    ABANDON = "abandon", "Revision abandoned"


class Cause(models.TextChoices):
    """Where a revision comes from (domain: after approval, and what a clinic may lead to)."""

    CLINIC = "clinic", "A performance clinic"
    BUDGET = "budget", "A change of budget or grant"
    EXECUTIVE = "executive", "A request of the Executive or its Member"
    REVIEW = "review", "A quarterly or annual review"
    LAW = "law", "A change in the law, or in what government asks"
    AUDIT = "audit", "An audit or inspection"
    STRUCTURE = "structure", "A reorganisation"
    OTHER = "other", "Something else"


class ChangeKind(models.TextChoices):
    """What may change in a plan in force without a revision (domain: after approval)."""

    CORRECTION = "correction", "Typing error corrected"
    OWNER = "owner", "Owner changed"
    DONE = "done", "Milestone marked as done"
    DATE = "date", "Date moved"


class ChangeState(models.TextChoices):
    """A moved date waits for the director, unless the director made it."""

    PROPOSED = "proposed", "Waiting for the director"
    MADE = "made", "Made"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Reviewer(models.TextChoices):
    """Who decides at one stage of a route."""

    DIRECTOR = "director", "Director"
    CHIEF_EXECUTIVE = "chief-executive", "Chief Executive"
    MEMBERS = "executive-members", "Executive Member"
    POST = "post", "Another post"


class Several(models.TextChoices):
    """Whose approval is needed where several Executive Members answer for a service."""

    ALL = "all", "All of them must approve"
    LEAD = "lead", "The lead Executive Member approves for all"


class Acting(models.TextChoices):
    """How a person came to decide for a post that is not theirs."""

    SELF = "", "Holds the post"
    DEPUTY = "deputy", "Deputises for the post"
    DELEGATE = "delegate", "Has the post's sign-off delegated"
    RECORDER = "recorder", "Recorded what the post decided off the system"


class ProjectType(models.TextChoices):
    MAJOR = "major", "Major"
    MEDIUM = "medium", "Medium"
    SMALL = "small", "Small"
    BUSINESS_AS_USUAL = "business-as-usual", "Business as usual"
    STATUTORY = "statutory", "Statutory"


class PriorityLevel(models.TextChoices):
    MUST = "must", "Must"
    SHOULD = "should", "Should"
    COULD = "could", "Could"
    STATUTORY = "statutory", "Statutory"


class Ground(models.TextChoices):
    """Why an action may stand in a plan (York 2019, service plans should contain only)."""

    COUNCIL_PRIORITY = "council-priority", "It contributes to a council priority"
    FRONTLINE = "frontline-statutory-strategic", "It is frontline, statutory or serves another council strategy"
    EFFICIENCY = "efficiency", "It improves efficiency or effectiveness"
    PROJECT = "project", "It is part of a major or medium project"


class ActionStatus(models.TextChoices):
    NOT_STARTED = "not-started", "Not started"
    ON_TRACK = "on-track", "On track"
    AT_RISK = "at-risk", "At risk"
    OFF_TRACK = "off-track", "Off track"
    COMPLETED = "completed", "Completed"
    STOPPED = "stopped", "Stopped"


class Severity(models.TextChoices):
    BLOCKING = "blocking", "To fix"
    WARNING = "warning", "To consider"


class PlanState(models.TextChoices):
    """Where a plan stands against the planning calendar; late is said beside it, in days."""

    NOT_STARTED = "not-started", "Not started"
    DRAFTING = "drafting", "Drafting"
    AT_DMT = "at-dmt", "At DMT"
    IN_REVIEW = "in-review", "In review"
    WITH_MEMBER = "with-member", "With the Executive Member"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"


class TemplateState(models.TextChoices):
    """A version of a plan template: being written, or fixed."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"


class Numbering(models.TextChoices):
    """How a template numbers its sections and parts: as somebody typed it, or by itself."""

    WRITTEN = "written", "As typed"
    SECTIONS = "sections", "Sections 1, 2, 3"
    ALL = "all", "Sections 1, 2, 3 and parts 1.1, 1.2"
    LETTERS = "letters", "Sections A, B, C"
    ROMAN = "roman", "Sections I, II, III"
    NONE = "none", "No numbers"


class UploadState(models.TextChoices):
    """A file that was uploaded for a plan: looked at, brought in, or given up."""

    WAITING = "waiting", "Waiting"
    BROUGHT_IN = "brought-in", "Brought in"
    DISCARDED = "discarded", "Discarded"


# What stays inside of what somebody says, in the words of its box; and what stands in place of a comment that does.
INTERNAL = "Internal: for the directorate and performance only"
COMMENT_INSIDE = "The comment stays inside the council."
