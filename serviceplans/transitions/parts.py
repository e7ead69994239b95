"""Beginning a plan, and saving what is written in its parts."""

from typing import Any

from django.db import transaction

from common.today import now
from common.verdict import Conflict, Refused
from council.models import User
from serviceplans import permissions as may
from serviceplans.choices import Step
from serviceplans.content import Loaded
from serviceplans.models import (
    PartContent,
    Plan,
    PlanVersion,
    TemplatePart,
    VersionEqualityObjective,
    VersionIndicator,
    VersionRisk,
)
from serviceplans.parts import kind_of
from serviceplans.rules.commitments import KEPT
from serviceplans.rules.comparison import paired_places
from serviceplans.rules.inside import carried_marks
from serviceplans.rules.route import stored
from serviceplans.transitions.committing import hold_cycle, stand, write_stood
from serviceplans.transitions.locking import (
    Ask,
    acting_post,
    done,
    editable,
    next_position,
    require_fresh,
    write_decision,
    write_ledger,
)
from serviceplans.transitions.moving import route_of

LINKS: dict[str, tuple[Any, str]] = {
    "risks": (VersionRisk, "risk_id"),
    "indicators": (VersionIndicator, "indicator_id"),
    "equalities": (VersionEqualityObjective, "objective_id"),
}


@transaction.atomic
def begin_plan(plan: Plan, *, by: User) -> PlanVersion:
    """Version 1 of a plan with the holder, empty but for what every service is committed to."""
    hold_cycle(plan.cycle_id)
    if plan.versions.exists():
        raise Conflict(f"{plan} has already been begun.")
    route = stored(route_of(plan.template))
    version = PlanVersion.objects.create(plan=plan, number=1, begun_at=now(), changed_at=now(), route=route)
    post = acting_post(by, plan.service.holder_post_id)
    write_decision(version, Step.BEGIN, "", by=by, post=post)
    stood = stand(version)
    write_ledger("plan.begin", version, by, post, None, {"plan": plan.code, "template": plan.template.key})
    write_stood(version, by, stood)
    return version


@transaction.atomic
def save_part(
    version_id: int, part: TemplatePart, *, by: User | None, counter: int, data: dict[str, Any], reviewed: bool = True,
    ask: Ask = may.may_edit,
) -> PartContent:  # fmt: skip
    """Save one part that is written in one form. Stale when somebody saved it after ``counter`` was read.

    ``reviewed``: whoever saves a part that was carried from last year has reviewed it; an autosave has not,
    nor has who brings in rows of a spreadsheet.
    """
    version = editable(version_id, by, ask)
    content, _ = PartContent.objects.get_or_create(version=version, part=part)
    require_fresh(content, counter, content.data)
    before, cleaned = content.data, kind_of(part).clean(data)
    if reviewed and content.review_from:
        _reviewed(version, content, by)
    if cleaned == before:
        return content
    content.data, content.counter = cleaned, counter + 1
    content.saved_at, content.saved_by = now(), by
    content.save()
    _carry_marks(version, part, before, cleaned)
    done(f"part.{part.key}", version, by, before, cleaned)
    return content


def _carry_marks(version: PlanVersion, part: TemplatePart, before: dict[str, Any], after: dict[str, Any]) -> None:
    """The marks of what stays inside follow their rows, wherever in the table these have gone."""
    kind = kind_of(part)
    if not kind.in_rows or not any(key == part.key and row for key, row in version.marks):
        return
    old, new = (kind.items(kind.load(Loaded(), data)) for data in (before, after))
    marks = carried_marks(version.marks, part.key, paired_places(old, new))
    if marks != version.marks:
        version.inside, version.inside_counter = [list(mark) for mark in marks], version.inside_counter + 1
        version.save(update_fields=["inside", "inside_counter"])


@transaction.atomic
def review_part(version_id: int, part: TemplatePart, *, by: User, counter: int) -> None:
    """Say of a part that was carried from last year that it still stands. A second press changes nothing.

    Stale when somebody saved it after ``counter`` was read: other words would be confirmed than those that were seen.
    """
    version = editable(version_id, by)
    content = PartContent.objects.filter(version=version, part=part).exclude(review_from="").first()
    if content:
        require_fresh(content, counter, content.data)
        _reviewed(version, content, by)


def _reviewed(version: PlanVersion, content: PartContent, by: User | None) -> None:
    before, content.review_from = content.review_from, ""
    content.save(update_fields=["review_from"])
    done("part.review", version, by, {"part": content.part.key, "carried_from": before}, None)


@transaction.atomic
def link_row(version_id: int, kind: str, target_id: int, *, by: User | None, **extra: Any) -> None:
    """Show a risk, indicator or equality objective in the plan. Linking it twice changes nothing."""
    version = editable(version_id, by)
    model, column = LINKS[kind]
    defaults = (
        dict(extra)
        if kind == "equalities"
        else {"position": next_position(model.objects.filter(version=version)), **extra}
    )
    _, made = model.objects.get_or_create(version=version, **{column: target_id}, defaults=defaults)
    if made:
        done(f"{kind}.link", version, by, None, {column: target_id, **extra})


@transaction.atomic
def unlink_row(version_id: int, kind: str, target_id: int, *, by: User | None, ask: Ask = may.may_edit) -> None:
    """Show it no longer; the register keeps it."""
    version = editable(version_id, by, ask)
    model, column = LINKS[kind]
    if kind == "indicators" and version.indicator_links.filter(indicator=target_id, commitment__isnull=False).exists():
        raise Refused(KEPT)
    gone, _ = model.objects.filter(version=version, **{column: target_id}).delete()
    if gone:
        done(f"{kind}.unlink", version, by, {column: target_id}, None)
