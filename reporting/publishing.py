"""What publishing a quarter's performance would put before the public, and what it would keep back."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from common.ledger import canonical
from common.ledger import digest as digest_of
from common.values.period import Period
from performance.outward import Outward, outward
from reporting.models import Publication
from serviceplans.models import ActionUpdate
from serviceplans.withholding import kept_line

RATINGS = ("red", "amber", "green", "none")


@dataclass(frozen=True)
class Draft:
    """A quarter's performance as it would be published now; ``before`` is its latest publication."""

    quarter: Period
    outward: Outward
    before: Publication | None

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what would be published: the officer publishes what was read."""
        return digest_of(canonical(self.outward.indicators))

    @property
    def published_already(self) -> bool:
        return self.before is not None and self.before.digest == self.digest

    @cached_property
    def kept_inside(self) -> list[str]:
        """The quarter's comments on actions that are for the directorate and performance only, a line each. One query."""
        rows = ActionUpdate.objects.filter(period_key=self.quarter.key).kept_inside()
        return [kept_line(row) for row in rows.select_related("action").order_by("action__reference")]

    @property
    def hiding(self) -> list[tuple[str, dict[str, Any]]]:
        """The breakdowns of which something is not shown, each with its indicator's reference."""
        found = ((one["reference"], table) for one in self.outward.indicators for table in one["breakdowns"])
        return [(reference, table) for reference, table in found if table["note"]]

    @property
    def summary(self) -> dict[str, Any]:
        """How many indicators, how they are rated, and how many figures of breakdowns are not shown."""
        found = self.outward.indicators
        colours = Counter(one["rating"] for one in found)
        tables = [table for one in found for table in one["breakdowns"]]
        return {
            "indicators": len(found),
            "ratings": {colour: colours[colour] for colour in RATINGS},
            "breakdowns": len(tables),
            "hidden": sum(table["hidden"] for table in tables),
        }


def draft_of(quarter: Period) -> Draft:
    """What would be published of a quarter. Eleven queries at most."""
    before = Publication.objects.filter(period_key=quarter.key).order_by("-number").first()
    return Draft(quarter, outward(quarter), before)
