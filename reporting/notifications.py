"""Who is told of a meeting's actions and of clinics."""

from common.values.years import format_date
from council.choices import NoticeKind
from council.models import DmtMeeting
from council.notifications import notify
from reporting.models import Clinic, MeetingItem


def action_given(item: MeetingItem, meeting: DmtMeeting) -> None:
    """Whoever holds the post is told what the meeting asks of it; told again where the words were changed."""
    by = f" by {format_date(item.due)}" if item.due else ""
    notify(
        [item.owner_post],
        kind=NoticeKind.DUE,
        about=f"meeting item {item.pk} {item.counter}",
        subject=f"An action for you from {meeting.name}",
        body=f"{meeting} asks you to act{by}.\n\n{item.text}",
        items=[(f"About: {item.title}", item.url)] if item.url else [],
        link=meeting.get_absolute_url(),
    )


def clinic_called(clinic: Clinic) -> None:
    """The chair and the owner of what it is on are told when it is, and why."""
    owner = clinic.indicator.owner_post if clinic.indicator else clinic.action.service.holder_post  # type: ignore[union-attr]
    notify(
        [clinic.chair, owner],
        kind=NoticeKind.DUE,
        about=f"clinic {clinic.pk}",
        subject=f"Performance clinic: {clinic.about}",
        body=f"A clinic on {clinic.name} is called for {format_date(clinic.date)}.\n\nWhy: {clinic.why}",
        link=clinic.get_absolute_url(),
    )
