"""Puts an agenda together: actions of earlier meetings, plans waiting, exceptions, risks, clinics, and other business."""

from dataclasses import replace
from typing import Any

from common.today import today
from council.models import DmtMeeting
from reporting.agenda import gather
from reporting.agenda.shape import Agenda, Item, Section
from reporting.choices import ItemKind
from reporting.models import MeetingItem

HEADINGS = {
    ItemKind.MATTER: ("Actions from earlier meetings", "No action of an earlier meeting is open."),
    ItemKind.PLAN: ("Plans to review", "No plan waits for this meeting."),
    ItemKind.INDICATOR: ("Red indicators", "No indicator of the directorate is red."),
    ItemKind.ACTION: ("Actions off track or overdue", "No action is off track or overdue."),
    ItemKind.RISK: ("Red and escalated risks", "No risk is red or escalated to the council."),
    ItemKind.CLINIC: ("Performance clinics", "No clinic is called or was held this quarter."),
    ItemKind.OTHER: ("Other business", "Nobody has added anything."),
}
LONGEST = 12  # items of a kind: no meeting gets through more, and the registers list the others


def agenda_of(meeting: DmtMeeting, user: Any) -> Agenda:
    """The agenda as this person may read it, with what has been decided: as it was fixed, or as it is today."""
    rows, earlier = gather.rows_of(meeting)
    made = Agenda.from_dict(meeting.agenda) if meeting.agenda else live_agenda(meeting, user, earlier)
    return with_outcomes(made, rows, gather.taken(meeting, user))


def live_agenda(meeting: DmtMeeting, user: Any, earlier: list[MeetingItem]) -> Agenda:
    """What waits for the meeting today: nothing, once a later meeting has taken place. A constant number of queries."""
    later = DmtMeeting.objects.filter(directorate=meeting.directorate_id, date__gt=meeting.date, date__lte=today())
    if later.exists():
        return Agenda(tuple(_section(kind, []) for kind in HEADINGS))
    found = {
        ItemKind.MATTER: gather.matters(earlier),
        ItemKind.PLAN: gather.plans(meeting, user),
        ItemKind.INDICATOR: gather.indicators(meeting, user),
        ItemKind.ACTION: gather.actions(meeting, user),
        ItemKind.RISK: gather.risks(meeting, user),
        ItemKind.CLINIC: gather.clinics(meeting, user),
    }
    return Agenda(tuple(_section(kind, found.get(kind, [])) for kind in HEADINGS))


def _section(kind: ItemKind, items: list[Item]) -> Section:
    heading, empty = HEADINGS[kind]
    cut = LONGEST if kind not in (ItemKind.PLAN, ItemKind.MATTER) else len(items)
    left = len(items) - cut
    note = (
        f"The {cut} worst are listed; {left} more {'is' if left == 1 else 'are'} in the register." if left > 0 else ""
    )
    return Section(kind, heading, empty, tuple(items[:cut]), note)


def with_outcomes(agenda: Agenda, rows: list[MeetingItem], taken: list[Item]) -> Agenda:
    """Each item with what the meeting decided about it. What was decided stays, though it waits no more.

    ``taken``: plans whose decision was taken on their own page; a fixed agenda has them already.
    """
    by_key = {f"{row.kind}:{row.reference}": row for row in rows if row.reference}
    decided = {item.key: item for item in taken}
    sections = []
    for section in agenda.sections:
        items = [replace(decided.pop(i.key, i), url=i.url) for i in section.items]
        items = [
            replace(item, recorded=by_key.pop(item.key, item.recorded)) for item in items if item.kind != ItemKind.OTHER
        ]
        gone = [_of_row(row) for key, row in list(by_key.items()) if row.kind == section.kind]
        if section.kind == ItemKind.PLAN:
            gone += [item for item in decided.values() if item.key not in by_key]
        if section.kind == ItemKind.OTHER:
            gone += [_of_row(row) for row in rows if not row.reference]
        sections.append(replace(section, items=(*items, *gone)))
    return replace(agenda, sections=tuple(sections))


def _of_row(row: MeetingItem) -> Item:
    return Item(kind=row.kind, reference=row.reference or str(row.pk), title=row.title, url=row.url, recorded=row)
