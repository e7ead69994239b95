"""What changed between two versions, as a document that a councillor can read: a summary, then section by section."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.utils.timezone import localdate

from common.differences import words
from common.documents.blocks import Block, Bullets, Changes, Document, Facts, Heading, Paragraph, Span
from common.values.dates import format_date
from council.models import CouncilSettings
from serviceplans.choices import Status
from serviceplans.exports.plan import Format
from serviceplans.models import PlanVersion
from serviceplans.rules import Change, Comparison, PartChanges, summary
from serviceplans.rules.comparison import ADDED, CHANGED, REMOVED

KEY = (
    "Words that were taken out are struck through in [square brackets]; words that were put in are underlined in "
    "‹angle brackets›."
)
VERBS = {ADDED: "Added", REMOVED: "Taken out", CHANGED: "Changed"}
STOPPED = {"action": "Stopped", "risk": "No longer shown", "indicator": "No longer shown"}
ORDER = "The rows, or the items of a list, stand in another order."
REGISTER = "Only the register has moved: nobody changed the plan."


def comparison_document(comparison: Comparison, before: PlanVersion, after: PlanVersion) -> Document:
    """The comparison of two versions of a plan."""
    plan, numbers = after.plan, f"Version {before.number} and version {after.number}"
    approved = before.approved_at and after.approved_at
    return Document(
        title=f"{plan}: what changed",
        subtitle=f"{numbers} of the service plan · {plan.service.directorate.name}",
        blocks=[*comparison_head(comparison, before, after), *comparison_blocks(comparison)],
        author=CouncilSettings.current().name,
        footer=f"{plan.code} · version {before.number} compared with version {after.number}",
        watermark="" if approved else f"{Status(after.status).label}: not yet approved",
    )


def comparison_head(comparison: Comparison, before: PlanVersion, after: PlanVersion) -> list[Block]:
    """Which two versions these are, and what changed in short."""
    which = Facts([(f"Version {version.number}", standing(version)) for version in (before, after)])
    return [which, Heading(1, "In short", anchor="in-short"), *in_short(comparison)]


def standing(version: PlanVersion) -> str:
    """Where a version stands, since when: "Superseded; in force from 30 July 2019 to 16 August 2019"."""
    label = str(Status(version.status).label)
    if version.approved_at is None:
        return f"{label}; not yet approved"
    since = format_date(localdate(version.approved_at))
    if version.superseded_at is None:
        return f"{label}; in force since {since}"
    return f"{label}; in force from {since} to {format_date(localdate(version.superseded_at))}"


def in_short(comparison: Comparison) -> list[Block]:
    phrases = summary(comparison)
    if not phrases:
        return [Paragraph("Nothing differs between the two.")]
    return [Bullets([phrase[0].upper() + phrase[1:] for phrase in phrases])]


def comparison_blocks(comparison: Comparison) -> list[Block]:
    """Section by section, what was added, taken out and changed; the sections in which nothing changed are named last."""
    if not comparison:
        return []
    blocks: list[Block] = [Paragraph(KEY, style="note")]
    for section in comparison.sections:
        if section:
            blocks.append(Heading(1, section.title, anchor=f"section-{section.key}"))
            blocks += [block for part in section.parts if part for block in _part(part)]
    same = [section.title for section in comparison.sections if not section]
    if same:
        blocks.append(Paragraph(f"Nothing changed in: {'; '.join(same)}.", style="muted"))
    return blocks


def _part(part: PartChanges) -> Iterator[Block]:
    yield Heading(2, part.title, anchor=part.key)
    if part.reordered:
        yield Paragraph(ORDER, style="muted")
    for change in part.changes:
        yield from _change(change)


def _change(change: Change) -> Iterator[Block]:
    item = change.item
    if item.what != "field":
        verb = STOPPED.get(item.what, VERBS[REMOVED]) if change.kind == REMOVED else VERBS[change.kind]
        yield Heading(3, f"{verb}: {f'{item.reference} {item.name}'.strip()}")
    if change.is_register:
        yield Paragraph(REGISTER, style="muted")
    if change.kind == ADDED and item.what != "field":
        yield _new(change)
    elif change.kind == CHANGED or item.what in ("field", "row"):
        facts: list[tuple[str, list[Span]]] = [(fact.label, fact.spans) for fact in change.facts]
        yield Changes([*facts, *(_inner(inner) for inner in change.within)])


def _new(change: Change) -> Facts:
    """All of a new row, unmarked, since its heading says that it is new; without what the heading and a register say."""
    told = [fact.after for fact in change.facts if not fact.after.register and fact.after.text != change.item.name]
    milestones = [inner.item.name for inner in change.within]
    return Facts(
        [
            *((fact.label, fact.text) for fact in told),
            *([("Milestones and deliverables", "\n".join(milestones))] if milestones else []),
        ]
    )


def _inner(change: Change) -> tuple[str, list[Span]]:
    """A milestone in one line within its action's changes."""
    told = {ADDED: "added", REMOVED: "taken out", CHANGED: "changed"}[change.kind]
    before = change.was.name if change.was else ""
    after = "" if change.kind == REMOVED else change.item.name
    return f"{change.item.what.capitalize()} {told}", words(before, after)


def comparison_response(document: Document, chosen: Format, before: PlanVersion, after: PlanVersion) -> HttpResponse:
    """The comparison as a download named after the plan and its two versions."""
    response = HttpResponse(chosen.write(document), content_type=chosen.mime)
    plan = after.plan
    name = f"{plan.service.prefix}-{plan.cycle.slug}-v{before.number}-v{after.number}.{chosen.extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
