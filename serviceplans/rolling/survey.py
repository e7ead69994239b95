"""Decides, service by service, what a roll-forward carries: read once, before anything is written."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain

from common.today import today
from council.models import PlanningCycle, ServiceArea
from serviceplans.models import ActionVersion, PlanTemplate, TemplatePart
from serviceplans.rolling.carry import YearCarry
from serviceplans.rolling.load import (
    Baseline,
    Held,
    baselines,
    begun_in,
    links_on,
    posts_held,
    services_of,
    sources,
    standings,
)
from serviceplans.rolling.notes import about_ended, about_predecessors, about_service, about_source
from serviceplans.rolling.outcome import CARRY, EMPTY, ENDED, LEFT, PlanOutcome, RollForward
from serviceplans.rules.carrying import Standing, achievement

Columns = list[dict[str, object]]
PARTS_OF_ROWS = ("actions", "risks", "indicators", "equalities")


@dataclass
class Roll:
    """One service's plan: what is said of it, and what is written where it begins.

    ``achievements``: the rows of each part of that kind; ``marked``: parts whose rows have tables of their own.
    """

    service: ServiceArea
    outcome: PlanOutcome
    template: PlanTemplate | None = None
    carries: list[YearCarry] = field(default_factory=list)
    achievements: dict[TemplatePart, list[dict[str, str]]] = field(default_factory=dict)
    marked: list[TemplatePart] = field(default_factory=list)


def survey(cycle: PlanningCycle, only: Iterable[int] | None = None) -> list[Roll]:
    """What rolling forward into ``cycle``, which need not be stored yet, does for each service (or ``only`` these)."""
    wanted = None if only is None else set(only)
    return [roll for roll in Surveyor(cycle).rolls() if wanted is None or roll.service.pk in wanted]


def answer(cycle: PlanningCycle, rolls: Sequence[Roll], *, done: bool, calendar: Iterable[str] = ()) -> RollForward:
    """The answer that the page, the command and the ledger give."""
    from_cycles = Counter(
        carry.held.version.plan.cycle.name for roll in rolls if roll.outcome.begins for carry in roll.carries
    )
    source = from_cycles.most_common(1)[0][0] if from_cycles else ""
    return RollForward(cycle.name, source, tuple(roll.outcome for roll in rolls), tuple(calendar), done)


class Surveyor:
    """Everything about all services, loaded once."""

    def __init__(self, cycle: PlanningCycle) -> None:
        self.cycle = cycle
        self.begun = begun_in(cycle)
        self.held = sources(cycle)
        self.standing: dict[int, Standing] = standings(self.held)
        self.services = services_of(cycle)
        self.parts = _parts_by_template()
        self.links_then = links_on(cycle.starts)
        self.links_before = links_on(cycle.starts - timedelta(days=1))
        self.posts_held = posts_held(today())
        self.baselines = self._baselines()
        newest = PlanTemplate.objects.current()
        self.newest = {template.key: template for template in newest}
        self.usual_template = newest.usual()

    def _baselines(self) -> dict[int, Baseline]:
        by_cycle: dict[PlanningCycle, list[Held]] = defaultdict(list)
        for one in self.held.values():
            by_cycle[one.version.plan.cycle].append(one)
        found: dict[int, Baseline] = {}
        for cycle in sorted(by_cycle, key=lambda cycle: cycle.starts):
            shown = [row.indicator for one in by_cycle[cycle] for row in one.indicators]
            found |= baselines(shown, cycle.starts, cycle.ends)
        return found

    def lives(self, service: ServiceArea) -> bool:
        return service.ends is None or service.ends >= self.cycle.starts

    def heir_of(self, service: ServiceArea) -> ServiceArea | None:
        """The living service that took this one's work over, along the chain of those that ended too."""
        known, seen = {one.pk: one for one in self.services}, {service.pk}
        heir = known.get(service.successor_id or 0)
        while heir and not self.lives(heir) and heir.pk not in seen:
            seen.add(heir.pk)
            heir = known.get(heir.successor_id or 0)
        return heir if heir and self.lives(heir) else None

    def rolls(self) -> list[Roll]:
        ended = [service for service in self.services if not self.lives(service)]
        inherited: dict[int, list[ServiceArea]] = defaultdict(list)
        for service in ended:
            heir = self.heir_of(service)
            if heir and service.pk in self.held:
                inherited[heir.pk].append(service)
        living = [self._roll(one, inherited[one.pk]) for one in self.services if self.lives(one)]
        return living + [self._ended(one) for one in ended if one.pk in self.held]

    def _roll(self, service: ServiceArea, predecessors: list[ServiceArea]) -> Roll:
        if service.pk in self.begun:
            return Roll(
                service, self._say(service, LEFT, notes=(f"Its {self.cycle.name} plan has already been begun.",))
            )
        own = [service] if service.pk in self.held else []
        held = [self.held[one.pk] for one in [*own, *predecessors]]
        if not held:
            note = f"There is no earlier plan to carry: {self.cycle.name} begins empty."
            notes = (note, *self._about(service))
            return Roll(service, self._say(service, EMPTY, notes=notes), self.usual_template)
        return self._carried(service, held, predecessors)

    def _ended(self, service: ServiceArea) -> Roll:
        held, heir = self.held[service.pk], self.heir_of(service)
        carry = self._carry(held, {name: set() for name in PARTS_OF_ROWS}, words=False)
        note = about_ended(service, carry, heir, begun=bool(heir and heir.pk in self.begun))
        return Roll(service, self._say(service, ENDED, source=_named(held), notes=(note,)))

    def _carry(self, held: Held, shown: dict[str, set[int]], *, words: bool) -> YearCarry:
        return YearCarry(held, self.standing, self.cycle.name, shown, words=words)

    def newest_of(self, template: PlanTemplate) -> PlanTemplate:
        """A new year's plan begins with the newest version of the template that its service writes in."""
        return self.newest.get(template.key, template)

    def _carried(self, service: ServiceArea, held: list[Held], predecessors: list[ServiceArea]) -> Roll:
        template, carries = self.newest_of(held[0].version.plan.template), []
        shown: dict[str, set[int]] = {name: set() for name in PARTS_OF_ROWS}
        for number, one in enumerate(held):
            carry = self._carry(one, {name: set(ids) for name, ids in shown.items()}, words=number == 0)
            carries.append(carry)
            shown["risks"] |= carry.live_risks
            shown["indicators"] |= carry.live_indicators
            shown["equalities"] |= carry.live_equalities
        roll = Roll(service, self._say(service, CARRY), template, carries)
        roll.achievements = self._achievements(roll)
        roll.marked = self._marked(roll, shown)
        roll.outcome = self._outcome(roll, predecessors)
        return roll

    def _achievements(self, roll: Roll) -> dict[TemplatePart, list[dict[str, str]]]:
        """Completed actions with their year, before those of earlier years; only the first such part is added to."""
        assert roll.template
        parts = [part for part in self.parts[roll.template.pk] if part.kind == "achievements"]
        found: dict[TemplatePart, list[dict[str, str]]] = {}
        for number, part in enumerate(parts):
            columns = part.config.get("columns", [])
            new = [self._achieved(carry, row, columns) for carry in roll.carries for row in carry.completed()]
            old = [
                row
                for content in roll.carries[0].held.contents
                if content.part.key == part.key
                for row in content.data.get("rows", [])
            ]
            rows = [*(new if number == 0 else []), *old]
            if rows:
                found[part] = rows
        return found

    def _achieved(self, carry: YearCarry, row: ActionVersion, columns: Columns) -> dict[str, str]:
        year = carry.standing_of(row).year
        return achievement(
            columns, objective=row.objective.text, action=f"{row.text} ({row.action.reference})", year=year
        )

    def _marked(self, roll: Roll, shown: dict[str, set[int]]) -> list[TemplatePart]:
        """The parts with rows of their own into which something was carried."""
        assert roll.template
        carried = {name: bool(ids) for name, ids in shown.items()}
        carried["actions"] = any(carry.held.objectives for carry in roll.carries)
        return [part for part in self.parts[roll.template.pk] if carried.get(part.kind)]

    def _outcome(self, roll: Roll, predecessors: list[ServiceArea]) -> PlanOutcome:
        carries, first = roll.carries, roll.carries[0]
        kept = [m for carry in carries for m in carry.held.milestones if self._is_open(carry, m.action)]
        risks = list(chain.from_iterable([row for row in c.held.risks if c.risk(row)] for c in carries))
        measures = list(chain.from_iterable([row for row in c.held.indicators if c.indicator(row)] for c in carries))
        return self._say(
            roll.service,
            CARRY,
            source="; ".join(_named(carry.held) for carry in carries),
            actions=_references(row for carry in carries for row in carry.opened()),
            completed=_references(row for carry in carries for row in carry.completed()),
            stopped=_references(row for carry in carries for row in carry.stopped()),
            objectives=sum(len(carry.held.objectives) for carry in carries),
            milestones=sum(m.done_on is None for m in kept),
            milestones_done=sum(m.done_on is not None for m in kept),
            risks=tuple(row.risk.reference for row in risks),
            closed_risks=tuple(row.risk.reference for carry in carries for row in carry.held.risks if row.risk.closed),
            indicators=tuple(row.indicator.reference for row in measures),
            retired_indicators=tuple(
                row.indicator.reference for carry in carries for row in carry.held.indicators if row.indicator.retired
            ),
            equality_objectives=sum(carry.equality(row) for carry in carries for row in carry.held.equalities),
            retired_equality_objectives=sum(
                row.objective.retired for carry in carries for row in carry.held.equalities
            ),
            parts=tuple(self._to_review(roll)),
            contributors=tuple(dict.fromkeys(post.title for post in first.held.contributors)),
            baselines=tuple(
                vars(self.baselines[row.indicator_id]) for row in measures if row.indicator_id in self.baselines
            ),
            notes=(
                *about_source(roll.service, roll.carries, self.cycle, kept=bool(roll.achievements)),
                *about_predecessors(predecessors),
                *self._about(roll.service),
            ),
        )

    @staticmethod
    def _is_open(carry: YearCarry, row: ActionVersion) -> bool:
        return carry.standing_of(row).is_open

    def _to_review(self, roll: Roll) -> list[str]:
        """Headings of the parts that are marked, in the template's order."""
        assert roll.template
        first = roll.carries[0]
        copied = {content.part.key for content in first.held.contents if first.part(content.part, content.data)}
        marked = copied | {part.key for part in [*roll.achievements, *roll.marked]}
        return [f"{p.number} {p.heading}".strip() for p in self.parts[roll.template.pk] if p.key in marked]

    def _about(self, service: ServiceArea) -> list[str]:
        before, then = self.links_before[service.pk], self.links_then[service.pk]
        return about_service(service, self.cycle, before, then, held=service.holder_post_id in self.posts_held)

    def _say(self, service: ServiceArea, state: str, **facts: object) -> PlanOutcome:
        code = f"{service.prefix} {self.cycle.name}"
        return PlanOutcome(code, service.name, service.directorate.name, state, **facts)  # type: ignore[arg-type]


def _named(held: Held) -> str:
    return f"{held.version.plan.code}, version {held.version.number}"


def _references(rows: Iterable[ActionVersion]) -> tuple[str, ...]:
    return tuple(row.action.reference for row in rows)


def _parts_by_template() -> dict[int, list[TemplatePart]]:
    found: dict[int, list[TemplatePart]] = defaultdict(list)
    for part in TemplatePart.objects.select_related("section"):
        found[part.template_id].append(part)
    return found
