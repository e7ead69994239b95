"""What anybody may read: published plans, as they were frozen, without what is confidential."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse

from common.documents.blocks import Document
from risks.models import Risk
from serviceplans.content import standing_content
from serviceplans.exports import document_of
from serviceplans.models import PlanVersion
from serviceplans.withholding import for_the_public, without_withheld_figures


@dataclass(frozen=True)
class PublishedPlan:
    """One line of a list of published plans."""

    title: str
    directorate: str
    url: str
    published_at: datetime


def published_plans() -> list[PublishedPlan]:
    """The latest published version of each plan, newest first. One query."""
    latest = {version.plan_id: version for version in _published().defer("frozen__content").order_by("number")}
    lines = [
        PublishedPlan(str(v.plan), v.plan.service.directorate.name, address(v), v.published_at)
        for v in latest.values()
        if v.published_at
    ]
    return sorted(lines, key=lambda line: (-line.published_at.timestamp(), line.title))


def published_version(prefix: str, cycle: str) -> PlanVersion | None:
    """The latest published version of one plan (``cycle`` as in addresses, 2019-20), or None where none is published."""
    asked = _published().filter(plan__service__prefix__iexact=prefix, plan__cycle__name=cycle.replace("-", "/"))
    return asked.prefetch_related("decisions__meeting").order_by("number").last()


def public_document(version: PlanVersion) -> tuple[Document, int]:
    """The plan as anybody may read it, and how many confidential risks are withheld from it.

    It carries no mark: what was published was approved, even where a later version has taken its place since.
    """
    content, withheld = public_content(version)
    return replace(document_of(version, content), watermark=""), withheld


def public_content(version: PlanVersion) -> tuple[dict[str, Any], int]:
    """The plan as it stands, without what stays inside the council, the figures that are withheld now and the risks that are
    confidential; and how many of those are withheld."""
    content = for_the_public(version, without_withheld_figures(standing_content(version)))
    parts = list(_risk_parts(content))
    shown = {risk["id"] for part in parts for risk in part["data"]["risks"]}
    hidden = set(Risk.objects.filter(pk__in=shown, confidential=True).values_list("pk", flat=True)) if shown else set()
    for part in parts:
        part["data"]["risks"] = [risk for risk in part["data"]["risks"] if risk["id"] not in hidden]
    return content, len(hidden)


def address(version: PlanVersion) -> str:
    return reverse("public_plan", args=[version.plan.service.slug, version.plan.cycle.slug])


def _published() -> Any:
    """What a visitor may see, whoever asks: somebody who is signed in gets the published text here, not their draft."""
    rows = PlanVersion.objects.visible_to(None).filter(frozen__isnull=False)
    return rows.select_related("plan__service__directorate", "plan__cycle", "frozen")


def _risk_parts(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for section in content["sections"]:
        yield from (part for part in section["parts"] if part["kind"] == "risks")
