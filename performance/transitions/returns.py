"""Statutory returns: added, changed, submitted."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from common.ledger import record
from common.today import today
from common.verdict import Conflict, Refused, Stale
from council.models import Post, User
from council.permissions import authority
from performance.choices import ReturnStatus
from performance.models import Indicator, ReturnSubmission, StatutoryReturn
from performance.permissions import acting_post, may_add_return, may_keep_return

SUBJECT = 200
UNDER_WAY = (ReturnStatus.NOT_STARTED, ReturnStatus.COLLECTING, ReturnStatus.CHECKED)


@dataclass(frozen=True)
class ReturnFacts:
    """What a form says of a return. ``owned_by``: a post, or words that are no post's title."""

    name: str
    body: str
    frequency: str
    next_due: date | None = None
    status: str = ReturnStatus.NOT_STARTED
    owned_by: Post | str = ""
    note: str = ""
    indicators: list[Indicator] = field(default_factory=list)


@transaction.atomic
def add_return(facts: ReturnFacts, *, by: User) -> StatutoryReturn:
    """Put a return on the register. Conflict where the body's return of that name is there already."""
    may_add_return(by).require()
    _require_new_name(facts, None)
    one = _apply(StatutoryReturn(counter=0), facts)
    record("return.added", subject_of(one), actor_id=by.pk, post=acting_post(by), after=_facts(one, facts.indicators))
    return one


@transaction.atomic
def change_return(return_id: int, facts: ReturnFacts, *, by: User, counter: int) -> StatutoryReturn:
    """Save a return as the form has it. Stale where somebody else saved it since it was read."""
    one = StatutoryReturn.objects.select_for_update().get(pk=return_id)
    may_keep_return(by, one).require()
    _require_fresh(one, counter)
    _require_new_name(facts, one.pk)
    before = _facts(one, list(one.indicators.all()))
    post = _post(by, one)
    _apply(one, facts)
    after = _facts(one, facts.indicators)
    record("return.changed", subject_of(one), actor_id=by.pk, post=post, before=before, after=after)
    return one


@transaction.atomic
def move_return(return_id: int, status: str, *, by: User, counter: int) -> StatutoryReturn:
    """Say how far a return has come; pressed twice it is done once. That it was sent is recorded by ``submit_return``.

    Stale where somebody else changed it since it was read.
    """
    one = StatutoryReturn.objects.select_for_update().get(pk=return_id)
    may_keep_return(by, one).require()
    if status not in UNDER_WAY:
        raise Refused("Choose how far the return has come: not started, collecting or checked.")
    if one.status == status:
        return one
    _require_fresh(one, counter)
    before, one.status, one.counter = one.status, status, one.counter + 1
    one.save(update_fields=["status", "counter"])
    told: dict[str, Any] = {"before": {"status": before}, "after": {"status": status}}
    record("return.moved", subject_of(one), actor_id=by.pk, post=_post(by, one), **told)
    return one


@transaction.atomic
def submit_return(
    return_id: int, *, by: User, counter: int, submitted_on: date, next_due: date | None, note: str = ""
) -> ReturnSubmission:
    """Record that a return was sent, and when the next one is due; the same submission is recorded once.

    Stale where it was submitted or changed since it was read; Refused for a day in the future.
    """
    one = StatutoryReturn.objects.select_for_update().get(pk=return_id)
    may_keep_return(by, one).require()
    _require_fresh(one, counter)
    if submitted_on > today():
        raise Refused("A return cannot be recorded as sent on a day that has not come.")
    post, due = _post(by, one), one.next_due
    made = ReturnSubmission.objects.create(
        statutory_return=one, due=due, submitted_on=submitted_on, note=note.strip(), by=by, post=post
    )
    one.next_due, one.counter = next_due, one.counter + 1
    one.status = ReturnStatus.NOT_STARTED if next_due else ReturnStatus.SUBMITTED
    one.save()
    after = {"submitted_on": submitted_on, "late": made.late, "next_due": next_due, "note": made.note}
    record("return.submitted", subject_of(one), actor_id=by.pk, post=post, before={"due": due}, after=after)
    return made


def subject_of(one: StatutoryReturn) -> str:
    """What the ledger calls a return."""
    return f"return {one.name}"[:SUBJECT]


def _post(user: User, one: StatutoryReturn) -> str:
    held = authority(user).post_for(one.owner_post_id)
    return held.title if held else acting_post(user)


def _require_fresh(one: StatutoryReturn, counter: int) -> None:
    if counter != one.counter:
        raise Stale("Somebody else saved this return since you read it.", counter=one.counter, stored=one)


def _require_new_name(facts: ReturnFacts, own: int | None) -> None:
    same = StatutoryReturn.objects.filter(name__iexact=facts.name, body__iexact=facts.body)
    if any(pk != own for pk in same.values_list("pk", flat=True)):
        raise Conflict(f"{facts.body} already has a return called {facts.name}.")


def _apply(one: StatutoryReturn, facts: ReturnFacts) -> StatutoryReturn:
    for name in ("name", "body", "frequency", "next_due", "status", "owned_by", "note"):
        setattr(one, name, getattr(facts, name))
    one.counter += 1
    one.save()
    one.indicators.set(facts.indicators)
    return one


def _facts(one: StatutoryReturn, indicators: list[Indicator]) -> dict[str, Any]:
    return {
        "name": one.name,
        "body": one.body,
        "frequency": one.frequency,
        "next_due": one.next_due,
        "status": one.status,
        "owner": one.owner,
        "note": one.note,
        "indicators": sorted(indicator.reference for indicator in indicators),
    }
