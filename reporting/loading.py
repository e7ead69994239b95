"""Reads what meetings decided and which clinics were called from a readable file, and replays it. Twice is as once."""

from datetime import datetime, time
from pathlib import Path
from typing import Any

from common.today import pretend
from common.values.period import Period
from council.choices import Attendance
from council.loading import holder_of, read_yaml
from council.models import DmtMeeting, Post
from council.transitions import MeetingFacts, change_meeting
from performance.models import Indicator
from reporting import transitions
from reporting.agenda import Item
from reporting.choices import ItemKind
from reporting.models import Clinic, Publication
from serviceplans.models import Action

AFTERWARDS = time(16, 40)  # when the demonstration's minutes were written
BEFORE = time(10, 5)  # and agreed, at the next meeting


def load_meetings(path: Path) -> None:
    """Minutes of meetings that have none yet, and clinics that are not there; nothing where there is no file."""
    if not path.is_file():
        return
    facts = read_yaml(path)
    for row in facts.get("clinics", []):
        _clinic(row)
    for row in facts.get("meetings", []):
        meeting = DmtMeeting.objects.get(directorate__code=row["directorate"], date=row["date"])
        if not meeting.is_closed and not meeting.items.exists():
            with pretend(datetime.combine(row["date"], AFTERWARDS)):
                _minutes(meeting, row)
            with pretend(datetime.combine(row["agreed"], BEFORE)):
                _agreed(meeting, row)


def _minutes(meeting: DmtMeeting, row: dict[str, Any]) -> None:
    by = holder_of(row["by"], row["date"])
    came = dict.fromkeys(row["present"], Attendance.PRESENT) | dict.fromkeys(row["apologies"], Attendance.APOLOGIES)
    attendance = {Post.objects.get(title=title).pk: str(kind) for title, kind in came.items()}
    facts = MeetingFacts(meeting.date, meeting.time, meeting.place, meeting.chair, row["others"], attendance)
    change_meeting(meeting.pk, facts, by=by, counter=meeting.counter)
    for item in row["items"]:
        made = transitions.add_business(meeting.pk, by=by, title=item["title"])
        about = Item(ItemKind.OTHER, str(made.pk), made.title, "", recorded=made)
        owner = Post.objects.titled(item["owner"]) or item["owner"] if "owner" in item else ""
        said = transitions.Decided(item["outcome"], item["text"], owner, item.get("due"))
        transitions.record_outcome(meeting.pk, about, said, by=by, counter=made.counter)


def _agreed(meeting: DmtMeeting, row: dict[str, Any]) -> None:
    by = holder_of(row["by"], row["agreed"])
    meeting.refresh_from_db()
    transitions.close_minutes(meeting.pk, by=by, counter=meeting.counter, notes=row["notes"])


def _clinic(row: dict[str, Any]) -> None:
    indicator = Indicator.objects.get(reference=row["indicator"]) if "indicator" in row else None
    action = Action.objects.get(reference=row["action"]) if "action" in row else None
    if Clinic.objects.filter(indicator=indicator, action=action, date=row["date"]).exists():
        return
    by = holder_of(row["by"], row["called"])
    chair = Post.objects.titled(row["chair"]) if "chair" in row else None
    facts = transitions.ClinicFacts(row["why"], row["date"], indicator, action, chair, row["attendees"])
    with pretend(datetime.combine(row["called"], AFTERWARDS)):
        clinic = transitions.call_clinic(facts, by=by)
    if "conclusion" in row:
        with pretend(datetime.combine(row["date"], AFTERWARDS)):
            transitions.hold_clinic(
                clinic.pk,
                by=by,
                counter=clinic.counter,
                answers=row["answers"],
                outcomes=row["outcomes"],
                conclusion=row["conclusion"],
            )


def load_published(path: Path) -> None:
    """Each row: the quarter whose performance everybody can read, and the day on which it was published."""
    for row in read_yaml(path):
        quarter = Period.parse(row["quarter"], frequency="quarterly")
        if not Publication.objects.filter(period_key=quarter.key).exists():
            with pretend(datetime.combine(row["day"], AFTERWARDS)):
                transitions.publish_performance(quarter, None, by=None)
