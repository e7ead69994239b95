"""What of one version goes into the next cycle's plan, as ``clone_content`` asks it row by row."""

from functools import cached_property
from typing import Any

from django.db import models

from serviceplans.carry import Carry
from serviceplans.choices import ActionStatus
from serviceplans.models import (
    ActionVersion,
    MilestoneVersion,
    ObjectiveVersion,
    PartContent,
    TemplatePart,
    VersionEqualityObjective,
    VersionIndicator,
    VersionRisk,
)
from serviceplans.parts import kind_of
from serviceplans.rolling.load import Held
from serviceplans.rules.carrying import Standing, with_its_year

# Not copied as text: the header comes from the council's structure of the day, and achievements are added to.
NOT_COPIED = ("header", "achievements")
STILL_OPEN = Standing()


class YearCarry(Carry):
    """Open actions with what is not done of them, live risks, indicators and equality objectives still in use, words.

    ``shown``: ids of risks, indicators and equality objectives that the new plan shows already, from another source;
    ``words``: whether the text goes over, as it does from one source only.
    """

    dismissals = False

    def __init__(
        self, held: Held, standing: dict[int, Standing], cycle: str, shown: dict[str, set[int]], *, words: bool
    ) -> None:
        self.held, self.standing, self.cycle = held, standing, cycle
        self.shown, self.words = shown, words

    def standing_of(self, row: ActionVersion) -> Standing:
        return self.standing.get(row.action_id, STILL_OPEN)

    def objective(self, row: ObjectiveVersion) -> bool:
        return True

    def action(self, row: ActionVersion) -> bool:
        return self.standing_of(row).is_open

    def milestone(self, row: MilestoneVersion) -> bool:
        return row.done_on is None

    def risk(self, row: VersionRisk) -> bool:
        return row.risk_id in self.live_risks and row.risk_id not in self.shown["risks"]

    def indicator(self, row: VersionIndicator) -> bool:
        return row.indicator_id in self.live_indicators and row.indicator_id not in self.shown["indicators"]

    def equality(self, row: VersionEqualityObjective) -> bool:
        return row.objective_id in self.live_equalities and row.objective_id not in self.shown["equalities"]

    def part(self, part: TemplatePart, data: dict[str, Any]) -> dict[str, Any] | None:
        if not self.words or part.kind in NOT_COPIED or kind_of(part).is_empty(data):
            return None
        return data

    def mark(self, copy: models.Model) -> None:
        """Words are to be reviewed; dates in words keep the year that they meant; last year's commitments are past."""
        if isinstance(copy, PartContent):
            copy.review_from, copy.saved_at, copy.saved_by_id = self.held.version.plan.cycle.name, None, None
        elif isinstance(copy, VersionIndicator):
            copy.commitment, copy.own_words, copy.brought = None, "", False
        elif isinstance(copy, ActionVersion):
            copy.commitment = None
            copy.completed_by = with_its_year(copy.completed_by, copy.due, self.cycle)
        elif isinstance(copy, MilestoneVersion):
            copy.due_words = with_its_year(copy.due_words, copy.due, self.cycle)

    @cached_property
    def live_risks(self) -> set[int]:
        return {row.risk_id for row in self.held.risks if not row.risk.closed}

    @cached_property
    def live_indicators(self) -> set[int]:
        return {row.indicator_id for row in self.held.indicators if not row.indicator.retired}

    @cached_property
    def live_equalities(self) -> set[int]:
        return {row.objective_id for row in self.held.equalities if not row.objective.retired}

    def completed(self) -> list[ActionVersion]:
        return [row for row in self.held.actions if self.standing_of(row).state == ActionStatus.COMPLETED]

    def stopped(self) -> list[ActionVersion]:
        return [row for row in self.held.actions if self.standing_of(row).state == ActionStatus.STOPPED]

    def opened(self) -> list[ActionVersion]:
        return [row for row in self.held.actions if self.action(row)]
