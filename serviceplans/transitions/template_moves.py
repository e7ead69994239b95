"""A draft moves to a newer version of its template; what has no place there stays, until somebody takes it out."""

from typing import Any

from django.db import transaction

from common.verdict import Conflict
from council.models import User
from serviceplans.choices import TemplateState
from serviceplans.models import PartContent, Plan, PlanTemplate, PlanVersion
from serviceplans.permissions.templates import may_move_plan
from serviceplans.transitions.cloning import placed_contents
from serviceplans.transitions.locking import acting_post, done, editable, lock, require_fresh, touch, write_ledger

GONE = "This is no longer here: somebody has taken it out, or it has found a place."


@transaction.atomic
def move_to_template(version_id: int, number: int, *, by: User, read: int) -> PlanVersion:
    """Move the draft to another published version of its template. ``read``: the version that it was in when it was read.

    Nothing is lost: words that the new version has no place for stay with the part that they were written in. Conflict
    where the plan has moved meanwhile.
    """
    version = lock(version_id)
    may_move_plan(by, version).require()
    plan = Plan.objects.select_for_update().get(pk=version.plan_id)
    was = PlanTemplate.objects.get(pk=plan.template_id)
    target = PlanTemplate.objects.filter(key=was.key, number=number, state=TemplateState.PUBLISHED).first()
    if was.number == number:
        raise Conflict(f"This plan is in version {number} of its template already.")
    if was.number != read:
        raise Conflict(f"This plan has moved to version {was.number} of its template since you read this.")
    if target is None or number < was.number:
        raise Conflict("A plan moves to a newer, published version of its template only.")
    stays = _place(version, target)
    plan.template, plan.moved_from = target, was
    plan.save(update_fields=["template", "moved_from"])
    version = lock(version_id)
    touch(version)
    post = acting_post(by, version.plan.service.holder_post_id)
    after = {"template": target.key, "version": target.number, "without_place": stays}
    write_ledger("plan.template", version, by, post, {"template": was.key, "version": was.number}, after)
    return version


def _place(version: PlanVersion, target: PlanTemplate) -> list[str]:
    """Put each text where it belongs in the target; the keys of the parts that keep something without a place."""
    moves = list(placed_contents(version, target.pk))
    known: set[int] = set()
    stays = []
    for row, part, data in moves:
        if part.template_id != target.pk:
            stays.append(part.key)
        again = row.pk in known
        known.add(row.pk)
        if again:
            PartContent.objects.create(
                version=version, part=part, data=data, saved_at=row.saved_at, saved_by=row.saved_by
            )
        elif part.pk != row.part_id or data != row.data:
            row.part, row.data, row.counter = part, data, row.counter + 1
            row.save()
    return stays


@transaction.atomic
def take_out_left(version_id: int, content_id: int, *, by: User, counter: int) -> None:
    """Take words out that the template has no place for; the ledger keeps them. Conflict where they are there no longer."""
    version = editable(version_id, by)
    row = (
        version.contents.select_related("part")
        .filter(pk=content_id)
        .exclude(part__template=version.plan.template_id)
        .first()
    )
    if row is None:
        raise Conflict(GONE)
    require_fresh(row, counter, row.data)
    before: dict[str, Any] = {"part": row.part.key, "heading": row.part.heading, "data": row.data}
    row.delete()
    done("part.take-out", version, by, before, None)
