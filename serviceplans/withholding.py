"""What of a plan's content one person reads: confidential risks are for those who write, review or sign the plan.

A signed plan keeps its figures; those of results that were withheld since are shown to nobody in it.
"""

from typing import Any

from council.choices import Role
from council.permissions import READS_ALL_DRAFTS, authority
from performance.choices import Direction, Rag, ResultState
from performance.standing import Hidden, withheld_since
from risks.models import Risk
from risks.querysets import READS_CONFIDENTIAL
from serviceplans import permissions as may
from serviceplans.models import ActionUpdate, PlanVersion
from serviceplans.rules.inside import without_inside


def reads_all(user: Any, version: PlanVersion) -> bool:
    """Whether this person writes, reviews or signs the plan, or reads confidential risks across the council."""
    who = authority(user)
    return bool(
        who.has(*READS_CONFIDENTIAL)
        or may.holds(user, version)
        or may.contributes(user, version)
        or may.signs(user, version)
        or who.signing_ids & may.member_post_ids(version)
    )


def reads_drafts(user: Any, version: PlanVersion) -> bool:
    """Whether this person reads this plan before it is approved, and so what was said about it on the way."""
    who = authority(user)
    service = version.plan.service
    return bool(
        who.has(*READS_ALL_DRAFTS)
        or may.holds(user, version)
        or may.contributes(user, version)
        or may.signs(user, version)
        or who.signing_ids & may.member_post_ids(version)
        or service.directorate_id in who.corner("directorate", Role.DIRECTOR, Role.PLAN_HOLDER)
        or service.pk in who.corner("service", Role.HEAD_OF_SERVICE)
    )


def shown_to(user: Any, version: PlanVersion, content: dict[str, Any]) -> dict[str, Any]:
    """The content without the risks that are confidential now and not this person's to see; each part says how many."""
    if authority(user).user_id is None:
        content = for_the_public(version, content)
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


def for_the_public(version: PlanVersion, content: dict[str, Any]) -> dict[str, Any]:
    """The content without what stays inside the council; ``left_out`` then names it, and is not to be shown to them."""
    if not version.inside:
        return content
    shown, names = without_inside(content, version.marks)
    return {**shown, "left_out": names}


def withheld_from_public(version: PlanVersion, content: dict[str, Any]) -> list[str]:
    """What anybody who reads the plan once it is published does not see, of ``content``, which holds all of it. One query."""
    left, names = without_inside(content, version.marks)
    parts = [part for section in left["sections"] for part in section["parts"]]
    shown = [risk for part in parts if part["kind"] == "risks" for risk in part["data"]["risks"]]
    of_plan = Risk.objects.filter(pk__in=[risk["id"] for risk in shown], confidential=True)
    secret = set(of_plan.values_list("pk", flat=True)) if shown else set()
    names += [f"Confidential risk: {risk['reference']} {risk['sentence']}" for risk in shown if risk["id"] in secret]
    word = str(ResultState.WITHHELD.label)
    tables = [part["data"] for part in parts if part["kind"] == "indicators"]
    rows = [row for data in tables for group in data["groups"] for row in group["indicators"]]
    names += [
        f"Figures withheld: {row['reference']} {row['name']}"
        for row in rows
        if word in (*row["results"], row["latest"])
    ]
    return names


def comments_inside(version: PlanVersion) -> list[str]:
    """What was said of the plan and its actions for the directorate and performance only, a line each. Two queries."""
    remarks = version.comments.filter(internal=True, parent=None)
    said = [f"Comment of the review by {remark.post}: {remark.text}" for remark in remarks]
    updates = ActionUpdate.objects.filter(action__versions__version=version).kept_inside().select_related("action")
    return said + [kept_line(update) for update in updates]


def kept_line(update: ActionUpdate) -> str:
    """An update of which the comment is kept inside, by its reference, quarter and post."""
    return f"Comment on {update.action.reference} for {update.period} by {update.post}"


def without_withheld_figures(content: dict[str, Any]) -> dict[str, Any]:
    """Frozen content, with "Withheld" in place of figures that may no longer be shown. One query, or five."""
    parts = [
        part["data"] for section in content["sections"] for part in section["parts"] if part["kind"] == "indicators"
    ]
    for data in parts:
        rows = {row["id"]: row for group in data["groups"] for row in group["indicators"]}
        hidden = withheld_since({pk: row["period"] for pk, row in rows.items()}, data["years"])
        for pk, what in hidden.items():
            _hide(rows[pk], what)
    return content


def _hide(row: dict[str, Any], what: Hidden) -> None:
    word = str(ResultState.WITHHELD.label)
    row["results"] = [word if hide else text for text, hide in zip(row["results"], what.years, strict=True)]
    if what.latest:
        row.update(latest=word, rating=Rag.NONE.value, rating_why=what.latest)
    if what.direction:
        row.update(direction="none", direction_words=str(Direction.NONE.label), arrow="flat", overridden=False)
        row["direction_why"] = what.direction
