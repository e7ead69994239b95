"""What of a plan's content one person reads: confidential risks are for those who write, review or sign the plan."""

from typing import Any

from council.permissions import authority
from risks.models import Risk
from risks.querysets import READS_CONFIDENTIAL
from serviceplans import permissions as may
from serviceplans.models import PlanVersion


def reads_all(user: Any, version: PlanVersion) -> bool:
    """Whether this person writes, reviews or signs the plan, or reads confidential risks across the council."""
    who = authority(user)
    return bool(
        who.has(*READS_CONFIDENTIAL)
        or may.holds(user, version)
        or may.contributes(user, version)
        or may.reviewer_post(user, version)
        or who.post_ids & may.member_post_ids(version)
    )


def shown_to(user: Any, version: PlanVersion, content: dict[str, Any]) -> dict[str, Any]:
    """The content without the risks that are confidential now and not this person's to see; each part says how many."""
    if reads_all(user, version):
        return content
    parts = [part for section in content["sections"] for part in section["parts"] if part["kind"] == "risks"]
    shown = {risk["id"] for part in parts for risk in part["data"]["risks"]}
    if not shown:
        return content
    secret = Risk.objects.filter(pk__in=shown, confidential=True)
    hidden = set(secret.exclude(pk__in=Risk.objects.visible_to(user).values("pk")).values_list("pk", flat=True))
    for part in parts:
        kept = [risk for risk in part["data"]["risks"] if risk["id"] not in hidden]
        part["data"] = {"risks": kept, "withheld": len(part["data"]["risks"]) - len(kept)}
    return content
