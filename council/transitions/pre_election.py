"""Publishing is held before an election: the days are set, and ended early."""

from datetime import date
from typing import Any

from django.db import transaction

from common.ledger import record
from common.today import now, today
from common.verdict import Refused
from council.choices import Role
from council.models import PreElectionPeriod, User
from council.permissions import authority, may_end_pre_election, may_set_pre_election
from council.rules import period_fault


@transaction.atomic
def set_pre_election(name: str, starts: date, ends: date, *, by: User) -> PreElectionPeriod:
    """Hold publishing between two days, both included. The same again, by a second press, adds nothing."""
    may_set_pre_election(by).require()
    fault = period_fault(starts, ends, today())
    if fault:
        raise Refused(fault)
    facts = {"name": name.strip(), "starts": starts, "ends": ends}
    same = PreElectionPeriod.objects.filter(ended_at=None, **facts).first()
    if same:
        return same
    made = PreElectionPeriod.objects.create(**facts, set_by=by, set_for=_post(by), set_at=now())
    _record("pre-election.set", made, by, None)
    return made


@transaction.atomic
def end_pre_election(period_id: int, *, by: User) -> PreElectionPeriod:
    """Hold publishing no longer, from this moment on. Conflict where it has ended."""
    period = PreElectionPeriod.objects.select_for_update().get(pk=period_id)
    may_end_pre_election(by, period).require()
    before = _facts(period)
    period.ended_at, period.ended_by = now(), by
    period.save(update_fields=["ended_at", "ended_by"])
    _record("pre-election.end", period, by, before)
    return period


def _post(by: User) -> str:
    post = authority(by).post_in_role(Role.PERFORMANCE_OFFICER, Role.ADMINISTRATOR)
    return post.title if post else by.name


def _facts(period: PreElectionPeriod) -> dict[str, Any]:
    return {"name": period.name, "starts": period.starts, "ends": period.ends, "ended": period.ended_at is not None}


def _record(verb: str, period: PreElectionPeriod, by: User, before: Any) -> None:
    record(verb, f"pre-election {period.name}", actor_id=by.pk, post=_post(by), before=before, after=_facts(period))
