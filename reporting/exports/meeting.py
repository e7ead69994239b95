"""A meeting's agenda pack and its minutes as documents: the pack has the whole of each plan that waits."""

from collections.abc import Callable
from dataclasses import replace

from django.utils.timezone import localdate

from common.documents.blocks import Block, Cell, Document, Facts, Heading, Paragraph, Table
from common.values.years import format_date
from council.models import CouncilSettings, DmtMeeting
from reporting.agenda import Item, Section
from reporting.choices import ItemKind
from reporting.meetings import MeetingPage
from reporting.models import MeetingItem
from serviceplans.choices import Status
from serviceplans.content import content_of
from serviceplans.exports import document_of
from serviceplans.models import PlanVersion
from serviceplans.withholding import shown_to

SAID = {"red": "Red", "amber": "Amber", "green": "Green", "none": "Not rated"}


def file_name(meeting: DmtMeeting, kind: str, extension: str) -> str:
    """dmt-cec-2019-08-20-minutes.pdf"""
    return f"dmt-{meeting.directorate.key}-{meeting.date.isoformat()}-{kind}.{extension}"


def pack(page: MeetingPage) -> Document:
    """The agenda, and after it the plans that are to be reviewed, whole."""
    blocks: list[Block] = [*_opening(page), *_agenda(page, decided=False), *_plans(page)]
    return _document(page, "Agenda", blocks)


def minutes(page: MeetingPage) -> Document:
    """Who came, and what was decided about each item."""
    notes = page.meeting.notes
    closing: list[Block] = [Heading(1, "Notes"), Paragraph(notes)] if notes else []
    state = (
        f"Agreed by {page.meeting.closed_post} on {format_date(localdate(page.meeting.closed_at))}."
        if page.meeting.is_closed and page.meeting.closed_at
        else "Not yet agreed."
    )
    blocks: list[Block] = [*_opening(page), *_agenda(page, decided=True), *closing, Paragraph(state, style="muted")]
    return replace(_document(page, "Minutes", blocks), watermark="" if page.meeting.is_closed else "Draft minutes")


KINDS: dict[str, Callable[[MeetingPage], Document]] = {"pack": pack, "minutes": minutes}


def _document(page: MeetingPage, kind: str, blocks: list[Block]) -> Document:
    meeting, council = page.meeting, CouncilSettings.current().name
    return Document(
        title=f"{kind}: {meeting.name}",
        subtitle=f"{council} · {meeting.date:%A} {format_date(meeting.date)}",
        blocks=blocks,
        author=council,
        footer=f"{meeting} · {kind.lower()}",
        landscape=True,
        dated=meeting.date,
    )


def _opening(page: MeetingPage) -> list[Block]:
    meeting = page.meeting
    time = f", {meeting.time:%H:%M}" if meeting.time else ""
    rows = [("When", f"{format_date(meeting.date)}{time}"), ("Where", meeting.place)]
    rows.append(("Chair", page.chair[:1].upper() + page.chair[1:]))
    rows += [(label, "\n".join(titles)) for label, titles in page.attendance]
    return [Facts([(term, value) for term, value in rows if value])]


def _agenda(page: MeetingPage, *, decided: bool) -> list[Block]:
    blocks: list[Block] = []
    for number, section in enumerate(page.agenda.sections, 1):
        blocks.append(Heading(1, f"{number}. {section.heading}", anchor=section.anchor))
        if not section.items:
            blocks.append(Paragraph(section.empty, style="muted"))
            continue
        blocks += _decided(section) if decided else [_to_discuss(section)]
        if section.note:
            blocks.append(Paragraph(section.note, style="muted"))
    return blocks


def _to_discuss(section: Section) -> Table:
    columns = ["Item", "Standing", "Why it is here", "What is being done", "Who"]
    rows = [[Cell(i.name), _standing(i), Cell(i.why), Cell(i.doing), Cell(i.owner)] for i in section.items]
    return Table("For discussion", columns, rows, [3.2, 1.4, 3, 3, 1.8])


def _decided(section: Section) -> list[Block]:
    """What was decided, and then what was on the agenda and not taken."""
    columns = ["Item", "Standing", "Decision", "In words", "Who, and by when"]
    taken = [(item, item.recorded) for item in section.items if item.recorded and item.recorded.outcome]
    rows = [[Cell(i.name), _standing(i), Cell(row.words), Cell(row.text), Cell(_who(row))] for i, row in taken]
    left = [item.name for item in section.items if not (item.recorded and item.recorded.outcome)]
    blocks: list[Block] = [Table("Decided", columns, rows, [3.2, 1.4, 1.4, 4, 2.2])] if rows else []
    return [*blocks, Paragraph(f"On the agenda and not taken: {'; '.join(left)}.", style="muted")] if left else blocks


def _who(row: MeetingItem) -> str:
    by = f", by {format_date(row.due)}" if row.due else ""
    done = f"\nDone on {format_date(row.done_on)}" if row.done_on else ""
    return f"{row.owner}{by}{done}"


def _standing(item: Item) -> Cell:
    words = item.word or SAID.get(item.rating, "")
    return Cell("\n".join(part for part in (words, item.now) if part), tone=item.rating if not item.now else "")


def _plans(page: MeetingPage) -> list[Block]:
    """Each plan that waits, whole, as this person may read it; its headings go one level down."""
    codes = [item.reference for item in page.agenda.items if item.kind == ItemKind.PLAN]
    rows = (
        PlanVersion.objects.visible_to(page.user)
        .with_plan()
        .filter(status=Status.DMT_REVIEW, plan__service__directorate=page.meeting.directorate_id)
    )
    blocks: list[Block] = []
    for version in sorted(rows, key=lambda v: v.submitted_at or v.begun_at):
        if version.plan.code not in codes:
            continue
        made = document_of(version, shown_to(page.user, version, content_of(version)))
        blocks += [Heading(1, f"Plan to review: {made.title}", anchor=f"plan-{version.plan.service.slug}")]
        blocks += [Paragraph(made.subtitle, style="muted"), *(_lowered(block) for block in made.blocks)]
    return blocks


def _lowered(block: Block) -> Block:
    return replace(block, level=min(block.level + 1, 4), anchor="") if isinstance(block, Heading) else block
