"""What of a plan stays inside the council: marked and opened again. Marks are no words of the plan, so a signature stands."""

from collections.abc import Collection

from django.db import transaction

from common.verdict import Stale
from council.models import User
from serviceplans import permissions as may
from serviceplans.content import content_of
from serviceplans.models import PlanVersion
from serviceplans.rules.inside import WHOLE, Mark, markable
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
