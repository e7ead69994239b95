"""Who may read and change plan templates: each answer is allowed, or the sentence that the person reads."""

from typing import Any

from common.access import SIGNED_IN, Access
from common.verdict import ALLOWED, Verdict, conflict
from council.choices import Role
from council.permissions import authority
from serviceplans.models import PlanTemplate, PlanVersion
from serviceplans.permissions.access import HOLDERS, WRITERS
from serviceplans.permissions.plans import holds, locked

EDITORS = frozenset({Role.PERFORMANCE_OFFICER})
ONLY_OFFICERS = "Only a performance officer can change plan templates."


def may_manage_templates(user: Any) -> Verdict:
    """Whether this person writes, publishes and brings in templates."""
    return ALLOWED if authority(user).roles & EDITORS else Verdict(ONLY_OFFICERS)


def may_edit_template(user: Any, template: PlanTemplate) -> Verdict:
    """Whether this person may change this version: a published one is fixed."""
    if not may_manage_templates(user):
        return may_manage_templates(user)
    if template.is_draft:
        return ALLOWED
    said = f"Version {template.number} of “{template.name}” is published, so it is fixed. Begin the next version to change it."
    return Verdict(said, conflict=True)


def may_move_plan(user: Any, version: PlanVersion) -> Verdict:
    """Whether this person may move the plan to a newer version of its template: while it is a draft, nobody else's."""
    if not (may_manage_templates(user) or holds(user, version)):
        return Verdict(
            "Only the plan holder and performance officers can move a plan to a newer version of its template."
        )
    if not version.is_draft:
        return conflict("Only a draft can move to a newer version of its template. Begin a revision first.")
    return locked(version)


MOVERS = EDITORS | HOLDERS
_EDIT = Access(get=EDITORS, post=EDITORS)
_POST = Access(post=EDITORS)
_READ = Access(get=SIGNED_IN)

ACCESS: dict[str, Access] = {
    "templates": _READ,
    "template_import": _EDIT,
    "template": _READ,
    "template_preview": _READ,
    "template_file": _READ,
    "template_next": _POST,
    "template_copy": _EDIT,
    "template_default": _POST,
    "template_settings": _EDIT,
    "template_publish": _EDIT,
    "template_discard": _EDIT,
    "template_section_new": _EDIT,
    "template_section": _EDIT,
    "template_section_move": _POST,
    "template_section_retire": _EDIT,
    "template_part_new": _EDIT,
    "template_part": _EDIT,
    "template_part_move": _POST,
    "template_part_retire": _EDIT,
    "template_part_restore": _POST,
    "plan_template": Access(get=MOVERS, post=MOVERS),
    "plan_left": _READ,
    "plan_left_out": Access(get=WRITERS, post=WRITERS),
}
