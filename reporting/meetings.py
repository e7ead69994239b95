"""What the pages of DMT meetings show: the calendar of meetings, and one meeting as one person sees it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q

from common.today import today
from council.choices import Attendance, Role
from council.models import Directorate, DmtMeeting, Post
from council.permissions import authority, may_keep_meeting, may_keep_meetings_of
from reporting.agenda import Agenda, agenda_of
from reporting.models import MeetingItem
from reporting.transitions.meetings import is_open_to_change
from serviceplans.choices import Status
from serviceplans.models import PlanVersion

SHOWN_BEFORE = 24  # meetings of the past: two years of a directorate's


@dataclass(frozen=True)
class MeetingLine:
    meeting: DmtMeeting
    waiting: int
    decided: int


@dataclass(frozen=True)
class MeetingList:
    """``ahead`` from today on, the next first; ``before`` the latest first."""

    ahead: list[MeetingLine]
    before: list[MeetingLine]
    directorates: list[Directorate]
    chosen: Directorate | None
    may_add: bool


def meeting_list(user: Any, asked: str = "") -> MeetingList:
    """The meetings that this person may see, of the directorate asked for (its key) or of all. Four queries."""
    seen = DmtMeeting.objects.visible_to(user).select_related("directorate", "chair")
    directorates = list(Directorate.objects.filter(pk__in=seen.order_by().values("directorate")))
    chosen = next((d for d in directorates if d.key == asked), None)
    rows = seen.filter(directorate=chosen) if chosen else seen
    rows = rows.annotate(decided=Count("items", filter=~Q(items__outcome="")))
    waiting = _waiting(user)
    ahead = [MeetingLine(m, waiting.get(m.directorate_id, 0), m.decided) for m in rows.filter(date__gte=today())]
    earlier = rows.filter(date__lt=today()).order_by("-date", "directorate__name")[:SHOWN_BEFORE]
    before = [MeetingLine(m, 0, m.decided) for m in earlier]
    return MeetingList(ahead, before, directorates, chosen, bool(directorates_kept_by(user)))


def _waiting(user: Any) -> dict[int, int]:
    """How many plans wait for each directorate's next meeting."""
    rows = PlanVersion.objects.visible_to(user).filter(status=Status.DMT_REVIEW).order_by()
    return dict(rows.values_list("plan__service__directorate").annotate(Count("pk")))


def directorates_kept_by(user: Any) -> Any:
    """The directorates to whose calendars this person may add meetings."""
    who = authority(user)
    if who.has(Role.PERFORMANCE_OFFICER):
        return Directorate.objects.all()
    return Directorate.objects.filter(pk__in=who.corner("directorate", Role.DIRECTOR))


def asked_to(meeting: DmtMeeting) -> dict[Post, str]:
    """The posts that a meeting asks, with whether they came: as saved, else the directorate's Director and plan holders."""
    usual = Q(directorate=meeting.directorate_id, role__in=[Role.DIRECTOR, Role.PLAN_HOLDER])
    rows = Post.objects.annotate(asked=FilteredRelation("attends", condition=Q(attends__meeting=meeting)))
    rows = rows.filter(usual | Q(asked__isnull=False)).annotate(came=F("asked__attendance"))
    found: dict[Post, str] = {post: post.came or "" for post in rows}
    kept = {post: came for post, came in found.items() if came}
    return kept or dict.fromkeys(found, Attendance.ASKED.value)


class MeetingPage:
    """One meeting as one person sees it."""

    def __init__(self, meeting: DmtMeeting, user: Any) -> None:
        self.meeting = meeting
        self.user = user
        self.may_keep = may_keep_meeting(user, meeting)
        self.may_reopen = meeting.is_closed and bool(may_keep_meetings_of(user, meeting.directorate))
        self.begun = meeting.date <= today()
        self.my_posts = authority(user).post_ids

    @cached_property
    def agenda(self) -> Agenda:
        return agenda_of(self.meeting, self.user)

    @cached_property
    def asked(self) -> dict[Post, str]:
        return asked_to(self.meeting)

    @property
    def chair(self) -> str:
        return self.meeting.chair.title if self.meeting.chair else "the Director"

    @property
    def attendance(self) -> list[tuple[str, list[str]]]:
        """Who was present, who sent apologies, who is asked; each with its posts."""
        found = [
            (str(kind.label), [post.title for post, came in self.asked.items() if came == kind]) for kind in Attendance
        ]
        if self.meeting.others_present:
            found.append(("Others present", [self.meeting.others_present]))
        return [(label, titles) for label, titles in found if titles]

    @property
    def may_record(self) -> bool:
        return bool(self.may_keep) and self.begun

    @property
    def links(self) -> dict[str, str]:
        names = ("edit", "record", "business", "close", "reopen", "call_off")
        return {name: self.meeting.address(f"meeting_{name}") for name in names}

    @property
    def files(self) -> list[tuple[str, str]]:
        """The pack beforehand, and the minutes once something can be recorded: (words, address)."""
        kinds = [("pack", "Agenda pack"), *([("minutes", "Minutes")] if self.begun else [])]
        endings = (("pdf", "PDF"), ("docx", "Word"))
        return [
            (f"{words} ({name})", self.meeting.address("meeting_export", kind, ending))
            for kind, words in kinds
            for ending, name in endings
        ]

    def is_mine(self, row: MeetingItem | None) -> bool:
        """Whether this person may mark an action of the meeting as done."""
        if row is None or not row.is_open_action:
            return False
        kept = bool(may_keep_meetings_of(self.user, self.meeting.directorate))
        return kept or row.owner_post_id in self.my_posts

    @cached_property
    def sections(self) -> list[dict[str, Any]]:
        """The agenda's sections with, for each item, what this person may do with it."""
        return [
            {
                "section": section,
                "lines": [
                    {
                        "item": item,
                        "may_record": self.may_record and (item.recorded is None or is_open_to_change(item.recorded)),
                        "may_finish": self.is_mine(item.recorded),
                        "may_remove": bool(self.may_keep)
                        and section.kind == "other"
                        and item.recorded is not None
                        and not item.recorded.outcome,
                    }
                    for item in section.items
                ],
            }
            for section in self.agenda.sections
        ]
