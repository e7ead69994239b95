"""What a roll-forward would do, or did: one answer for the page, the command line, the ledger and the plan's own page."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from common.ledger import canonical, digest

# What becomes of a service's plan.
CARRY, EMPTY, LEFT, ENDED = "carried", "empty", "left-alone", "ended"
STATES = {
    CARRY: "Carried",
    EMPTY: "Begins empty",
    LEFT: "Left alone",
    ENDED: "Not carried",
}


@dataclass(frozen=True)
class Counted:
    """So many of something, with their references where they have any: "3 open actions carried"."""

    number: int
    noun: str
    fate: str
    references: Sequence[str] = ()

    @property
    def words(self) -> str:
        first, _, rest = self.noun.partition(" of ")
        plural = f"{first}s of {rest}" if rest else f"{first}s"
        return f"{self.number} {self.noun if self.number == 1 else plural} {self.fate}"

    @property
    def line(self) -> str:
        return self.words + (f": {', '.join(self.references)}" if self.references else "")


@dataclass(frozen=True)
class PlanOutcome:
    """One service: what goes into its next plan and what stays behind, by reference. ``notes`` are whole sentences.

    ``actions``, ``risks`` and ``indicators`` are carried; ``parts`` are the headings of what is to be reviewed;
    ``baselines`` are (reference, target and result of last year).
    """

    plan: str
    service: str
    directorate: str
    state: str
    source: str = ""
    actions: tuple[str, ...] = ()
    completed: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    objectives: int = 0
    milestones: int = 0
    milestones_done: int = 0
    risks: tuple[str, ...] = ()
    closed_risks: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    retired_indicators: tuple[str, ...] = ()
    equality_objectives: int = 0
    retired_equality_objectives: int = 0
    parts: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    baselines: tuple[dict[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def begins(self) -> bool:
        return self.state in (CARRY, EMPTY)

    @property
    def state_words(self) -> str:
        return STATES[self.state]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, facts: dict[str, Any]) -> "PlanOutcome":
        """As it was stored: JSON has lists for tuples."""
        values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in facts.items()}
        return cls(**values)

    @property
    def left_actions(self) -> list[str]:
        """What did not go over into the table of actions, and why."""
        said = [
            Counted(len(self.completed), "action", "completed: in Key achievements", self.completed),
            Counted(len(self.stopped), "action", "stopped: left in last year’s plan", self.stopped),
        ]
        return [f"{one.line}." for one in said if one.number]

    @property
    def counted(self) -> list[Counted]:
        """What there is to say in numbers, without what there is none of."""
        baselines = [one["reference"] for one in self.baselines]
        said = [
            Counted(len(self.actions), "open action", "carried", self.actions),
            Counted(len(self.completed), "completed action", "added to Key achievements", self.completed),
            Counted(len(self.stopped), "stopped action", "left", self.stopped),
            Counted(self.milestones, "milestone", "carried"),
            Counted(self.milestones_done, "milestone", "done and left"),
            Counted(len(self.risks), "live risk", "carried", self.risks),
            Counted(len(self.closed_risks), "closed risk", "left", self.closed_risks),
            Counted(len(self.indicators), "indicator", "carried", self.indicators),
            Counted(len(self.retired_indicators), "retired indicator", "left", self.retired_indicators),
            Counted(len(baselines), "target of last year", "offered as baseline", baselines),
            Counted(self.equality_objectives, "equality objective", "carried"),
            Counted(self.retired_equality_objectives, "retired equality objective", "left"),
            Counted(len(self.parts), "part", "to review"),
            Counted(len(self.contributors), "contributor", "kept", self.contributors),
        ]
        return [one for one in said if one.number]


@dataclass(frozen=True)
class RollForward:
    """The whole answer. ``calendar`` is that of a cycle that does not exist yet; ``done``: it has been written."""

    cycle: str
    source: str
    plans: tuple[PlanOutcome, ...]
    calendar: tuple[str, ...] = ()
    done: bool = False
    totals: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        names = ("actions", "completed", "stopped", "risks", "closed_risks", "indicators", "parts", "baselines")
        totals = {"plans": len(self.begun)} | {state: sum(p.state == state for p in self.plans) for state in STATES}
        totals |= {name: sum(len(getattr(plan, name)) for plan in self.begun) for name in names}
        totals |= {name: sum(getattr(plan, name) for plan in self.begun) for name in ("objectives", "milestones")}
        totals["equality_objectives"] = sum(plan.equality_objectives for plan in self.begun)
        object.__setattr__(self, "totals", totals)

    @property
    def begun(self) -> list[PlanOutcome]:
        """The plans that begin by it."""
        return [plan for plan in self.plans if plan.begins]

    @property
    def outcome(self) -> str:
        if not self.begun:
            return "nothing_to_carry"
        return "rolled_forward" if self.done else "would_roll_forward"

    @property
    def fingerprint(self) -> str:
        """What exactly was read before it is confirmed."""
        return digest(canonical([plan.as_dict() for plan in self.plans]))

    def as_dict(self) -> dict[str, Any]:
        return {
            "outcome": self.outcome,
            "cycle": self.cycle,
            "from": self.source,
            "calendar": list(self.calendar),
            "totals": self.totals,
            "plans": [plan.as_dict() for plan in self.plans],
        }

    def lines(self) -> Iterator[str]:
        """The same to read, plan by plan."""
        verb = "rolled forward" if self.done else "would be rolled forward"
        count = len(self.begun)
        yield f"{count} plan{'s' * (count != 1)} {verb} from {self.source or 'nothing earlier'} into {self.cycle}."
        if self.calendar:
            yield f"The planning cycle {self.cycle} {'was' if self.done else 'would be'} created: {'; '.join(self.calendar)}."
        for plan in self.plans:
            yield ""
            yield f"{plan.plan} {plan.service}: {plan.state_words.lower()}" + (
                f" from {plan.source}" if plan.source and plan.begins else ""
            )
            yield from (f"  {one.line}" for one in plan.counted)
            yield from (f"  {note}" for note in plan.notes)
