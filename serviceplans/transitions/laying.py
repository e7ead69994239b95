"""Giving the rows that hold a version's wording what a change since approval says, so that everything goes by it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from common.verdict import Conflict
from council.models import Post
from serviceplans.content import written
from serviceplans.models import ActionVersion, MilestoneVersion, ObjectiveVersion, PartContent, PlanChange, PlanVersion
from serviceplans.rules import all_changeables, parts_of

DAYS = {"due", "done_on"}


def part_of(content: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = next((part for _, part in parts_of(content) if part["key"] == key), None)
    if found is None:
        raise Conflict("This part is not in the plan in force.")
    return found


def holds_before(version: PlanVersion, change: PlanChange, content: Mapping[str, Any] | None = None) -> bool:
    """Whether a version says at the changed place what the plan in force said there before the change."""
    parts = parts_of(content or written(version, change.part_key))
    place = (change.row, change.field)
    return any(
        (found.row, found.field) == place and found.same(change.before)
        for _, part in parts
        if part["key"] == change.part_key
        for found in all_changeables(part)
    )


def with_posts(patch: dict[str, Any]) -> dict[str, Any]:
    """The patch with each officer told whether the words name a post of the council."""
    if "officers" in patch:
        named = [officer["words"] for officer in patch["officers"]]
        patch["officers"] = [{"words": words, "is_post": Post.objects.titled(words) is not None} for words in named]
    return patch


def lay_on_rows(version: PlanVersion, change: PlanChange) -> None:
    """Change the wording's row, and count its edit, so that a form that was opened before is stale."""
    row = change.row
    if row.startswith("milestone-"):
        milestones = MilestoneVersion.objects.select_related("action")
        milestone = milestones.get(action__version=version, milestone_id=int(row.removeprefix("milestone-")))
        _lay_on_milestone(milestone, change.patch)
    elif row.startswith("objective-"):
        objective = ObjectiveVersion.objects.get(version=version, objective_id=int(row.removeprefix("objective-")))
        objective.text, objective.counter = change.patch["text"], objective.counter + 1
        objective.save()
    elif action := ActionVersion.objects.filter(version=version, action__reference=row).first():
        _lay_on_action(action, change.patch)
    else:
        _lay_on_part(PartContent.objects.get(version=version, part__key=change.part_key), change)


def _lay_on_milestone(milestone: MilestoneVersion, patch: Mapping[str, Any]) -> None:
    _set(milestone, patch)
    milestone.save()
    milestone.action.counter += 1
    milestone.action.save(update_fields=["counter"])


def _lay_on_action(action: ActionVersion, patch: Mapping[str, Any]) -> None:
    _set(action, {name: value for name, value in patch.items() if name != "officers"})
    action.counter += 1
    action.save()
    if "officers" in patch:
        action.officers.all().delete()
        for position, officer in enumerate(patch["officers"]):
            words = officer["words"]
            action.officers.create(words=words, post=Post.objects.titled(words), position=position)


def _set(row: ActionVersion | MilestoneVersion, patch: Mapping[str, Any]) -> None:
    for name, value in patch.items():
        setattr(row, name, (date.fromisoformat(value) if value else None) if name in DAYS else value)


def _lay_on_part(content: PartContent, change: PlanChange) -> None:
    data = dict(content.data)
    if change.row:
        data["rows"] = [dict(row) for row in data.get("rows", [])]
        data["rows"][int(change.row) - 1].update(change.patch)
    else:
        data.update(change.patch)
    content.data, content.counter = data, content.counter + 1
    content.save(update_fields=["data", "counter"])
