"""The lines that a quarterly report is made of, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime

from common.values.due import due_in_words
from reporting.rules import OFF_COURSE
from serviceplans.choices import ActionStatus

COUNCIL_WIDE = "Council-wide"
NO_UPDATE = "No update"


@dataclass(frozen=True)
class Saving:
    """A row of a plan's savings table, as written."""

    area: str
    saving: str
    year: str
    amount: str


@dataclass(frozen=True)
class PlanLine:
    """A plan that the report reads: which version, how it stands, its resources."""

    code: str
    service: str
    directorate: str
    version: int
    standing: str
    approved: bool
    fte: str
    budget: str
    savings: tuple[Saving, ...]
    url: str


@dataclass(frozen=True)
class MissingPlan:
    """A service without a plan in the report, and why."""

    service: str
    directorate: str
    why: str
    holder: str


@dataclass(frozen=True)
class ActionLine:
    """An action in the words that were frozen, with its update for the quarter. ``late`` is in days.

    ``kept_inside``: its comment is for the directorate and performance only, and ``comment`` says so.
    """

    reference: str
    text: str
    objective: str
    service: str
    plan: str
    directorate: str
    themes: tuple[str, ...]
    project_types: str
    priority: str
    grounds: str
    completed_by: str
    due: date | None
    owner: str
    resources: str
    outcomes: str
    measures: tuple[str, ...]
    milestones: tuple[str, ...]
    approved: bool
    status: str = ""
    comment: str = ""
    kept_inside: bool = False
    updated_by: str = ""
    updated_at: datetime | None = None
    late: int = 0

    @property
    def status_words(self) -> str:
        return str(ActionStatus(self.status).label) if self.status else NO_UPDATE

    @property
    def tone(self) -> str:
        """The colour that repeats the status."""
        tones = {"on-track": "green", "completed": "green", "at-risk": "amber", "off-track": "red"}
        return tones.get(self.status, "red" if self.late else "grey")

    @property
    def no_update(self) -> bool:
        """An update was owed and has not come: a plan that nobody has approved owes none."""
        return self.approved and not self.status

    @property
    def due_words(self) -> str:
        """When it should be completed: a date as 31 October 2019, other words as they were written."""
        return due_in_words(self.completed_by, self.due)

    @property
    def why(self) -> str:
        """Why it is an exception; empty when it is none."""
        if not (self.late or self.status in OFF_COURSE):
            return ""
        due = f"due {self.due_words}" if self.due_words else "no date is set"
        if self.late:
            due += f", {self.late} day{'s' * (self.late != 1)} late and not completed"
        if self.status in OFF_COURSE:
            return f"Reported {self.status_words.lower()}; {due}."
        return f"{due[:1].upper()}{due[1:]}."

    @property
    def doing(self) -> str:
        if self.comment:
            return self.comment
        if self.no_update:
            return "No update for the quarter."
        return "" if self.approved else "No update: the plan is not yet approved."


@dataclass(frozen=True)
class IndicatorLine:
    """How an indicator stood in the quarter. ``missing``: its result is past its day (``due``) and not there.

    ``state`` names why there is no figure, or no new one, and ``state_why`` says it; ``notes`` stand below the figure;
    ``older``: it is of an earlier year, and no update was due.
    """

    reference: str
    slug: str
    name: str
    directorate: str
    service: str
    group: str
    themes: tuple[str, ...]
    used_by: tuple[str, ...]
    definition: str
    unit: str
    polarity: str
    frequency: str
    source: str
    owner: str
    period: str
    shown: str
    notes: tuple[str, ...]
    older: bool
    state: str
    state_why: str
    target: str
    rating: str
    rated_by_hand: bool
    computed: str
    why: str
    direction: str
    arrow: str
    direction_words: str
    direction_why: str
    overridden: bool
    years: tuple[tuple[str, str], ...]
    status: str
    forecast: str
    forecast_by: str
    forecast_rating: str
    forecast_why: str
    commentary: str
    control: str
    entered_by: str
    entered_at: datetime | None
    missing: bool
    due: date | None
    is_finance: bool

    @property
    def by_hand(self) -> str:
        """What of it is set by hand: "Rating", "Direction", "Rating and direction", or ""."""
        said = [("rating", self.rated_by_hand), ("direction", self.overridden)]
        return " and ".join(word for word, overridden in said if overridden).capitalize()

    @property
    def last_year(self) -> str:
        """The result at the end of the latest whole year."""
        return self.years[-1][1] if self.years else "–"

    @property
    def doing(self) -> str:
        """The officer's words; where there are none, why there is no figure, or no new one."""
        return self.commentary or self.state_why


@dataclass(frozen=True)
class RiskLine:
    """A risk as the register has it now."""

    reference: str
    sentence: str
    directorate: str
    service: str
    rating: str
    rating_words: str
    why: str
    movement: str
    arrow: str
    movement_why: str
    escalation: str
    mitigation: str
    target_rating: str
    target_by: str
    owner: str
    review_date: date | None
    review_overdue: bool
    url: str

    @property
    def target_words(self) -> str:
        """The rating aimed for, and by when; empty where neither is set."""
        return ", ".join(part for part in (self.target_rating.capitalize(), self.target_by) if part)


@dataclass(frozen=True)
class Change:
    """One act of change or refocusing in the quarter: what was done, to what, by whom and why."""

    at: datetime
    service: str
    plan: str
    directorate: str
    what: str
    detail: str
    by: str
    why: str = ""
