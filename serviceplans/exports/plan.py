"""A plan as a document: one set of blocks for the page, the PDF and the Word file, in the template's order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import register_converter
from django.utils.timezone import localdate

from common.documents.blocks import Block, Cell, Document, Heading, Paragraph, Table
from common.documents.pdf import to_pdf
from common.documents.prepare import folded
from common.documents.word import to_docx
from common.values.dates import format_date
from council.models import CouncilSettings
from serviceplans.choices import IN_FORCE, Cause, ChangeKind, Status
from serviceplans.content import changes_made, content_of, signed_content
from serviceplans.models import PlanVersion
from serviceplans.parts import kind_for
from serviceplans.rules.inside import WHOLE, lines_of, standing_under, touches

SINCE_APPROVAL = (
    "A typing error or a new owner is put right by the officer, and a date is moved by the Director; anything else is a "
    "revision. The text above reads as it stands now, and marks each change with its number."
)


@dataclass(frozen=True)
class Format:
    extension: str
    mime: str
    write: Callable[[Document], bytes]


FORMATS = {
    "pdf": Format("pdf", "application/pdf", to_pdf),
    "docx": Format("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", to_docx),
}


class FormatConverter:
    """The endings that a plan can be exported with; any other address is not found."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormatConverter, "plan_format")


def document_of(version: PlanVersion, content: dict[str, Any] | None = None) -> Document:
    """The whole plan in the template's order, with its sections, parts and tables."""
    content = content or content_of(version)
    blocks: list[Block] = revision_note(version)
    for section in content["sections"]:
        blocks += section_blocks(version, content, section)
    approved = version.status in IN_FORCE or version.approved_at is not None
    return Document(
        title=f"{content['plan']['service']} {content['plan']['cycle']}",
        subtitle=f"Service plan · {content['plan']['directorate']} · {standing_words(version)}",
        blocks=[*blocks, *left_out_note(content), *changes_since(version, content), *signature(version)],
        author=CouncilSettings.current().name,
        footer=f"{content['plan']['code']} · version {version.number}",
        watermark="" if approved else f"{Status(version.status).label}: not yet approved",
        landscape=True,
        made_from=made_from(version),
    )


def section_blocks(version: PlanVersion, content: dict[str, Any], section: dict[str, Any]) -> list[Block]:
    """A section's heading and its parts. Where its first part is called as it is, one heading stands for both."""
    title = f"{section['number']}. {section['heading']}" if section["number"] else section["heading"]
    blocks: list[Block] = [Heading(1, title, anchor=f"section-{section['key']}")]
    for place, part in enumerate(section["parts"]):
        kind = kind_for(part)
        heading, *body = kind.document(part["data"])
        if place == 0 and kind.one_form and folded(kind.heading) == folded(section["heading"]):
            blocks, heading = [], Heading(1, title, anchor=kind.key)
        blocks += [heading, *inside_note(version, content, part), *body]
    return blocks


def made_from(version: PlanVersion) -> str:
    """What a file says of the state that it was made from, so that one that comes back late can be told."""
    return f"{version.plan.code} v{version.number}, {version.changed_at.isoformat()}"


def revision_note(version: PlanVersion) -> list[Block]:
    """Of a revision: where it comes from, and why."""
    if not version.why:
        return []
    said = f"Version {version.number} revises the plan. {Cause(version.cause).label}: {version.why}"
    return [Paragraph(said, style="note")]


def inside_note(version: PlanVersion, content: dict[str, Any], part: dict[str, Any]) -> list[Block]:
    """For those inside the council: what of a part is not published."""
    rows = {row for key, row in version.marks if key == part["key"]}
    if not rows or "left_out" in content:
        return []
    if WHOLE in rows:
        return [Paragraph("Internal: this part is not published.", style="muted")]
    names = "; ".join(f"“{line.name}”" for line in lines_of(part) if line.row in rows)
    return [Paragraph(f"Internal, and not published: {names}.", style="muted")] if names else []


def left_out_note(content: dict[str, Any]) -> list[Block]:
    """For the public: that something is left out, and not what."""
    if not content.get("left_out"):
        return []
    return [Paragraph("Some of this plan stays inside the council and is not published.", style="note")]


def changes_since(version: PlanVersion, content: dict[str, Any]) -> list[Block]:
    """What was changed since approval, in the order in which the text marks it; nothing where nothing was.

    The public does not read the changes of what is kept from them.
    """
    made = list(enumerate(changes_made(version), 1))
    if made and "left_out" in content:
        under, marks = standing_under(signed_content(version)), version.marks
        made = [(n, c) for n, c in made if not touches(marks, c.part_key, c.row, c.field, under)]
    if not made:
        return []
    columns = ["Change", "What", "Before", "After", "By, and when", "Why"]
    rows = [
        [
            Cell(str(number)),
            Cell(change.what),
            Cell(change.before or "Nothing"),
            Cell(change.after),
            Cell(f"{change.post}, {format_date(localdate(change.at))}"),
            Cell(change.reason or str(ChangeKind(change.kind).label)),
        ]
        for number, change in made
    ]
    return [
        Heading(1, "Changes since approval", anchor="changes-since-approval"),
        Paragraph(SINCE_APPROVAL),
        Table("Corrections, new owners and moved dates, in order", columns, rows, [0.7, 2, 2.2, 2.2, 2, 2]),
    ]


def standing_words(version: PlanVersion) -> str:
    return f"{Status(version.status).label}, version {version.number}"


def signature(version: PlanVersion) -> list[Block]:
    """Who signed what, and the digest of exactly that; nothing for a draft."""
    if version.frozen is None:
        return []
    steps = [d for d in version.decisions.all() if d.digest == version.frozen.digest]
    if not steps:
        return []
    lines = [
        Paragraph(
            f"{d.get_step_display()}: {d.post_title}, {format_date(localdate(d.at))}"
            + (f", at {d.meeting}" if d.meeting else "")
        )
        for d in steps
    ]
    digest = Paragraph(f"SHA-256 of the signed content: {version.frozen.digest}", style="muted")
    if changes_made(version):
        lines.append(Paragraph("The changes since approval are not part of what was signed.", style="muted"))
    return [Heading(1, "Sign-off", anchor="sign-off"), *lines, digest]


def file_response(version: PlanVersion, chosen: Format, content: dict[str, Any]) -> HttpResponse:
    """The plan, as far as ``content`` shows it, as a download named after its code."""
    response = HttpResponse(chosen.write(document_of(version, content)), content_type=chosen.mime)
    name = f"{version.plan.service.prefix}-{version.plan.cycle.slug}-v{version.number}.{chosen.extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
