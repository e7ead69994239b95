"""Who comes into a post and who leaves it. Effective at the person's next request, because authority is asked each time."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from common.ledger import record
from common.values.years import format_date
from common.verdict import Conflict
from council import notifications
from council.choices import Capacity, Role
from council.models import Appointment, Post, User
from council.permissions import authority, may_appoint, may_end
from council.rules import Term, appointment_fault, replaced


@dataclass(frozen=True)
class Newcomer:
    """Somebody who may have no account yet. An e-mail address that is known means the person who has it."""

    name: str
    email: str


@transaction.atomic
def appoint(
    post_id: int,
    who: User | Newcomer,
    *,
    by: User,
    starts: date,
    ends: date | None = None,
    capacity: str = Capacity.SUBSTANTIVE,
) -> Appointment:
    """Put somebody into a post from a day; whoever held it until then leaves it on the day before.

    Refused (403) where an administrator would appoint themselves; Conflict (409) where somebody else is in the way.
    """
    post = Post.objects.select_for_update().get(pk=post_id)
    person = _person(who)
    may_appoint(by, person).require()
    new = Term(person.pk, person.name, starts, ends, capacity == Capacity.DEPUTY)
    rows = {_term(row): row for row in post.appointments.select_related("person")}
    fault = appointment_fault(new, list(rows))
    if fault:
        raise Conflict(fault)
    left = [_end(rows[term], starts - timedelta(days=1)) for term in replaced(new, list(rows))]
    made = Appointment.objects.create(person=person, post=post, starts=starts, ends=ends, capacity=capacity)
    notifications.appointed(made)
    _record("post.appoint", made, by, {"left": left} if left else None)
    return made


@transaction.atomic
def end_appointment(appointment_id: int, *, by: User, last_day: date) -> Appointment:
    """End somebody's time in a post after ``last_day``. Conflict (409) where it has ended before, or begins later."""
    row = Appointment.objects.select_for_update().get(pk=appointment_id)
    may_end(by, row.person).require()
    if last_day < row.starts:
        raise Conflict(f"This appointment begins on {format_date(row.starts)}, so it cannot end before that.")
    if row.ends and last_day > row.ends:
        raise Conflict(f"This appointment already ends on {format_date(row.ends)}. To add to it, appoint again.")
    before = _facts(row)
    _end(row, last_day)
    _record("post.end", row, by, before)
    return row


def _person(who: User | Newcomer) -> User:
    if isinstance(who, User):
        return who
    known = User.objects.filter(email__iexact=who.email).first()
    return known or User.objects.create_user(who.email, name=who.name)


def _term(row: Appointment) -> Term:
    return Term(row.person_id, row.person.name, row.starts, row.ends, row.capacity == Capacity.DEPUTY)


def _end(row: Appointment, last_day: date) -> dict[str, Any]:
    row.ends = last_day
    row.save(update_fields=["ends"])
    return _facts(row)


def _facts(row: Appointment) -> dict[str, Any]:
    return {
        "person": row.person_id,
        "name": row.person.name,
        "post": row.post.title,
        "starts": row.starts,
        "ends": row.ends,
        "capacity": str(row.capacity),
    }


def _record(verb: str, row: Appointment, by: User, before: Any) -> None:
    post = authority(by).post_in_role(Role.ADMINISTRATOR)
    subject = f"post {row.post.title}"[:200]
    record(verb, subject, actor_id=by.pk, post=post.title if post else "", before=before, after=_facts(row))
