"""How each service stands by one commitment: a line a service, the exceptions first and those who have not said last."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from common.values.period import Period
from council.choices import Role
from council.models import ServiceArea
from performance.rules import DirectionOfTravel, Point, direction
from serviceplans.choices import IN_FORCE, ActionStatus, Status
from serviceplans.committed.load import Loaded
from serviceplans.committed.rating import rated
from serviceplans.models import Commitment, PlanVersion
from serviceplans.permissions import state_words
from serviceplans.permissions.inside import of_directorate
from serviceplans.rules.commitments import ENDED, order, rating_of

NO_PLACE = "Its template has no table of actions, so nothing stands in its plan"


@dataclass(frozen=True)
class Answer:
    """What a service has said for a quarter. ``rating``: red, amber, green or none; ``why`` says it in a sentence."""

    said: str
    rating: str
    why: str = ""
    comment: str = ""
    at: datetime | None = None
    post: str = ""
    travel: DirectionOfTravel | None = None


@dataclass(frozen=True)
class Place:
    """Where it stands in the service's plan, in words. ``waits``: it is to come, or there is no place for it."""

    words: str
    waits: bool = False


@dataclass(frozen=True)
class ServiceLine:
    """One service. ``exempt`` is the reason where it need not keep the commitment; ``reference`` its own action's; ``url``
    where it says how it stands, which this person may where ``may_answer`` says so."""

    service: ServiceArea
    place: Place
    target: str
    answer: Answer | None = None
    exempt: str = ""
    reference: str = ""
    plan_url: str = ""
    url: str = ""
    may_answer: bool = False

    @property
    def rating(self) -> str | None:
        return self.answer.rating if self.answer else None

    @property
    def action_url(self) -> str:
        return reverse("action", args=[self.reference]) if self.reference else ""


def lines_of(commitment: Commitment, loaded: Loaded, quarter: Period | None) -> list[ServiceLine]:
    """The services that it reaches and whose plans this person may read."""
    exempt = {one.service_id: one.reason for one in commitment.exemptions.all()}
    found = [
        _line(commitment, service, loaded, quarter, exempt.get(service.pk, ""))
        for service in loaded.services
        if commitment.reaches(service)
    ]
    return sorted(found, key=lambda line: (order(line.rating, bool(line.exempt)), line.service.name))


def counting(lines: list[ServiceLine]) -> list[str | None]:
    """The ratings of those who have to keep it."""
    return [line.rating for line in lines if not line.exempt]


def _line(
    commitment: Commitment, service: ServiceArea, loaded: Loaded, quarter: Period | None, exempt: str
) -> ServiceLine:
    versions, key = loaded.versions[service.pk], (commitment.pk, service.pk)
    action = next(reversed(loaded.actions[key].values()), None)
    target = commitment.agreed.shown if commitment.agreed else commitment.completed_by
    return ServiceLine(
        service=service,
        place=Place("Exempt") if exempt else _place(commitment, versions, loaded, key),
        target="" if exempt else target,
        answer=answer_for(commitment, loaded, service, quarter) if quarter and not exempt else None,
        exempt=exempt,
        reference=action.action.reference if action else "",
        plan_url=versions[-1].plan.get_absolute_url() if versions else "",
        url=reverse("commitment_service", args=[commitment.pk, service.slug]),
        may_answer=loaded.may_answer(service) and not exempt and not commitment.withdrawn,
    )


def _place(commitment: Commitment, versions: list[PlanVersion], loaded: Loaded, key: tuple[int, int]) -> Place:
    if not versions:
        return Place("Waits: its plan is not begun", waits=True)
    holding = {*loaded.links[key], *loaded.actions[key]}
    kept = [version for version in versions if version.pk in holding]
    in_force = next((version for version in kept if version.status in IN_FORCE), None)
    if kept:
        return Place("In its plan" if in_force else f"In its plan, {state_words(kept[-1])}")
    if not loaded.kinds[versions[-1].plan.template_id] & (
        {"actions", "indicators"} if commitment.agreed else {"actions"}
    ):
        return Place(NO_PLACE, waits=True)
    last = versions[-1]
    if commitment.withdrawn:
        return Place("Not in its plan")
    if last.status in IN_FORCE or last.status in (Status.SUPERSEDED, Status.ABANDONED):
        return Place("Waits for the next revision of the plan in force", waits=True)
    return Place(f"Waits: its plan is {state_words(last)}", waits=True)


def answer_for(commitment: Commitment, loaded: Loaded, service: ServiceArea, quarter: Period) -> Answer | None:
    key = (commitment.pk, service.pk)
    return (
        _of_result(commitment, loaded, key, quarter) if commitment.agreed else _of_action(loaded, service, key, quarter)
    )


def _of_action(loaded: Loaded, service: ServiceArea, key: tuple[int, int], quarter: Period) -> Answer | None:
    """The quarter's own update; one that was completed or stopped before needs none. What is said inside stays inside."""
    rows = {row.action_id for row in loaded.actions[key].values()}
    updates = [update for pk in rows for update in loaded.updates[pk] if update.period_key <= quarter.key]
    last = max(updates, key=lambda update: update.period_key, default=None)
    if last is None or (last.period_key != quarter.key and last.status not in ENDED):
        return None
    label = str(ActionStatus(last.status).label)
    comment = last.comment if of_directorate(loaded.user, service) else last.outward_comment
    return Answer(label, rating_of(last.status), comment=comment, at=last.at, post=last.post)


def _of_result(commitment: Commitment, loaded: Loaded, key: tuple[int, int], quarter: Period) -> Answer | None:
    """The service's result against the committed target, by the council's own method of rating."""
    rows = [row for row in loaded.results[key] if row.period_key <= quarter.key]
    agreed = commitment.agreed
    if agreed is None or not rows or rows[-1].period_key != quarter.key:
        return None
    row, measure, council = rows[-1], agreed.indicator.measure, loaded.council
    if agreed.indicator.withheld and not loaded.who.has(Role.PERFORMANCE_OFFICER, Role.AUDITOR):
        return Answer("Withheld", "none", agreed.indicator.withheld, at=row.at, post=row.post)
    told = rated(agreed, row.value, row.period, council)
    points = [Point(one.when, one.value) for one in rows if one.when]
    travel = direction(
        points, measure, method=council.direction_method, stability=council.stability_percent,
        cumulative=agreed.indicator.cumulative,
    )  # fmt: skip
    shown = measure.shown(row.value)
    return Answer(shown, told.colour, told.sentence, row.comment, row.at, row.post, travel if len(points) > 1 else None)
