"""Changes to a plan in force without a revision: made by the officer or the director, or proposed to the director.

What was signed is left as it was. A change is a row that is laid over it; the wording's rows are changed with it, so that
reminders and quarterly updates go by it, and a revision begins with it.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from common.today import now
from common.verdict import Conflict, Refused, Stale
from council.models import Post, User
from serviceplans import changing as may
from serviceplans import notifications
from serviceplans.choices import IN_FORCE, UNDER_WAY, ChangeState
from serviceplans.content import standing_content
from serviceplans.models import ActionOfficer, PlanChange, PlanVersion
from serviceplans.rules import DIRECTOR, REVISION, Changeable, Needed, changeables, patch_for
from serviceplans.transitions.laying import holds_before, lay_on_rows, part_of, with_posts
from serviceplans.transitions.locking import STALE, acting_post, lock, touch, write_ledger

Wanted = tuple[Changeable, str, Needed]
NEEDS_REVISION = "is more than a typing error, a new owner or a moved date. It needs a revision of the plan."


@transaction.atomic
def change_plan(
    version_id: int, *, by: User, part_key: str, row: str, counter: int, values: Mapping[str, str], reason: str = ""
) -> list[PlanChange]:
    """Change one row of a plan in force (an action with its milestones); ``values`` are texts by ``Changeable.name``.

    ``counter``: how many changes the version had when the form was read. What the officer may do is done; a date that
    is moved by anybody but the director waits for the director. Nothing is done where anything needs a revision.
    """
    version = lock_in_force(version_id)
    may.may_change(by, version, row).require()
    found = changeables(part_of(standing_content(version), part_key), row)
    if not found:
        raise Conflict("This row is not in the plan in force, or nothing of it can be changed without a revision.")
    if version.changes.count() != counter:
        raise Stale(STALE, counter=version.changes.count(), stored={c.name: c.text for c in found})
    wanted = what_changes(found, values)
    refuse_revisions(wanted)
    if any(needed.who == DIRECTOR for _, _, needed in wanted) and not reason.strip():
        raise Refused("Say why the date is moved: the reason is shown with it.")
    director = may.reviewer_post(by, version) if may.may_move_dates(by, version) else None
    officer = acting_as_officer(by, version, row)
    shared = {"part_key": part_key, "reason": reason.strip()}
    made = [one_change(version, one, by=by, director=director, officer=officer, **shared) for one in wanted]
    if made:
        touch(version)
        notifications.plan_changed(version, made, by)
        write_ledger("plan.change", version, by, director or officer, *before_and_after(made))
    return made


def what_changes(found: list[Changeable], values: Mapping[str, str]) -> list[Wanted]:
    """What differs from what the plan says, with whom each change needs."""
    asked = [(changeable, values.get(changeable.name, changeable.text).strip()) for changeable in found]
    needs = [(changeable, after, changeable.needs(after)) for changeable, after in asked]
    return [(changeable, after, needed) for changeable, after, needed in needs if needed is not None]


def refuse_revisions(wanted: list[Wanted]) -> None:
    named = [changeable.what for changeable, _, needed in wanted if needed.who == REVISION]
    if named:
        raise Refused(f"What you changed in “{'” and “'.join(named)}” {NEEDS_REVISION}")


def one_change(
    version: PlanVersion, wanted: Wanted, *, by: User, director: Post | None, officer: Post | None, part_key: str,
    reason: str,
) -> PlanChange:  # fmt: skip
    """Store one change; made at once, or proposed where it is the director's and this is somebody else."""
    changeable, after, needed = wanted
    place = {"part_key": part_key, "row": changeable.row, "field": changeable.field}
    waiting = version.changes.filter(state=ChangeState.PROPOSED, **place)
    change = PlanChange(
        version=version, kind=needed.kind, what=changeable.what, before=changeable.text, after=after, reason=reason,
        patch=with_posts(patch_for(changeable, after, version.plan.cycle.name)), **place,
    )  # fmt: skip
    if needed.who == DIRECTOR and director is None:
        if waiting.exists():
            raise Conflict(f"A new date already waits for the director ({changeable.what}).")
        change.state, change.asked_by, change.asked_at = ChangeState.PROPOSED, by, now()
        change.asked_post = title_of(officer, by)
        change.save()
        return change
    waiting.update(state=ChangeState.WITHDRAWN, answer="Another date was set.")
    return make(change, by=by, post=director if needed.who == DIRECTOR else officer or director)


def make(change: PlanChange, *, by: User, post: Post | None) -> PlanChange:
    """The change takes effect: on the plan as it stands, on its rows, and on the revision under way."""
    change.state, change.by, change.at, change.post = ChangeState.MADE, by, now(), title_of(post, by)
    lay_on_rows(change.version, change)
    under_way = PlanVersion.objects.with_plan().filter(plan=change.version.plan_id, status__in=UNDER_WAY).first()
    if under_way and not under_way.is_locked and holds_before(under_way, change):
        lay_on_rows(under_way, change)
        touch(under_way)
        change.carried = True
    change.save()
    return change


@transaction.atomic
def answer_change(change_id: int, *, by: User, agree: bool, answer: str = "") -> PlanChange:
    """The director makes or refuses a moved date that was proposed."""
    change = waiting_change(change_id)
    version = change.version
    may.may_move_dates(by, version).require()
    if not agree and not answer.strip():
        raise Refused("Say why the date stays: whoever proposed the new one is told.")
    post, change.answer = may.reviewer_post(by, version), answer.strip()
    if not agree:
        settle(change, ChangeState.REFUSED, by, post)
    elif holds_before(version, change, standing_content(version)):
        make(change, by=by, post=post)
    else:
        raise Conflict("The date has been changed since this was proposed. Refuse it, or set the date yourself.")
    touch(version)
    notifications.change_answered(version, change)
    write_ledger("plan.change", version, by, post, *before_and_after([change]))
    return change


@transaction.atomic
def withdraw_change(change_id: int, *, by: User) -> PlanChange:
    """Whoever proposed a date, or the plan holder, takes the proposal back."""
    change = waiting_change(change_id)
    may.may_withdraw_change(by, change).require()
    post = acting_post(by, change.version.plan.service.holder_post_id)
    settle(change, ChangeState.WITHDRAWN, by, post)
    write_ledger("plan.change", change.version, by, post, *before_and_after([change]))
    return change


def settle(change: PlanChange, state: ChangeState, by: User, post: Post | None) -> None:
    change.state, change.by, change.at, change.post = state, by, now(), title_of(post, by)
    change.save()


def lock_in_force(version_id: int) -> PlanVersion:
    """The version, locked with the one under way, the later first as approval does, so that neither waits for the other."""
    plan = PlanVersion.objects.values_list("plan", flat=True).get(pk=version_id)
    live = PlanVersion.objects.filter(plan=plan, status__in=[*IN_FORCE, *UNDER_WAY])
    list(live.select_for_update().order_by("-number").values_list("pk"))
    return lock(version_id)


def waiting_change(change_id: int) -> PlanChange:
    """The proposal and its version, locked; Conflict once it has been answered."""
    version = lock_in_force(PlanChange.objects.values_list("version", flat=True).get(pk=change_id))
    change = PlanChange.objects.get(pk=change_id)
    change.version = version
    if change.state != ChangeState.PROPOSED:
        raise Conflict(f"This has already been answered: {change.get_state_display().lower()}.")
    return change


def acting_as_officer(by: User, version: PlanVersion, row: str) -> Post | None:
    officers = ActionOfficer.objects.filter(action__version=version, action__action__reference=row)
    return acting_post(by, version.plan.service.holder_post_id, *officers.values_list("post", flat=True))


def title_of(post: Post | None, by: User) -> str:
    return post.title if post else by.name


def before_and_after(made: list[PlanChange]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the ledger keeps of them."""
    facts = [
        {
            "change": change.pk, "what": change.what, "kind": change.kind, "state": change.state, "after": change.after,
            "reason": change.reason, "answer": change.answer,
        }
        for change in made
    ]  # fmt: skip
    return {change.what: change.before for change in made}, {"changes": facts}
