"""What waits for a DMT, kind by kind, as far as a person may read it. Each function runs a constant number of queries."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from common.today import today
from common.values.years import format_date
from council.models import DmtMeeting
from performance.models import Indicator
from performance.standing import Standing, standings
from reporting.agenda.shape import Item
from reporting.choices import ClinicState, ItemKind, Outcome
from reporting.models import Clinic, MeetingItem
from risks.choices import Escalation
from risks.models import Risk
from risks.register import worst_first
from risks.standing import RiskStanding, describe
from serviceplans.choices import ActionStatus, PriorityLevel, Status, Step
from serviceplans.due import quarter_to_report
from serviceplans.models import ActionVersion, Decision, PlanVersion
from serviceplans.standing import due_line, is_overdue, open_actions, slips

BINDING = (PriorityLevel.STATUTORY, PriorityLevel.MUST)


def rows_of(meeting: DmtMeeting) -> tuple[list[MeetingItem], list[MeetingItem]]:
    """What the meeting itself recorded, and the actions that earlier meetings agreed and that were open on its day."""
    still_open = Q(outcome=Outcome.ACTION) & (Q(done_on=None) | Q(done_on__gte=meeting.date))
    earlier = still_open & Q(meeting__directorate=meeting.directorate_id, meeting__date__lt=meeting.date)
    rows = MeetingItem.objects.filter(earlier | Q(meeting=meeting))
    found = list(rows.select_related("meeting", "owner_post", "decision", "clinic"))
    return [row for row in found if row.meeting_id == meeting.pk], [r for r in found if r.meeting_id != meeting.pk]


def matters(rows: list[MeetingItem]) -> list[Item]:
    """Actions that earlier meetings agreed and that nobody has done, the longest overdue first."""
    return [
        Item(
            kind=ItemKind.MATTER,
            reference=f"M{row.pk}",
            title=row.text,
            url=row.url,
            now=f"Due {format_date(row.due)}" if row.due else "No date was set",
            rating="red" if row.due and row.due < today() else "",
            word="Overdue" if row.due and row.due < today() else "",
            why=f"Agreed on {format_date(row.meeting.date)}: {row.title}",
            owner=row.owner,
        )
        for row in sorted(rows, key=lambda row: (row.due is None, row.due or date.max, row.pk))
    ]


def plans(meeting: DmtMeeting, user: Any) -> list[Item]:
    """Plans of the directorate in DMT review, the longest waiting first."""
    rows = PlanVersion.objects.visible_to(user).filter(
        status=Status.DMT_REVIEW, plan__service__directorate=meeting.directorate_id
    )
    rows = rows.select_related("plan__service__holder_post", "plan__cycle").order_by("submitted_at")
    return [_of_plan(version) for version in rows]


def _of_plan(version: PlanVersion) -> Item:
    plan, holder = version.plan, version.plan.service.holder_post
    since = f"Submitted on {format_date(localdate(version.submitted_at))}" if version.submitted_at else ""
    again = "a revision of the plan in force" if version.number > 1 else "its first version"
    return Item(
        kind=ItemKind.PLAN,
        reference=plan.code,
        title=str(plan),
        url=plan.address("plan_review"),
        now=since,
        why=f"Version {version.number}, {again}.",
        owner=holder.title if holder else "",
    )


def indicators(meeting: DmtMeeting, user: Any) -> list[Item]:
    """The directorate's red indicators in the quarter that has closed, those that worsen first."""
    own = Q(directorate=meeting.directorate_id) | Q(service__directorate=meeting.directorate_id)
    rows = Indicator.objects.visible_to(user).filter(own, retired=False).select_related("owner_post")
    red = [found for found in standings(rows, quarter_to_report()).values() if found.rating.colour == "red"]
    return [_of_indicator(found) for found in sorted(red, key=_worst_indicator)]


def _worst_indicator(standing: Standing) -> tuple[bool, str]:
    return standing.direction.word != "worsening", standing.indicator.reference


def _of_indicator(standing: Standing) -> Item:
    indicator = standing.indicator
    return Item(
        kind=ItemKind.INDICATOR,
        reference=indicator.reference,
        title=indicator.name,
        url=reverse("indicator", args=[indicator.slug]),
        rating="red",
        now=f"{standing.shown}, {standing.direction.word}" if standing.direction.word != "none" else standing.shown,
        why=standing.rating.sentence,
        doing=standing.commentary,
        owner=indicator.owner,
    )


def actions(meeting: DmtMeeting, user: Any) -> list[Item]:
    """The directorate's open actions that are off track or overdue, the statutory and binding ones first."""
    own = Q(version__plan__service__directorate=meeting.directorate_id)
    return [_of_action(row) for row in sorted(filter(slips, open_actions(user, own)), key=_worst_action)]


def _worst_action(action: ActionVersion) -> tuple[bool, str, str]:
    return action.priority_level not in BINDING, str(action.due or "9999"), action.action.reference


def _of_action(action: ActionVersion) -> Item:
    off_track = action.latest == ActionStatus.OFF_TRACK  # type: ignore[attr-defined]
    level, late = action.get_priority_level_display(), is_overdue(action)
    days = (today() - action.due).days if action.due and late else 0
    reasons = [f"{level} action"] if level else []
    reasons += ["its officer says that it is off track"] if off_track else []
    reasons += [f"{days} day{'s' * (days != 1)} past its date"] if days else []
    why = "; ".join(reasons)
    return Item(
        kind=ItemKind.ACTION,
        reference=action.action.reference,
        title=action.text,
        url=reverse("action", args=[action.action.reference]),
        rating="red",
        word="Off track" if off_track else "Overdue",
        now=due_line(action),
        why=f"{why[:1].upper()}{why[1:]}." if why else "",
        doing=action.said or "",  # type: ignore[attr-defined]
        owner=action.lead or "",  # type: ignore[attr-defined]
    )


def risks(meeting: DmtMeeting, user: Any) -> list[Item]:
    """The directorate's open risks that are red, or escalated above the directorate; the worst first.

    A confidential risk is not put on an agenda, which others read: its owner brings it.
    """
    own = Q(directorate=meeting.directorate_id) | Q(service__directorate=meeting.directorate_id)
    rows = Risk.objects.visible_to(user).for_register().filter(own, confidential=False)
    found = [r for r in describe(rows) if r.rating == "red" or r.risk.escalation == Escalation.CORPORATE]
    return [_of_risk(standing) for standing in sorted(found, key=worst_first)]


def _of_risk(standing: RiskStanding) -> Item:
    reasons = [standing.explanation] if standing.rating == "red" else []
    reasons += ["Escalated to the whole council."] if standing.risk.escalation == Escalation.CORPORATE else []
    score = f"Score {standing.score}" if standing.score is not None else ""
    movement = "" if standing.movement.word == "none" else standing.movement.word
    return Item(
        kind=ItemKind.RISK,
        reference=standing.reference,
        title=standing.sentence,
        url=standing.url,
        rating=standing.rating,
        now=", ".join(part for part in (score, movement) if part),
        why=" ".join(reasons),
        doing="; ".join(standing.measures),
        owner=standing.owner,
    )


def clinics(meeting: DmtMeeting, user: Any) -> list[Item]:
    """The directorate's clinics that are called, and those held since the quarter began."""
    since = quarter_to_report().next().start
    rows = Clinic.objects.visible_to(user).for_list().filter(directorate=meeting.directorate_id)
    rows = rows.filter(Q(state=ClinicState.CALLED) | Q(state=ClinicState.HELD, date__gte=since)).order_by("date", "pk")
    return [
        Item(
            kind=ItemKind.CLINIC,
            reference=f"C{row.pk}",
            title=f"Clinic on {row.name}",
            url=row.get_absolute_url(),
            now=f"{row.get_state_display()}: {format_date(row.date)}",
            why=row.why,
            doing=row.conclusion,
            owner=row.chair.title if row.chair else "",
        )
        for row in rows
    ]


def taken(meeting: DmtMeeting, user: Any) -> list[Item]:
    """Plans about which a decision was taken at the meeting on the plan's own page, with that decision as its outcome."""
    rows = Decision.objects.filter(meeting=meeting, items=None, version__in=PlanVersion.objects.visible_to(user))
    outcomes = {Step.AGREE: Outcome.AGREE, Step.RETURN_TO_HOLDER: Outcome.RETURN}
    rows = rows.filter(step__in=outcomes).select_related("version__plan__service__holder_post", "version__plan__cycle")
    return [
        replace(
            _of_plan(row.version),
            url=row.version.plan.get_absolute_url(),
            recorded=MeetingItem(
                meeting=meeting, kind=ItemKind.PLAN, outcome=outcomes[Step(row.step)], text=row.comment, decision=row
            ),
        )
        for row in rows.order_by("at")
    ]
