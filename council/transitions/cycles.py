"""The planning calendar: the next cycle, its dated steps, and whether it is open. Whatever moves is in the ledger."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from common.ledger import COMMAND_LINE, record
from common.today import today
from common.values.years import format_date
from common.verdict import Conflict, Refused, Stale
from council.choices import Role
from council.models import CycleStep, PlanningCycle, User
from council.permissions import authority, may_change_cycles
from council.rules import Step, cycle_name, in_order, next_year, step_faults

STALE = "Somebody changed this calendar after you opened it. Nothing of yours is lost: compare the two and save again."


@transaction.atomic
def create_cycle(name: str, steps: Sequence[Step], *, by: User | None) -> PlanningCycle:
    """Make the next cycle, open, with these steps. ``name`` is the one that was read to come next, such as 2020/21.

    Conflict (409) where it has been made already, or does not come next. ``by`` None is the command line.
    """
    require_officer(by)
    newest = PlanningCycle.objects.select_for_update().first()
    starts, ends = next_year(newest.ends if newest else None, today())
    if PlanningCycle.objects.filter(name=name).exists():
        raise Conflict(f"The planning cycle {name} has already been created.")
    if name != cycle_name(starts, ends):
        raise Conflict(f"The planning cycle that comes next is {cycle_name(starts, ends)}, not {name}.")
    _require_order(steps, starts, ends)
    cycle = PlanningCycle.objects.create(name=name, starts=starts, ends=ends)
    _write_steps(cycle, steps)
    _record("cycle.create", cycle, by, None, {"starts": starts, "ends": ends, "steps": facts_of(steps)})
    return cycle


@transaction.atomic
def move_steps(cycle_id: int, steps: Sequence[Step], *, by: User, counter: int) -> PlanningCycle:
    """Give the cycle this calendar instead of the one that it had at ``counter``; the same again changes nothing."""
    cycle = PlanningCycle.objects.select_for_update().get(pk=cycle_id)
    require_officer(by)
    before = in_order(steps_of(cycle))
    if cycle.counter != counter:
        raise Stale(STALE, counter=cycle.counter, stored=before)
    _require_order(steps, cycle.starts, cycle.ends)
    if in_order(steps) == before:
        return cycle
    cycle.steps.all().delete()
    _write_steps(cycle, steps)
    _turn(cycle)
    _record("cycle.move-steps", cycle, by, {"steps": facts_of(before)}, {"steps": facts_of(steps)})
    return cycle


@transaction.atomic
def open_cycle(cycle_id: int, *, by: User) -> PlanningCycle:
    """Its plans can be written and decided again."""
    return _set_open(cycle_id, True, by)


@transaction.atomic
def close_cycle(cycle_id: int, *, by: User) -> PlanningCycle:
    """Its plans stay as they are from now on."""
    return _set_open(cycle_id, False, by)


def _set_open(cycle_id: int, wanted: bool, by: User) -> PlanningCycle:
    cycle = PlanningCycle.objects.select_for_update().get(pk=cycle_id)
    require_officer(by)
    if cycle.is_open == wanted:
        raise Conflict(f"{cycle.name} is already {'open' if wanted else 'closed'}.")
    cycle.is_open = wanted
    _turn(cycle)
    _record(f"cycle.{'open' if wanted else 'close'}", cycle, by, {"open": not wanted}, {"open": wanted})
    return cycle


def steps_of(cycle: PlanningCycle) -> list[Step]:
    """The cycle's steps as plain values."""
    return [Step(row.stage, row.name, row.date) for row in cycle.steps.all()]


def facts_of(steps: Sequence[Step]) -> list[str]:
    """Steps as the ledger keeps them: "Draft plans complete: 30 April 2020"."""
    return [f"{step.name}: {format_date(step.date)}" for step in in_order(steps)]


def require_officer(by: User | None) -> None:
    if by is not None:
        may_change_cycles(by).require()


def _require_order(steps: Sequence[Step], starts: Any, ends: Any) -> None:
    faults = step_faults(steps, starts, ends)
    if faults:
        raise Refused(faults[0].sentence)


def _write_steps(cycle: PlanningCycle, steps: Sequence[Step]) -> None:
    CycleStep.objects.bulk_create(CycleStep(cycle=cycle, **vars(step)) for step in in_order(steps))


def _turn(cycle: PlanningCycle) -> None:
    cycle.counter += 1
    cycle.save()


def _record(verb: str, cycle: PlanningCycle, by: User | None, before: Any, after: Any) -> None:
    post = authority(by).post_in_role(Role.PERFORMANCE_OFFICER) if by else None
    record(
        verb,
        f"cycle {cycle.name}",
        actor_id=by.pk if by else None,
        post=post.title if post else ("" if by else COMMAND_LINE),
        before=before,
        after=after,
    )
