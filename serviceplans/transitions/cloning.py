"""Copying a version's whole content into another version: a revision of the same plan, or the next cycle's plan.

Identity rows (objectives, actions, milestones, and the rows of the registers) carry over; wording is copied. Comments,
decisions and what was frozen stay with the version in which they were made.
"""

from collections.abc import Callable, Iterable
from typing import Any

from serviceplans.carry import EVERYTHING, Carry, Row
from serviceplans.models import (
    ActionOfficer,
    Dismissal,
    MilestoneVersion,
    PartContent,
    PlanVersion,
    TemplatePart,
)


def clone_content(source: PlanVersion, target: PlanVersion, carry: Carry = EVERYTHING) -> dict[str, int]:
    """Copy what ``source`` holds into ``target``, which is new and empty; returns how many rows of each kind went over.

    Runs a fixed number of queries. The caller holds the transaction, and writes the decision and the ledger. Edit
    counters are carried too, so that a form that was opened on an older text of the source is stale in the copy.
    """
    objectives = _copied(_kept(source.objectives.all(), carry.objective), carry, version=lambda row: target)
    rows = _kept((row for row in source.actions.all() if row.objective_id in objectives), carry.action)
    parents = {"version": lambda row: target, "objective": lambda row: objectives[row.objective_id]}
    actions = _copied(rows, carry, **parents)
    milestones = MilestoneVersion.objects.filter(action__version=source)
    under = {"action": lambda row: actions[row.action_id]}
    found = (row for row in milestones if row.action_id in actions)
    carried = {
        "objectives": len(objectives),
        "actions": len(actions),
        "milestones": len(_copied(_kept(found, carry.milestone), carry, **under)),
    }
    officers = (row for row in ActionOfficer.objects.filter(action__version=source) if row.action_id in actions)
    _copied(officers, carry, **under)
    links: dict[str, tuple[Any, Callable[[Any], bool]]] = {
        "risks": (source.risk_links, carry.risk),
        "indicators": (source.indicator_links, carry.indicator),
        "equalities": (source.equality_links, carry.equality),
    }
    for name, (stored, wanted) in links.items():
        carried[name] = len(_copied(_kept(stored.all(), wanted), carry, version=lambda row: target))
    carried["parts"] = _copy_parts(source, target, carry)
    if source.inside:
        _copy_marks(source, target)
    if carry.dismissals:
        _copied(Dismissal.objects.filter(version=source), carry, version=lambda row: target)
    return carried


def _copy_parts(source: PlanVersion, target: PlanVersion, carry: Carry) -> int:
    """Each part's words into the part of the same key and kind, which may be of another template."""
    places = {(part.key, part.kind): part for part in TemplatePart.objects.filter(template=target.plan.template_id)}
    copies = []
    for row in source.contents.select_related("part"):
        place = places.get((row.part.key, row.part.kind))
        data = carry.part(place, row.data) if place else None
        if data is not None:
            copies.append(_copy(row, version=target, part=place, data=data))
            carry.mark(copies[-1])
    return len(PartContent.objects.bulk_create(copies))


def _copy_marks(source: PlanVersion, target: PlanVersion) -> None:
    """What stayed inside stays inside; the rows of a table that was not copied have gone, and their marks with them."""
    copied = set(target.contents.values_list("part__key", flat=True))
    target.inside = [[part, row] for part, row in source.marks if not row.isdecimal() or part in copied]
    target.save(update_fields=["inside"])


def _kept(rows: Iterable[Any], wanted: Callable[[Any], bool]) -> list[Any]:
    return [row for row in rows if wanted(row)]


def _copy(row: Row, **changes: Any) -> Any:
    """An unsaved row that says the same under another parent."""
    kept = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    for name, value in changes.items():
        field: Any = row._meta.get_field(name)
        kept.pop(field.attname)
        kept[name] = value
    return type(row)(**kept)


def _copied(rows: Iterable[Any], carry: Carry, **parents: Callable[[Any], Any]) -> dict[int, Any]:
    """Store copies of the rows, with what they name besides (themes, indicators); the copies by the old row's number."""
    copies = {}
    for row in rows:
        copies[row.pk] = _copy(row, **{name: parent(row) for name, parent in parents.items()})
        carry.mark(copies[row.pk])
    if copies:
        model: Any = type(next(iter(copies.values())))
        model.objects.bulk_create(copies.values())
        for field in model._meta.local_many_to_many:
            _copy_named(field, copies)
    return copies


def _copy_named(field: Any, copies: dict[int, Any]) -> None:
    """The rows that the copied ones name through a many-to-many field, such as an action's themes."""
    through, ours, theirs = field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name()
    named = through.objects.filter(**{f"{ours}__in": list(copies)}).order_by("pk")
    through.objects.bulk_create(
        through(**{ours: copies[old], f"{theirs}_id": other})
        for old, other in named.values_list(f"{ours}_id", f"{theirs}_id")
    )
