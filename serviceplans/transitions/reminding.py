"""Reminding whoever is next with a plan: one message a person, with everything that is theirs, once a day at most."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from common.ledger import COMMAND_LINE, record
from common.today import now, today
from council.models import PlanningCycle, User
from serviceplans import notifications
from serviceplans import permissions as may
from serviceplans.calendar.lines import CalendarLine
from serviceplans.models import PlanReminder, ReminderLine
from serviceplans.transitions.locking import acting_post


@dataclass(frozen=True)
class Reminded:
    """Who is reminded of which plans, by e-mail address; who had been today; plans with nobody in the post to remind."""

    told: dict[str, list[CalendarLine]] = field(default_factory=dict)
    already: dict[str, list[CalendarLine]] = field(default_factory=dict)
    nobody: list[CalendarLine] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """What happened, for whoever pressed the button."""
        parts = []
        if self.told:
            parts.append(f"{len(self.told)} {'person is' if len(self.told) == 1 else 'people are'} reminded.")
        if self.already:
            had = f"{len(self.already)} {'person has' if len(self.already) == 1 else 'people have'}"
            parts.append(
                f"{had} been reminded today already, and {'is' if len(self.already) == 1 else 'are'} not again."
            )
        if self.nobody:
            codes = ", ".join(line.code for line in self.nobody)
            parts.append(f"Nobody is in the post that is next for {codes}.")
        return " ".join(parts) or "Nothing is due of anybody."


@transaction.atomic
def remind_planners(
    lines: Sequence[CalendarLine], *, by: User | None, every: int = 1, dry_run: bool = False
) -> Reminded:
    """Remind whoever is next with each of these plans; each person once a day at most, whatever it is of.

    Nobody hears of the same plan again within ``every`` days (1: not twice in a day). ``by`` None is the schedule.
    """
    if by is not None:
        may.may_remind(by).require()
    due = [line for line in lines if line.standing.step]
    # Two reminders of one cycle go one after the other, so that the second finds what the first wrote.
    list(PlanningCycle.objects.select_for_update().filter(pk__in={line.cycle.pk for line in due}).order_by("pk"))
    found = _sort_out(due, every)
    if dry_run or not found.told:
        return found
    people = {user.email: user for user in User.objects.filter(email__in=found.told)}
    post = acting_post(by) if by else None
    title = post.title if post else "" if by else COMMAND_LINE
    for email, theirs in found.told.items():
        _write(people[email], theirs, by, title)
    after = [{"to": email, "plans": [line.code for line in theirs]} for email, theirs in sorted(found.told.items())]
    record("planners.reminded", "reminders", actor_id=by.pk if by else None, post=title, after=after)
    return found


def _write(person: User, theirs: list[CalendarLine], by: User | None, title: str) -> None:
    reminder = PlanReminder.objects.create(person=person, on=today(), at=now(), by=by, post=title)
    ReminderLine.objects.bulk_create(
        ReminderLine(reminder=reminder, service=line.service, cycle=line.cycle, said=notifications.due_line(line))
        for line in theirs
    )
    notifications.remind_of_plans(person, theirs)


def _sort_out(due: list[CalendarLine], every: int) -> Reminded:
    found = Reminded(defaultdict(list), defaultdict(list), [])
    today_already = set(PlanReminder.objects.filter(on=today()).values_list("person__email", flat=True))
    recent = ReminderLine.objects.filter(reminder__on__gt=today() - timedelta(days=every))
    known = set(recent.values_list("reminder__person__email", "service", "cycle"))
    for line in due:
        addresses = dict.fromkeys(email for seat in line.seats for _, email in seat.people)
        for email in addresses:
            told = email in today_already or (email, line.service.pk, line.cycle.pk) in known
            (found.already if told else found.told)[email].append(line)
        if not addresses:
            found.nobody.append(line)
    return found
