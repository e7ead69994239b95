"""Objectives, actions and milestones. Identity is a row, wording is a version: updates and history hang on the identity."""

from django.db import models

from serviceplans.choices import COMMENT_INSIDE, ActionStatus, PriorityLevel
from serviceplans.querysets import ActionQuerySet, ActionUpdateQuerySet, ObjectiveVersionQuerySet


class Objective(models.Model):
    service = models.ForeignKey("council.ServiceArea", models.PROTECT, related_name="objectives")

    def __str__(self) -> str:
        return f"Objective {self.pk}"


class ObjectiveVersion(models.Model):
    """A service objective as one version words it; it groups the actions of table 4.1 (York 2019).

    ``part_key``: in which part of the template it stands, where there are several tables of actions. ``extra``: what the
    template's own columns say of it, by column (a division, success criteria, a reference of its own).
    """

    objective = models.ForeignKey(Objective, models.CASCADE, related_name="versions")
    version = models.ForeignKey("serviceplans.PlanVersion", models.CASCADE, related_name="objectives")
    part_key = models.CharField(max_length=50, blank=True)
    text = models.TextField("service objective")
    extra = models.JSONField(default=dict, blank=True)
    themes = models.ManyToManyField("council.Theme", related_name="+", blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    counter = models.PositiveIntegerField(default=1)

    objects = ObjectiveVersionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["objective", "version"], name="objective_once_a_version")]

    def __str__(self) -> str:
        return self.text


class Action(models.Model):
    """An action for as long as it lives; its reference is the service's prefix and the next number, never reused."""

    service = models.ForeignKey("council.ServiceArea", models.PROTECT, related_name="actions")
    reference = models.CharField(max_length=20, unique=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["reference"]

    def __str__(self) -> str:
        return self.reference


class ActionVersion(models.Model):
    """The words of an action in one plan version (York 2019, table 4.1). ``due`` is read from the words where it can be.

    ``extra``: what the template's own columns say of it, by column. ``commitment``: the one that it stands for, where an
    officer has placed it in every plan; ``own_words`` is then what the service says beside it.
    """

    action = models.ForeignKey(Action, models.CASCADE, related_name="versions")
    version = models.ForeignKey("serviceplans.PlanVersion", models.CASCADE, related_name="actions")
    objective = models.ForeignKey(ObjectiveVersion, models.CASCADE, related_name="actions")
    text = models.TextField("action")
    themes = models.ManyToManyField("council.Theme", related_name="+", blank=True)
    project_types = models.JSONField(default=list, blank=True)
    priority_level = models.CharField(max_length=20, choices=PriorityLevel.choices, blank=True)
    grounds = models.JSONField(default=list, blank=True)
    completed_by = models.CharField(max_length=200, blank=True)
    due = models.DateField(null=True, blank=True)
    resources = models.TextField(blank=True)
    outcomes = models.TextField(blank=True)
    extra = models.JSONField(default=dict, blank=True)
    indicators = models.ManyToManyField("performance.Indicator", related_name="action_versions", blank=True)
    commitment = models.ForeignKey(
        "serviceplans.Commitment", models.PROTECT, null=True, blank=True, related_name="actions"
    )
    own_words = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    counter = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["objective__position", "objective_id", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["action", "version"], name="action_once_a_version")]

    def __str__(self) -> str:
        return f"{self.action.reference} {self.text}"


class ActionOfficer(models.Model):
    """Who is accountable: a post, or words that name nobody's post, kept and flagged. The first one leads."""

    action = models.ForeignKey(ActionVersion, models.CASCADE, related_name="officers")
    post = models.ForeignKey("council.Post", models.SET_NULL, null=True, blank=True, related_name="accountable_for")
    words = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.words


class Milestone(models.Model):
    action = models.ForeignKey(Action, models.CASCADE, related_name="milestones")

    def __str__(self) -> str:
        return f"Milestone {self.pk}"


class MilestoneVersion(models.Model):
    """A milestone or deliverable as one version words it."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="versions")
    action = models.ForeignKey(ActionVersion, models.CASCADE, related_name="milestones")
    text = models.TextField("milestone or deliverable")
    due_words = models.CharField("due", max_length=200, blank=True)
    due = models.DateField(null=True, blank=True)
    owner = models.CharField(max_length=300, blank=True)
    done_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class ActionUpdate(models.Model):
    """How an action stood at the end of one quarter, in its accountable officer's words.

    ``internal``: its comment is for the directorate and performance only; reports say that there is one.
    """

    action = models.ForeignKey(Action, models.CASCADE, related_name="updates")
    period_key = models.CharField(max_length=40)
    period = models.CharField(max_length=40)
    status = models.CharField(max_length=20, choices=ActionStatus.choices)
    comment = models.TextField(blank=True)
    internal = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    post = models.CharField(max_length=200, blank=True)
    counter = models.PositiveIntegerField(default=1)

    objects = ActionUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["period_key"]
        constraints = [models.UniqueConstraint(fields=["action", "period_key"], name="one_update_a_quarter")]

    def __str__(self) -> str:
        return f"{self.action} {self.period}: {self.get_status_display()}"

    @property
    def kept_inside(self) -> bool:
        """Whether there is a comment, and not everybody reads it."""
        return self.internal and bool(self.comment)

    @property
    def outward_comment(self) -> str:
        """Its comment as reports and lists for everybody give it."""
        return COMMENT_INSIDE if self.kept_inside else self.comment
