"""What of a version goes into another one, asked row by row as its content is copied."""

from typing import Any

from django.db import models

from serviceplans.models import (
    ActionVersion,
    MilestoneVersion,
    ObjectiveVersion,
    TemplatePart,
    VersionEqualityObjective,
    VersionIndicator,
    VersionRisk,
)

Row = models.Model


class Carry:
    """What goes over, and what is changed on the way. This one takes everything as it is; roll-forward takes less.

    Each function is given the stored row; False leaves it behind, with everything under it.
    """

    # Whether warnings stay set aside: within a plan they do; a new year's plan is asked again.
    dismissals = True

    def objective(self, row: ObjectiveVersion) -> bool:
        return True

    def action(self, row: ActionVersion) -> bool:
        return True

    def milestone(self, row: MilestoneVersion) -> bool:
        return True

    def risk(self, row: VersionRisk) -> bool:
        return True

    def indicator(self, row: VersionIndicator) -> bool:
        return True

    def equality(self, row: VersionEqualityObjective) -> bool:
        return True

    def part(self, part: TemplatePart, data: dict[str, Any]) -> dict[str, Any] | None:
        """What the copy's part will hold; None for nothing."""
        return data

    def mark(self, copy: Row) -> None:
        """Called with each copied row before it is stored, to change or mark it."""


EVERYTHING = Carry()
