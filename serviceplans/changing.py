"""Who may change, revise and compare a plan once it is in force: each answer is allowed, or the sentence to read."""

from typing import Any

from common.access import ANYONE, SIGNED_IN, Access
from common.verdict import ALLOWED, Verdict
from council.permissions import authority
from serviceplans.choices import IN_FORCE, UNDER_WAY
from serviceplans.models import ActionOfficer, ActionVersion, PlanChange, PlanVersion
from serviceplans.permissions import HOLDERS, conflict, holds, in_open_cycle, not_own, reviewer_post, state_words

NOT_IN_FORCE = "Only a plan in force can be changed or revised. This version is {}."


def in_force(version: PlanVersion) -> Verdict:
    """Allowed for a version in force of an open cycle; otherwise why it stays as it is."""
    if version.status not in IN_FORCE:
        return conflict(NOT_IN_FORCE.format(state_words(version)))
    return in_open_cycle(version)


def may_change(user: Any, version: PlanVersion, row: str = "") -> Verdict:
    """The plan holder, the director, and (``row`` an action's reference) whoever is accountable for the action."""
    if not (changes_all(user, version) or row in accountable_for(user, version)):
        return Verdict("Only the plan holder, the Director and the action's accountable officers can change this.")
    return in_force(version)


def may_put_right(user: Any, action: ActionVersion) -> bool:
    """Whether somebody may change this action in the plan in force. No query where its officers are loaded."""
    posts = authority(user).post_ids
    mine = any(officer.post_id in posts for officer in action.officers.all())
    return bool((mine or changes_all(user, action.version)) and in_force(action.version))


def changes_all(user: Any, version: PlanVersion) -> bool:
    """Whether somebody changes the whole plan: its holder, and whoever agrees it at DMT."""
    return holds(user, version) or reviewer_post(user, version) is not None


def accountable_for(user: Any, version: PlanVersion) -> frozenset[str]:
    """References of the actions in this version that a person's posts answer for."""
    officers = ActionOfficer.objects.filter(action__version=version, post__in=authority(user).post_ids)
    return frozenset(officers.values_list("action__action__reference", flat=True))


def may_move_dates(user: Any, version: PlanVersion) -> Verdict:
    """The director, or the Chief Executive for a plan that its Director holds."""
    own = not_own(user, version, "move a date in")
    if not own:
        return own
    if reviewer_post(user, version) is None:
        return Verdict("Only the Director can move a date in a plan in force.")
    return in_force(version)


def may_withdraw_change(user: Any, change: PlanChange) -> Verdict:
    if holds(user, change.version) or change.asked_by_id == authority(user).user_id:
        return ALLOWED
    return Verdict("Only the plan holder and whoever proposed the date can take the proposal back.")


def may_revise(user: Any, version: PlanVersion) -> Verdict:
    """The holder begins a revision of the version in force, unless one is under way."""
    if not holds(user, version):
        return Verdict("Only the plan holder can begin a revision.")
    standing = in_force(version)
    if not standing:
        return standing
    under_way = PlanVersion.objects.filter(plan=version.plan_id, status__in=UNDER_WAY).first()
    if under_way:
        where = state_words(under_way)
        return conflict(
            f"A revision is already under way: version {under_way.number}, {where}. Finish or abandon it first."
        )
    return ALLOWED


def may_abandon(user: Any, version: PlanVersion) -> Verdict:
    """The holder gives up a revision while it is a draft; a first version has nothing to go back to."""
    if not holds(user, version):
        return Verdict("Only the plan holder can abandon a revision.")
    if version.number == 1:
        return Verdict("This is the plan's first version, not a revision: there is no version in force to go back to.")
    if version.is_draft:
        return ALLOWED
    return conflict(f"Only a draft can be abandoned. This version is {state_words(version)}: withdraw it first.")


# Whose action it is, is asked of the action: any post may be accountable for one.
ACCESS = {
    "plan_changes": Access(get=SIGNED_IN),
    "plan_change": Access(get=SIGNED_IN, post=SIGNED_IN),
    "plan_change_answer": Access(post=HOLDERS | frozenset({"chief_executive"})),
    "plan_change_withdraw": Access(post=SIGNED_IN),
    "plan_revise": Access(get=HOLDERS, post=HOLDERS),
    "plan_abandon": Access(get=HOLDERS, post=HOLDERS),
    "plan_versions": Access(get=ANYONE),
    "plan_version": Access(get=ANYONE),
    "plan_version_export": Access(get=ANYONE),
    "plan_compare": Access(get=ANYONE),
    "plan_compare_export": Access(get=ANYONE),
    "plan_signatures": Access(get=SIGNED_IN),
}
