"""Copying a version's whole content into another version: a revision of the same plan, or the next cycle's plan.

Identity rows (objectives, actions, milestones, and the rows of the registers) carry over; wording is copied. Comments,
decisions and what was frozen stay with the version in which they were made.
"""

from collections.abc import Callable, Iterable, Iterator
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
from serviceplans.parts import KINDS, kind_of
from serviceplans.rules.placing import placed


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
    """Each part's words into the part of the same key, which may be of another version; what has no place stays shown."""
    copies = []
    for row, part, data in placed_contents(source, target.plan.template_id):
        said = carry.part(part, data)
        if said is not None:
            copies.append(_copy(row, version=target, part=part, data=said))
            carry.mark(copies[-1])
    return len(PartContent.objects.bulk_create(copies))


def _copy_marks(source: PlanVersion, target: PlanVersion) -> None:
    """What stayed inside stays inside; the rows of a table that was not copied have gone, and their marks with them."""
    copied = set(target.contents.values_list("part__key", flat=True))
    target.inside = [[part, row] for part, row in source.marks if not row.isdecimal() or part in copied]
    target.save(update_fields=["inside"])


def placed_contents(
    source: PlanVersion, template_id: int
) -> Iterator[tuple[PartContent, TemplatePart, dict[str, Any]]]:
    """Where each stored text goes in a version of the template: (the row, the part, the data), one or two for each row.

    What finds no place stays with the part that it was written in. A part holds one text: what the plan's own part says
    goes before what was left of an earlier one.
    """
    places = {part.key: part for part in TemplatePart.objects.filter(template=template_id)}
    rows = list(source.contents.select_related("part__template").order_by("-part__template__number", "pk"))
    taken: set[int] = set()
    for row in rows:
        part = places.get(row.part.key)
        goes: dict[str, Any]
        stays: dict[str, Any]
        if part and part.pk == row.part_id:
            goes, stays = row.data, {}
        elif part and part.pk not in taken:
            goes, stays = placed(kind_of(row.part), kind_of(part), row.data)
        else:
            goes, stays = {}, row.data
        if part and (
            goes or part.pk == row.part_id or (not stays and KINDS[row.part.kind].family == KINDS[part.kind].family)
        ):
            taken.add(part.pk)
            yield row, part, goes
        if stays:
            yield row, row.part, stays


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
