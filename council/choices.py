from django.db import models


class Role(models.TextChoices):
    """What a post may do; the table of who does what is each app's ``permissions.py`` (York 2019, structures overview)."""

    PLAN_HOLDER = "plan_holder", "Plan holder"
    OFFICER = "officer", "Accountable officer"
    HEAD_OF_SERVICE = "head_of_service", "Head of Service"
    DIRECTOR = "director", "Director"
    EXECUTIVE_MEMBER = "executive_member", "Executive Member"
    CMT = "cmt", "Corporate Management Team"
    CHIEF_EXECUTIVE = "chief_executive", "Chief Executive"
    PERFORMANCE_OFFICER = "performance_officer", "Performance officer"
    EQUALITIES_LEAD = "equalities_lead", "Equalities lead"
    AUDITOR = "auditor", "Internal auditor"
    BOARD_MEMBER = "board_member", "Board or scrutiny member"
    BOARD_CHAIR = "board_chair", "Board chair"
    DEMOCRATIC_SERVICES = "democratic_services", "Democratic services officer"
    ADMINISTRATOR = "administrator", "Administrator"
    STAFF = "staff", "Member of staff"


class Capacity(models.TextChoices):
    SUBSTANTIVE = "substantive", "Holds the post"
    DEPUTY = "deputy", "Deputises"


class CycleStage(models.TextChoices):
    """The dated steps of a planning cycle (York 2019, timeline); what a council adds has a name and no stage."""

    DRAFTS = "drafts", "Draft plans complete"
    DMT = "dmt", "Plans reviewed at DMT"
    MEMBER = "member", "Plans reviewed with the Executive Member"
    SIGNED_OFF = "signed-off", "Plans signed off"
    PUBLISHED = "published", "Plans launched and published"
    QUARTER_1 = "q1", "Quarter 1 updates"
    QUARTER_2 = "q2", "Quarter 2 updates"
    QUARTER_3 = "q3", "Quarter 3 updates"
    QUARTER_4 = "q4", "Quarter 4 updates"
    REVIEW = "review", "Annual review begins"


class NoticeKind(models.TextChoices):
    """What a notification is about: each person chooses how they hear of each kind."""

    DECIDE = "decide", "A plan that waits for me to decide, change or publish it"
    PLAN = "plan", "What happens to a plan that I answer for"
    DUE = "due", "What is due, late, sent back to me or asked of me at a meeting"
    POST = "post", "My posts"


class Delivery(models.TextChoices):
    """How somebody hears of a notification, besides reading it on their page."""

    IMMEDIATE = "immediate", "At once"
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"
    NONE = "none", "Not by e-mail"


class MeetingState(models.TextChoices):
    PLANNED = "planned", "To come"
    CLOSED = "closed", "Minutes agreed"


class Attendance(models.TextChoices):
    ASKED = "asked", "Asked"
    PRESENT = "present", "Present"
    APOLOGIES = "apologies", "Apologies"
