"""A plan as a document: one set of blocks for the page, the PDF and the Word file, in the template's order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import register_converter

from common.documents.blocks import Block, Document, Heading, Paragraph
from common.documents.pdf import to_pdf
from common.documents.word import to_docx
from council.models import CouncilSettings
from serviceplans.choices import IN_FORCE, Status
from serviceplans.content import content_of
from serviceplans.models import PlanVersion
from serviceplans.parts import kind_for


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
    blocks: list[Block] = []
    for section in content["sections"]:
        title = f"{section['number']}. {section['heading']}" if section["number"] else section["heading"]
        blocks.append(Heading(1, title, anchor=f"section-{section['key']}"))
        for part in section["parts"]:
            blocks.extend(kind_for(part).document(part["data"]))
    approved = version.status in IN_FORCE or version.approved_at is not None
    return Document(
        title=f"{content['plan']['service']} {content['plan']['cycle']}",
        subtitle=f"Service plan · {content['plan']['directorate']} · {standing_words(version)}",
        blocks=[*blocks, *signature(version)],
        author=CouncilSettings.current().name,
        footer=f"{content['plan']['code']} · version {version.number}",
        watermark="" if approved else f"{Status(version.status).label}: not yet approved",
        landscape=True,
    )


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
            f"{d.get_step_display()}: {d.post_title}, {d.at.day} {d.at:%B %Y}"
            + (f", at {d.meeting}" if d.meeting else "")
        )
        for d in steps
    ]
    digest = Paragraph(f"SHA-256 of the signed content: {version.frozen.digest}", style="muted")
    return [Heading(1, "Sign-off", anchor="sign-off"), *lines, digest]


def file_response(version: PlanVersion, chosen: Format, content: dict[str, Any]) -> HttpResponse:
    """The plan, as far as ``content`` shows it, as a download named after its code."""
    response = HttpResponse(chosen.write(document_of(version, content)), content_type=chosen.mime)
    name = f"{version.plan.service.prefix}-{version.plan.cycle.slug}-v{version.number}.{chosen.extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
