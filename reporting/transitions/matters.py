"""Actions that meetings agreed: done by whoever has them, or at a later meeting."""

from django.db import transaction

from common.today import today
from council.models import User
from council.transitions.meetings import note
from reporting.models import MeetingItem
from reporting.permissions import may_mark_done


@transaction.atomic
def mark_done(item_id: int, *, by: User) -> MeetingItem:
    """An action that a meeting agreed is done, by whoever has it or keeps the meeting; done twice is done once."""
    row = MeetingItem.objects.select_for_update().get(pk=item_id)
    may_mark_done(by, row).require()
    if row.done_on is None:
        row.done_on = today()
        row.counter += 1
        row.save(update_fields=["done_on", "counter"])
        note(row.meeting, "meeting.action-done", by, None, {"action": row.text, "done_on": row.done_on})
    return row
