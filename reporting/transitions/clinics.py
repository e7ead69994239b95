"""Performance clinics: called, held, called off (York 2019, Improvement Boards / Performance Clinics)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from common.ledger import record
from common.today import now, today
from common.values.years import format_date
from common.verdict import Conflict, Refused, Stale
from council.models import Directorate, Post, User
from council.permissions import authority
from performance.models import Indicator
from reporting import notifications
from reporting.choices import QUESTIONS, ClinicOutcome, ClinicState
from reporting.models import Clinic
from reporting.permissions import may_call_clinic, may_hold_clinic
from serviceplans.models import Action


@dataclass(frozen=True)
class ClinicFacts:
    """What a form says of a clinic to be called: on one indicator or one action."""

    why: str
    date: date
    indicator: Indicator | None = None
    action: Action | None = None
    chair: Post | None = None
    attendees: str = ""
    directorate: Directorate | None = field(default=None)


@transaction.atomic
def call_clinic(facts: ClinicFacts, *, by: User) -> Clinic:
    """Call a clinic. Where one is already called on the same thing, that one is meant: Conflict says so."""
    may_call_clinic(by).require()
    if not facts.why.strip():
        raise Refused("Say why a clinic is called: its pack begins with it.")
    if facts.date < today():
        raise Refused("Choose a day that has not passed.")
    about = {"indicator": facts.indicator} if facts.indicator else {"action": facts.action}
    # The thing itself is locked, so that two people who call at once are one after the other.
    thing = facts.indicator or facts.action
    assert thing is not None, "A clinic is about an indicator or an action."
    type(thing)._default_manager.select_for_update(no_key=True).get(pk=thing.pk)
    waiting = Clinic.objects.filter(state=ClinicState.CALLED, **about).first()
    if waiting:
        raise Conflict(f"A clinic on {waiting.about} is already called, for {format_date(waiting.date)}.")
    clinic = Clinic.objects.create(
        **about,
        directorate=facts.directorate or _directorate(thing),
        why=facts.why.strip(),
        date=facts.date,
        chair=facts.chair,
        attendees=facts.attendees.strip(),
        called_at=now(),
        called_by=by,
        called_post=_post(by),
    )
    _record("clinic.called", clinic, by, None, {"why": clinic.why, "date": clinic.date})
    clinic = Clinic.objects.for_list().get(pk=clinic.pk)
    notifications.clinic_called(clinic)
    return clinic


@transaction.atomic
def hold_clinic(
    clinic_id: int, *, by: User, counter: int, answers: list[str], outcomes: list[str], conclusion: str
) -> Clinic:
    """Write down what a clinic found: answers to York's questions, what it leads to, and the conclusion in words."""
    clinic = _locked(clinic_id, by, counter)
    if clinic.date > today():
        raise Conflict(f"This clinic is on {format_date(clinic.date)}: what it finds is written down from that day on.")
    known = [str(key) for key in ClinicOutcome]
    if not conclusion.strip():
        raise Refused("Write down what the clinic concluded.")
    before = _facts(clinic)
    clinic.answers = [answer.strip() for answer in answers][: len(QUESTIONS)]
    clinic.outcomes = [key for key in known if key in outcomes]
    clinic.conclusion, clinic.state, clinic.held_post = conclusion.strip(), ClinicState.HELD, _post(by)
    clinic.counter += 1
    clinic.save()
    _record("clinic.held", clinic, by, before, _facts(clinic))
    return clinic


@transaction.atomic
def cancel_clinic(clinic_id: int, *, by: User, counter: int, reason: str) -> Clinic:
    """Call a clinic off, with the reason."""
    clinic = _locked(clinic_id, by, counter)
    if clinic.state != ClinicState.CALLED:
        raise Conflict("Only a clinic that is still to come can be called off.")
    if not reason.strip():
        raise Refused("Say why the clinic is called off.")
    before = _facts(clinic)
    clinic.state, clinic.conclusion = ClinicState.CANCELLED, reason.strip()
    clinic.counter += 1
    clinic.save()
    _record("clinic.cancelled", clinic, by, before, _facts(clinic))
    return clinic


def _locked(clinic_id: int, by: User, counter: int) -> Clinic:
    Clinic.objects.select_for_update().get(pk=clinic_id)
    clinic = Clinic.objects.for_list().get(pk=clinic_id)
    may_hold_clinic(by, clinic).require()
    if clinic.counter != counter:
        raise Stale(
            "Somebody else changed this clinic since you opened it.", counter=clinic.counter, stored=_facts(clinic)
        )
    return clinic


def _directorate(thing: Indicator | Action) -> Directorate | None:
    if isinstance(thing, Action):
        return thing.service.directorate
    return thing.directorate or (thing.service.directorate if thing.service else None)


def _post(by: User) -> str:
    post = authority(by).main_post
    return post.title if post else by.name


def _facts(clinic: Clinic) -> dict[str, Any]:
    names = ("state", "date", "why", "answers", "outcomes", "conclusion")
    return {name: getattr(clinic, name) for name in names}


def _record(verb: str, clinic: Clinic, by: User, before: Any, after: Any) -> None:
    record(verb, f"clinic on {clinic.about}", actor_id=by.pk, post=_post(by), before=before, after=after)
