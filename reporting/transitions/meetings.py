"""Decisions of a DMT meeting, each recorded once; those about a plan move the plan, in the same transaction."""

from typing import Any

from django.db import transaction

from common.today import now, today
from common.values.years import format_date
from common.verdict import Conflict, Refused, Stale
from council.choices import MeetingState
from council.models import DmtMeeting, User
from council.permissions import keeping_post, may_keep_meetings_of
from council.transitions.meetings import locked_meeting, note
from reporting import notifications
from reporting.agenda import Item, agenda_of
from reporting.choices import OUTCOMES, ItemKind, Outcome
from reporting.models import MeetingItem
from reporting.transitions.followed import Decided, follow


@transaction.atomic
def record_outcome(meeting_id: int, item: Item, said: Decided, *, by: User, counter: int) -> MeetingItem:
    """Write down what the meeting decided about an item of its agenda, and do it.

    ``counter``: 0 for an item without an outcome. Conflict where it has one that moved a plan, a risk or a clinic;
    Stale where somebody recorded or changed it since it was read. Refused where a word is missing.
    """
    meeting = locked_meeting(meeting_id, by)
    if meeting.date > today():
        raise Conflict(f"This meeting is on {format_date(meeting.date)}: what it decides is recorded from that day on.")
    row = _row_of(meeting, item)
    if row.counter != counter:
        raise Stale("Somebody else recorded this since you opened it.", counter=row.counter, stored=row)
    if row.pk and not is_open_to_change(row):
        raise Conflict(
            f"“{row.title}” was {row.words.lower()} at this meeting, and that has been done: it stays recorded."
        )
    _require_whole(item, said)
    before = _facts(row) if row.pk else None
    row.outcome, row.text, row.due = said.outcome, said.text.strip(), said.due
    named = isinstance(said.owned_by, str)
    row.owner_post, row.owner_text = (None, said.owned_by) if named else (said.owned_by, "")  # type: ignore[assignment]
    row.by, row.post, row.at = by, keeping_post(by), now()
    row.counter += 1
    follow(row, meeting, said, by)
    row.save()
    note(meeting, "meeting.decided", by, before, _facts(row))
    if row.outcome == Outcome.ACTION:
        notifications.action_given(row, meeting)
    return row


@transaction.atomic
def add_business(meeting_id: int, *, by: User, title: str, text: str = "") -> MeetingItem:
    """Put something of one's own on the agenda; the same words again change nothing."""
    meeting = locked_meeting(meeting_id, by)
    title = " ".join(title.split())
    if not title:
        raise Refused("Say in a few words what the meeting should talk about.")
    same = meeting.items.filter(kind=ItemKind.OTHER, title=title).first()
    if same:
        return same
    facts = {"kind": ItemKind.OTHER, "title": title, "text": text.strip(), "by": by, "post": keeping_post(by)}
    row = MeetingItem.objects.create(meeting=meeting, at=now(), **facts)
    note(meeting, "meeting.business", by, None, {"title": title, "text": row.text})
    return row


@transaction.atomic
def remove_business(meeting_id: int, item_id: int, *, by: User) -> None:
    """Take one's own item off the agenda again, while nothing is decided about it."""
    meeting = locked_meeting(meeting_id, by)
    row = meeting.items.filter(pk=item_id, kind=ItemKind.OTHER).first()
    if row is None:
        return
    if row.outcome:
        raise Conflict("Something was decided about this, so it stays in the minutes.")
    note(meeting, "meeting.business-removed", by, {"title": row.title, "text": row.text}, None)
    row.delete()


@transaction.atomic
def close_minutes(meeting_id: int, *, by: User, counter: int, notes: str = "") -> DmtMeeting:
    """Agree the minutes: the agenda is fixed as it was, and nothing can be recorded any more."""
    meeting = locked_meeting(meeting_id, by)
    if meeting.date > today():
        raise Conflict("A meeting that is still to come has no minutes.")
    if meeting.counter != counter:
        raise Stale("Somebody else changed this meeting since you opened it.", counter=meeting.counter, stored=None)
    meeting.agenda = meeting.agenda or agenda_of(meeting, by).as_dict()
    meeting.notes, meeting.state = notes.strip(), MeetingState.CLOSED
    meeting.closed_at, meeting.closed_post = now(), keeping_post(by)
    meeting.counter += 1
    meeting.save()
    note(meeting, "meeting.closed", by, None, {"notes": meeting.notes, "agenda": meeting.agenda})
    return meeting


@transaction.atomic
def reopen_minutes(meeting_id: int, *, by: User, reason: str) -> DmtMeeting:
    """Reopen minutes that need correcting, with the reason; the agenda stays as it was fixed."""
    DmtMeeting.objects.select_for_update(no_key=True).get(pk=meeting_id)
    meeting = DmtMeeting.objects.select_related("directorate").get(pk=meeting_id)
    may_keep_meetings_of(by, meeting.directorate).require()
    if not meeting.is_closed:
        raise Conflict("The minutes of this meeting are open already.")
    if not reason.strip():
        raise Refused("Say why the minutes are reopened.")
    meeting.state, meeting.counter = MeetingState.PLANNED, meeting.counter + 1
    meeting.save(update_fields=["state", "counter"])
    note(meeting, "meeting.reopened", by, None, {"reason": reason.strip()})
    return meeting


@transaction.atomic
def call_off_meeting(meeting_id: int, *, by: User) -> None:
    """Take a meeting out of the calendar; not where something was recorded or agreed at it."""
    meeting = locked_meeting(meeting_id, by)
    if meeting.items.exclude(outcome="").exists() or meeting.decisions.exists():
        raise Conflict("Something was decided at this meeting, so it stays in the calendar.")
    note(meeting, "meeting.called-off", by, {"date": meeting.date, "place": meeting.place}, None)
    meeting.delete()


def is_open_to_change(row: MeetingItem) -> bool:
    """What only words record can be corrected; what moved something else cannot be unsaid here."""
    return row.decision_id is None and row.clinic_id is None and row.outcome not in (Outcome.ESCALATE, Outcome.DONE)


def _row_of(meeting: DmtMeeting, item: Item) -> MeetingItem:
    """What is recorded of the item, or a row that is not yet saved."""
    if item.kind == ItemKind.OTHER:
        found = meeting.items.filter(pk=item.recorded.pk if item.recorded else 0).first()
        if found is None:
            raise Conflict("This item is no longer on the agenda: somebody has taken it off.")
        return found
    kept = meeting.items.filter(kind=item.kind, reference=item.reference).first()
    facts = {"kind": item.kind, "reference": item.reference, "title": item.name[:500], "url": item.url}
    return kept or MeetingItem(meeting=meeting, counter=0, **facts)


def _require_whole(item: Item, said: Decided) -> None:
    if said.outcome not in OUTCOMES[item.kind]:
        raise Refused("Choose what the meeting decided.")
    needs_words = (Outcome.ACTION, Outcome.RETURN, Outcome.CLINIC, Outcome.ESCALATE)
    if said.outcome in needs_words and not said.text.strip():
        raise Refused("Write down what was decided.")
    if said.outcome == Outcome.ACTION and not said.owned_by:
        raise Refused("Say who will act on it.")


def _facts(row: MeetingItem) -> dict[str, Any]:
    return {
        "about": row.title,
        "outcome": row.words if row.outcome else "",
        "text": row.text,
        "owner": row.owner,
        "due": row.due,
        "clinic": row.clinic_id,
    }
