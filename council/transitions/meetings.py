"""DMT meetings: put into the calendar, moved, and who came. What a meeting decides belongs to the rooms above."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from common.ledger import record
from common.values.years import format_date
from common.verdict import Conflict, Stale
from council.models import Directorate, DmtMeeting, MeetingAttendee, Post, User
from council.permissions import keeping_post, may_keep_meeting, may_keep_meetings_of


@dataclass(frozen=True)
class MeetingFacts:
    """What a form says of one meeting. ``attendance``: by post id, each a key of ``Attendance``."""

    date: datetime.date
    time: datetime.time | None = None
    place: str = ""
    chair: Post | None = None
    others_present: str = ""
    attendance: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def add_meetings(
    directorate: Directorate,
    days: Iterable[datetime.date],
    *,
    by: User,
    at: datetime.time | None = None,
    place: str = "",
) -> list[DmtMeeting]:
    """Put meetings of a directorate's DMT into the calendar; a day that has one already is left as it is."""
    may_keep_meetings_of(by, directorate).require()
    Directorate.objects.select_for_update(no_key=True).get(pk=directorate.pk)
    taken = set(DmtMeeting.objects.filter(directorate=directorate).values_list("date", flat=True))
    made = [
        DmtMeeting.objects.create(
            directorate=directorate, date=day, time=at, place=place, name=f"{directorate.name} DMT"
        )
        for day in sorted(set(days) - taken)
    ]
    if not made:
        raise Conflict(f"The DMT of {directorate.name} already meets on each of those days.")
    after = {"days": [meeting.date for meeting in made], "time": at, "place": place}
    record("meeting.added", f"meetings of {directorate.code}", actor_id=by.pk, post=keeping_post(by), after=after)
    return made


@transaction.atomic
def change_meeting(meeting_id: int, facts: MeetingFacts, *, by: User, counter: int) -> DmtMeeting:
    """Save when and where it is, who chairs it and who came. Stale where somebody saved it since it was read."""
    meeting = locked_meeting(meeting_id, by)
    if meeting.counter != counter:
        sentence = "Somebody else changed this meeting since you opened it. Nothing of yours was saved yet."
        raise Stale(sentence, counter=meeting.counter, stored=meeting_facts(meeting))
    same_day = DmtMeeting.objects.filter(directorate=meeting.directorate_id, date=facts.date).exclude(pk=meeting.pk)
    if same_day.exists():
        raise Conflict(f"This DMT already has a meeting on {format_date(facts.date)}.")
    before = meeting_facts(meeting)
    for name in ("date", "time", "place", "chair", "others_present"):
        setattr(meeting, name, getattr(facts, name))
    meeting.attendees.exclude(post__in=facts.attendance).delete()
    for post_id, attendance in facts.attendance.items():
        MeetingAttendee.objects.update_or_create(meeting=meeting, post_id=post_id, defaults={"attendance": attendance})
    meeting.counter += 1
    meeting.save()
    note(meeting, "meeting.changed", by, before, meeting_facts(meeting))
    return meeting


def locked_meeting(meeting_id: int, by: User) -> DmtMeeting:
    """The meeting, locked until the transaction ends, if this person keeps it and its minutes are not yet agreed."""
    # Not its key: a plan that is agreed elsewhere names the meeting while it waits for nobody here.
    DmtMeeting.objects.select_for_update(no_key=True).get(pk=meeting_id)
    meeting = DmtMeeting.objects.select_related("directorate", "chair").get(pk=meeting_id)
    may_keep_meeting(by, meeting).require()
    return meeting


def meeting_facts(meeting: DmtMeeting) -> dict[str, Any]:
    """What is known of a meeting, as the ledger and a stale editor are shown it."""
    came = meeting.attendees.select_related("post")
    return {
        "date": meeting.date,
        "time": meeting.time,
        "place": meeting.place,
        "chair": meeting.chair.title if meeting.chair else "",
        "others_present": meeting.others_present,
        "attendance": {row.post.title: row.attendance for row in came},
    }


def note(meeting: DmtMeeting, verb: str, by: User, before: Any, after: Any) -> None:
    """The ledger's entry for something that happened to a meeting."""
    subject = f"meeting {meeting.directorate.code} {meeting.date.isoformat()}"
    record(verb, subject, actor_id=by.pk, post=keeping_post(by), before=before, after=after)
