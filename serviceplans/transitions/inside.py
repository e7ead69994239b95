"""What of a plan stays inside the council: marked and opened again. Marks are no words of the plan, so a signature stands.

The same for what is said of an action at the end of a quarter.
"""

from collections.abc import Collection

from django.db import transaction

from common.ledger import record
from common.verdict import Stale
from council.models import User
from serviceplans import permissions as may
from serviceplans.content import content_of
from serviceplans.models import ActionUpdate, PlanVersion
from serviceplans.rules.inside import WHOLE, Mark, markable
from serviceplans.transitions.actions import action_post_ids
from serviceplans.transitions.locking import acting_post, lock, write_ledger

CHANGED = "Somebody else changed what stays inside after you opened this page. Compare, and save again."


@transaction.atomic
def keep_inside(version_id: int, *, by: User, counter: int, marks: Collection[Mark]) -> PlanVersion:
    """Keep exactly ``marks`` inside, of what the plan holds; saving the same again changes nothing.

    Stale when they were changed after ``counter`` was read. Refused where something that is published already would open.
    """
    version = lock(version_id)
    may.may_keep_inside(by, version).require()
    if version.inside_counter != counter:
        raise Stale(CHANGED, counter=version.inside_counter, stored=version.marks)
    parts = markable(content_of(version))
    known = [(part.part, row) for part in parts for row in (WHOLE, *(line.row for line in part.lines))]
    asked, before = set(marks), version.marks
    after = [mark for mark in known if mark in asked]
    if set(after) == set(before):
        return version
    if set(before) - set(after):
        may.may_open(by, version).require()
    version.inside, version.inside_counter = [list(mark) for mark in after], counter + 1
    version.save(update_fields=["inside", "inside_counter"])
    post = acting_post(by, version.plan.service.holder_post_id)
    write_ledger("plan.keep-inside", version, by, post, {"inside": before}, {"inside": after})
    return version


@transaction.atomic
def keep_update_inside(update_id: int, *, by: User, inside: bool) -> ActionUpdate:
    """Keep the comment of an action's update for the directorate and performance, or open it. Again changes nothing.

    The counter grows: a form that was open meanwhile would otherwise undo it unseen.
    """
    update = ActionUpdate.objects.select_for_update(of=("self",)).select_related("action__service").get(pk=update_id)
    may.may_keep_update(by, update.action).require()
    if update.internal == inside:
        return update
    before, update.internal, update.counter = {"internal": update.internal}, inside, update.counter + 1
    update.save(update_fields=["internal", "counter"])
    post = acting_post(by, *action_post_ids(update.action), update.action.service.director_post_id)
    record(
        "action.keep-inside", f"action {update.action.reference}", actor_id=by.pk, post=post.title if post else by.name,
        before=before, after={"period": update.period, "internal": inside},
    )  # fmt: skip
    return update
