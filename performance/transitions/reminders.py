"""Reminding owners of what they owe: one message a person, and of no one thing twice in a day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from common.ledger import COMMAND_LINE, record
from common.today import now, today
from council.models import User
from performance.chasing import Owed, people_of
from performance.models import AuditFinding, Indicator, Reminder, Result, StatutoryReturn
from performance.notifications import remind
from performance.permissions import acting_post, may_remind


@dataclass(frozen=True)
class Reminded:
    """Whom a reminder went to, with what; ``already``: told of it before; ``nobody``: in a post that nobody holds."""

    told: dict[str, list[Owed]] = field(default_factory=dict)
    already: list[Owed] = field(default_factory=list)
    nobody: list[Owed] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """What happened, for the person who pressed the button."""
        parts = []
        if self.told:
            parts.append(f"{len(self.told)} {'person is' if len(self.told) == 1 else 'people are'} reminded.")
        if self.already:
            parts.append(f"{len(self.already)} already reminded today, and not again.")
        if self.nobody:
            parts.append(f"{len(self.nobody)} with nobody in the post to remind.")
        return " ".join(parts) or "There is nothing to remind anybody of."


@transaction.atomic
def remind_owners(owed: Sequence[Owed], *, by: User | None, every: int = 1, dry_run: bool = False) -> Reminded:
    """Remind the people in the owners' posts of what is owed, as far as it still is.

    Nobody hears of the same thing again within ``every`` days (1: not twice in a day). ``by`` None is the schedule.
    """
    if by is not None:
        may_remind(by).require()
    still = _still_owed(owed)
    found = _sort_out(still, every)
    if dry_run or not found.told:
        return found
    post = acting_post(by) if by else COMMAND_LINE
    Reminder.objects.bulk_create(
        Reminder(about=one.about, to=address, on=today(), at=now(), by=by, post=post)
        for address, rows in found.told.items()
        for one in rows
    )
    for person in User.objects.filter(email__in=found.told):
        remind(person, found.told[person.email])
    after = [{"to": address, "about": [one.about for one in rows]} for address, rows in sorted(found.told.items())]
    record("owners.reminded", "reminders", actor_id=by.pk if by else None, post=post, after=after)
    return found


def _still_owed(owed: Sequence[Owed]) -> list[Owed]:
    """Those that have not come meanwhile. The lock keeps two reminders of one thing apart until one has committed."""
    ids: dict[str, set[int]] = defaultdict(set)
    for one in owed:
        kind, number, _ = one.about.split(":", 2)
        ids[kind].add(int(number))
    list(Indicator.objects.select_for_update().filter(pk__in=ids["result"]).order_by("pk").values_list("pk"))
    returns = StatutoryReturn.objects.select_for_update().filter(pk__in=ids["return"]).order_by("pk")
    waiting = {f"return:{one.pk}:{one.next_due}" for one in returns}
    findings = AuditFinding.objects.select_for_update().filter(pk__in=ids["finding"], answered_on=None).order_by("pk")
    waiting |= {f"finding:{one.pk}:{one.answer_due}" for one in findings}
    there = Result.objects.filter(indicator__in=ids["result"], period_key__in=[_key(one) for one in owed])
    entered = {f"result:{pk}:{key}" for pk, key in there.values_list("indicator_id", "period_key")}
    return [one for one in owed if one.about in waiting or (one.kind == "result" and one.about not in entered)]


def _sort_out(owed: list[Owed], every: int) -> Reminded:
    people = people_of(one.post_id for one in owed)
    recent = Reminder.objects.filter(on__gt=today() - timedelta(days=every)).values_list("about", "to")
    known, found = set(recent), Reminded(defaultdict(list))
    for one in owed:
        addresses = {email for _, email in people.get(one.post_id or 0, [])}
        new = [address for address in sorted(addresses) if (one.about, address) not in known]
        for address in new:
            found.told[address].append(one)
        if not new:
            (found.already if addresses else found.nobody).append(one)
    return found


def _key(one: Owed) -> str:
    return one.about.split(":", 2)[2]
