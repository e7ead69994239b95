"""The pages of commitments: all of a cycle, and one with the answer of every service."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localdate

from common.values.dates import format_date
from common.values.period import Period
from council.models import Directorate, PlanningCycle
from serviceplans import permissions as may
from serviceplans.choices import Ground, ProjectType
from serviceplans.committed.lines import ServiceLine, counting, lines_of
from serviceplans.committed.load import Loaded, with_all
from serviceplans.models import Commitment
from serviceplans.parts.wording import labels
from serviceplans.rules.commitments import counted

ASKED = ("quarter", "directorate")


@dataclass(frozen=True)
class Listed:
    """One commitment in the list, with how many have answered for the last quarter that has closed."""

    commitment: Commitment
    counts: str


@dataclass(frozen=True)
class CommitmentList:
    """The commitments of a cycle; ``quarter`` is the last that has closed, None before the first."""

    cycle: PlanningCycle | None
    cycles: list[PlanningCycle]
    standing: list[Listed]
    withdrawn: list[Commitment]
    quarter: Period | None
    may_place: bool


def commitment_list(user: Any, asked: Any) -> CommitmentList:
    """Those of the cycle that is asked for, else of the newest open one."""
    cycles = list(PlanningCycle.objects.all())
    chosen = next((one for one in cycles if one.slug == asked.get("cycle")), None)
    cycle = chosen or next((one for one in cycles if one.is_open), None)
    rows = list(with_all(Commitment.objects.visible_to(user).filter(cycle=cycle))) if cycle else []
    loaded = Loaded(user, cycle, rows) if cycle and rows else None
    quarter = next(reversed(loaded.quarters()), None) if loaded else None
    standing = [
        Listed(row, counted(counting(lines_of(row, loaded, quarter)))) for row in rows if loaded and not row.withdrawn
    ]
    withdrawn = [row for row in rows if row.withdrawn]
    return CommitmentList(cycle, cycles, standing, withdrawn, quarter, bool(may.may_place_commitments(user, cycle)))


class CommitmentPage:
    """One commitment as one person sees it: what it says, and how each service stands in a quarter."""

    def __init__(self, commitment: Commitment, user: Any, asked: Any) -> None:
        self.commitment, self.user = commitment, user
        self.loaded = Loaded(user, commitment.cycle, [commitment])
        self.asked = {name: str(asked.get(name, ""))[:100] for name in ASKED if asked.get(name)}

    @cached_property
    def quarters(self) -> list[Period]:
        return self.loaded.quarters()

    @cached_property
    def quarter(self) -> Period | None:
        """The quarter that was asked for, else the last that has closed."""
        chosen = next((one for one in self.quarters if one.label == self.asked.get("quarter")), None)
        return chosen or next(reversed(self.quarters), None)

    @property
    def first_quarter(self) -> Period:
        """Whose results are asked for first."""
        return Period.containing(self.commitment.cycle.starts, "quarterly")

    @cached_property
    def every(self) -> list[ServiceLine]:
        return lines_of(self.commitment, self.loaded, self.quarter)

    @cached_property
    def lines(self) -> list[ServiceLine]:
        """What is shown."""
        asked = self.asked.get("directorate")
        return [line for line in self.every if asked in (None, line.service.directorate.key)]

    @property
    def counts(self) -> str:
        return counted(counting(self.lines))

    @property
    def directorates(self) -> list[Directorate]:
        return sorted({line.service.directorate for line in self.every}, key=lambda one: one.name)

    @property
    def waiting(self) -> list[ServiceLine]:
        """The services in whose plans it does not stand yet."""
        return [line for line in self.lines if line.place.waits and not line.exempt]

    @property
    def query(self) -> str:
        return urlencode(self.asked)

    @property
    def may_change(self) -> bool:
        return bool(may.may_change_commitment(self.user, self.commitment))

    @property
    def again_url(self) -> str:
        """Where it is placed again for a later cycle, for whoever places commitments."""
        kind = "indicator" if self.commitment.agreed else "action"
        address = f"{reverse(f'commitment_new_{kind}')}?{urlencode({'again': self.commitment.pk})}"
        later = PlanningCycle.objects.filter(is_open=True, starts__gt=self.commitment.cycle.starts)
        return address if may.may_place_commitments(self.user) and later.exists() else ""

    @property
    def subject(self) -> str:
        """As the ledger calls it."""
        return f"commitment {self.commitment.pk}"

    @cached_property
    def facts(self) -> list[dict[str, object]]:
        """What it says, as a summary list; what it leaves to the services is left out."""
        return facts_of(self.commitment)


def facts_of(row: Commitment) -> list[dict[str, object]]:
    agreed = row.agreed
    said: list[tuple[str, object]] = [
        ("Indicator", str(agreed.indicator) if agreed else ""),
        ("Target of each service", agreed.words_for if agreed else ""),
        ("Tolerance", agreed.tolerance if agreed else ""),
        ("Completed by", row.completed_by),
        ("Outcomes and success criteria", row.outcomes),
        ("Council plan themes", [str(theme) for theme in row.themes.all()]),
        ("Project type", labels(row.project_types, ProjectType)),
        ("Priority level", row.get_priority_level_display() if row.priority_level else ""),
        ("Why it belongs in every plan", labels(row.grounds, Ground, "\n")),
        ("Measured by", [str(indicator) for indicator in row.indicators.all()]),
        ("Which services", reach(row)),
        ("Goes on from", str(row.continues) if row.continues else ""),
        ("Placed", f"{row.placed_post}, {format_date(localdate(row.placed_at))}"),
    ]
    return [{"key": key, "value": value} for key, value in said if value]


def reach(row: Commitment) -> str:
    """ "Every service", or those that it is meant for."""
    if row.council_wide:
        return "Every service"
    return "\n".join([*(one.name for one in row.directorates.all()), *(one.name for one in row.services.all())])
