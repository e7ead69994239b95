"""Whole sentences about one plan in a roll-forward: where its content comes from, and what a planner must know."""

from collections.abc import Sequence
from datetime import timedelta

from common.values.years import format_date
from council.models import PlanningCycle, ServiceArea
from serviceplans.choices import IN_FORCE, Status
from serviceplans.rolling.carry import YearCarry

IN_WORDS = {
    Status.DRAFT: "a draft",
    Status.DMT_REVIEW: "in DMT review",
    Status.MEMBER_REVIEW: "in Executive Member review",
    Status.SUPERSEDED: "superseded",
}


def about_source(service: ServiceArea, carries: Sequence[YearCarry], cycle: PlanningCycle, *, kept: bool) -> list[str]:
    """What is unusual about the versions that are carried. ``kept``: completed actions have a part to go to."""
    notes = []
    for version, revision in ((carry.held.version, carry.held.revision) for carry in carries):
        if version.status not in IN_FORCE:
            state = IN_WORDS.get(Status(version.status), str(version.get_status_display()).lower())
            notes.append(f"{version.plan.code} was never approved: version {version.number}, {state}, is carried.")
        if revision:
            notes.append(f"The revision of {version.plan.code} is not approved, so nothing of it is carried.")
    if not any(carry.held.holds_anything for carry in carries):
        notes.append(f"Nothing is written there, so {cycle.name} begins empty.")
    first, now = carries[0].held, service.directorate.name
    if first.version.plan.cycle.ends + timedelta(days=1) < cycle.starts:
        notes.append(f"Its latest plan is of {first.version.plan.cycle.name}.")
    if first.version.plan.service_id == service.pk and first.directorate not in ("", now):
        notes.append(f"It was in {first.directorate} when that plan was submitted, and is in {now} now.")
    if any(carry.completed() for carry in carries) and not kept:
        notes.append("Its template has no part for achievements, so completed actions stay in last year’s plan.")
    return notes


def about_predecessors(predecessors: Sequence[ServiceArea]) -> list[str]:
    return [f"{_ended(one)}: its open work comes here, with its references." for one in predecessors]


def about_service(
    service: ServiceArea, cycle: PlanningCycle, before: set[str], then: set[str], *, held: bool
) -> list[str]:
    """Whether anybody holds the plan, and the portfolios on the first day of the cycle (``before`` it and ``then``)."""
    notes, day = [], format_date(cycle.starts)
    if service.holder_post is None:
        notes.append("No plan holder’s post is set up for it.")
    elif not held:
        notes.append(f"Nobody holds the post {service.holder_post.title}.")
    if not then:
        notes.append(f"No Executive Member answers for it on {day}, so nobody could approve its plan.")
    elif before != then:
        notes.append(f"From {day} it answers to {'; '.join(sorted(then))}.")
    if service.ends and service.ends <= cycle.ends:
        notes.append(f"It ends on {format_date(service.ends)}, within this cycle.")
    return notes


def about_ended(service: ServiceArea, carry: YearCarry, heir: ServiceArea | None, *, begun: bool) -> str:
    """What becomes of the plan of a service that is no more. ``begun``: its heir's next plan is under way already."""
    if heir and begun:
        return f"{_ended(service)}. {heir.name}, which took it over, has already begun its plan: nothing is carried."
    if heir:
        return f"{_ended(service)}: what is open in its plan goes to {heir.name} ({heir.prefix})."
    actions, risks = len(carry.opened()), len(carry.live_risks)
    left = f"{actions} open action{'s' * (actions != 1)} and {risks} live risk{'s' * (risks != 1)}"
    plan = carry.held.version.plan
    return f"{_ended(service)} and nothing took its work over: {left} stay in {plan.code}."


def _ended(service: ServiceArea) -> str:
    return f"{service.name} ({service.prefix}) ended" + (f" on {format_date(service.ends)}" if service.ends else "")
