"""Objectives, actions and milestones: added, reworded, removed, and how they stand each quarter."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from common.ledger import record
from common.today import now
from common.values.due import Due
from common.verdict import Refused
from council.models import Post, ServiceArea, User
from serviceplans import permissions as may
from serviceplans.models import (
    Action,
    ActionUpdate,
    ActionVersion,
    Milestone,
    MilestoneVersion,
    Objective,
    ObjectiveVersion,
)
from serviceplans.rules.commitments import FIXED, KEPT, leaves
from serviceplans.transitions.locking import (
    Ask,
    acting_post,
    done,
    editable,
    is_held,
    next_position,
    require_fresh,
    row_of,
)


@dataclass
class MilestoneData:
    """One milestone as a form gives it; ``pk`` is the row's, None for a new one."""

    text: str
    due_words: str = ""
    owner: str = ""
    done_on: date | None = None
    pk: int | None = None


@dataclass
class ActionData:
    """An action as a form or a file gives it: choices by key, officers as words (the first leads)."""

    text: str
    themes: list[int] = field(default_factory=list)
    project_types: list[str] = field(default_factory=list)
    priority_level: str = ""
    grounds: list[str] = field(default_factory=list)
    completed_by: str = ""
    officers: list[str] = field(default_factory=list)
    resources: str = ""
    outcomes: str = ""
    indicators: list[int] = field(default_factory=list)
    milestones: list[MilestoneData] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)
    own_words: str = ""


@transaction.atomic
def save_objective(
    version_id: int,
    row_id: int | None,
    *,
    by: User | None,
    counter: int,
    text: str,
    themes: list[int],
    part_key: str = "",
    extra: dict[str, str] | None = None,
    ask: Ask = may.may_edit,
) -> ObjectiveVersion:
    """Add a service objective (``row_id`` None), or change its words. Adding the same again changes nothing.

    ``part_key``: in which of the template's tables of actions it stands; ``extra``: what the template's own columns say
    of it, None to leave them as they are.
    """
    version = editable(version_id, by, ask)
    if row_id is None:
        for row in version.objectives.filter(text=text.strip(), part_key=part_key):
            same = sorted(row.themes.values_list("pk", flat=True)) == sorted(themes)
            if same and row.extra == _kept(extra or {}):
                return row
        row = ObjectiveVersion(
            objective=Objective.objects.create(service=version.plan.service), version=version, part_key=part_key,
            position=next_position(version.objectives), counter=0,
        )  # fmt: skip
        before = None
    else:
        row = row_of(version.objectives, row_id)
        before = _objective_said(row, sorted(row.themes.values_list("pk", flat=True)))
        require_fresh(row, counter, before)
        if text.strip() != row.text and row.actions.filter(commitment__isnull=False).exists():
            raise Refused(FIXED)
    row.text, row.counter = text.strip(), row.counter + 1
    if extra is not None:
        row.extra = {**row.extra, **extra}
    row.extra = _kept(row.extra)
    row.save()
    row.themes.set(themes)
    done("objective.save", version, by, before, _objective_said(row, sorted(themes)))
    return row


def _objective_said(row: ObjectiveVersion, themes: list[int]) -> dict[str, Any]:
    return {"text": row.text, "themes": themes} | ({"extra": row.extra} if row.extra else {})


def _kept(extra: dict[str, str]) -> dict[str, str]:
    """The columns that say something, their line ends made plain."""
    plain = {key: text.replace("\r\n", "\n").strip() for key, text in extra.items()}
    return {key: text for key, text in plain.items() if text}


@transaction.atomic
def remove_objective(version_id: int, row_id: int, *, by: User | None, ask: Ask = may.may_edit) -> None:
    """Take an objective out of a draft; its actions must have gone first, so that none is lost unseen."""
    version = editable(version_id, by, ask)
    row = row_of(version.objectives, row_id)
    if row.actions.exists():
        raise Refused("This objective still has actions. Move or remove them first.")
    before = {"text": row.text}
    row.delete()
    done("objective.remove", version, by, before, None)


@transaction.atomic
def save_action(
    version_id: int,
    row_id: int | None,
    *,
    by: User | None,
    counter: int,
    objective_id: int,
    data: ActionData,
    reference: str = "",
    ask: Ask = may.may_edit,
    loaded: ActionVersion | None = None,
) -> ActionVersion:
    """Add an action (``row_id`` None) with the service's next reference, or change its words and milestones.

    Adding the same again, by a second press or by going back, changes nothing. ``loaded``: the row, where it was read
    under the version's lock with all that belongs to it.
    """
    version = editable(version_id, by, ask)
    objective = row_of(version.objectives, objective_id)
    if row_id is None:
        for row in version.actions.filter(objective=objective, text=data.text.strip()).select_related("action"):
            if not reference and _said(action_data(row)) == _said(data):
                return row
        action = Action.objects.create(
            service=version.plan.service, reference=reference or next_reference(version.plan.service_id)
        )
        row = ActionVersion(action=action, version=version, position=next_position(objective.actions), counter=0)
        before = None
    else:
        row = loaded or row_of(version.actions.select_related("action", "commitment"), row_id)
        row.version = version
        before = action_data(row)
        require_fresh(row, counter, before)
        _require_committed(row, objective, before, data)
    row.objective, row.counter = objective, row.counter + 1
    _write_action(row, data, before)
    done(
        "action.save", version, by, before and {"reference": row.action.reference, **asdict(before)},
        {"reference": row.action.reference, **asdict(data)},
    )  # fmt: skip
    return row


def _require_committed(row: ActionVersion, objective: ObjectiveVersion, before: ActionData, data: ActionData) -> None:
    """Refuse what would reword or move an action that every service is committed to."""
    kept = row.commitment is None or leaves(row.commitment.fixed, vars(before), vars(data))
    if not kept or (row.commitment and row.objective_id != objective.pk):
        raise Refused(FIXED)


def next_reference(service_id: int) -> str:
    """The service's prefix and the next number, never one that was given before (York 2019: CSS001)."""
    service = ServiceArea.objects.select_for_update().get(pk=service_id)
    while True:
        service.last_action_number += 1
        reference = f"{service.prefix}{service.last_action_number:03d}"
        if not Action.objects.filter(reference=reference).exists():
            service.save(update_fields=["last_action_number"])
            return reference


def action_data(row: ActionVersion) -> ActionData:
    """An action's present words in the form in which they are saved."""
    return ActionData(
        text=row.text,
        themes=sorted(theme.pk for theme in row.themes.all()),
        project_types=list(row.project_types),
        priority_level=row.priority_level,
        grounds=list(row.grounds),
        completed_by=row.completed_by,
        officers=[officer.words for officer in row.officers.all()],
        resources=row.resources,
        outcomes=row.outcomes,
        indicators=sorted(indicator.pk for indicator in row.indicators.all()),
        milestones=[MilestoneData(m.text, m.due_words, m.owner, m.done_on, m.pk) for m in row.milestones.all()],
        extra=dict(row.extra),
        own_words=row.own_words,
    )


def _said(data: ActionData) -> tuple[list[str], list[list[Any]]]:
    """Everything that an action says, without the accidents of spacing and order: equal for the same action."""
    words = [
        data.text,
        data.priority_level,
        data.completed_by,
        data.resources,
        data.outcomes,
        data.own_words,
        *data.officers,
    ]
    for milestone in data.milestones:
        words += [milestone.text, milestone.due_words, milestone.owner, str(milestone.done_on or "")]
    words += [f"{key}: {text}" for key, text in sorted(_kept(data.extra).items())]
    chosen: list[list[Any]] = [data.themes, data.project_types, data.grounds, data.indicators]
    return [" ".join(text.split()) for text in words], [sorted(choice) for choice in chosen]


def _write_action(row: ActionVersion, data: ActionData, before: ActionData | None) -> None:
    """Write the words. Saved in a form, who is accountable and when milestones are due is read anew; from a file it is not."""
    # What of the action was there, and stays: a file of thousands of rows writes only what it changes.
    kept = before if before and is_held(row.version) else None
    row.text, row.resources, row.outcomes = data.text.strip(), data.resources.strip(), data.outcomes.strip()
    row.project_types, row.priority_level, row.grounds = data.project_types, data.priority_level, data.grounds
    row.extra, row.own_words = _kept(data.extra), data.own_words.strip()
    year = row.version.plan.cycle.name
    due = Due.parse(data.completed_by, year=year)
    row.completed_by, row.due = due.words, due.date
    row.save()
    if before is None or sorted(data.themes) != before.themes:
        row.themes.set(data.themes)
    if before is None or sorted(data.indicators) != before.indicators:
        row.indicators.set(data.indicators)
    if kept is None or data.officers != kept.officers:
        row.officers.all().delete()
        for position, words in enumerate(data.officers):
            row.officers.create(words=words, post=Post.objects.titled(words), position=position)
    if kept is None or data.milestones != kept.milestones:
        _write_milestones(row, data.milestones, year)


def _write_milestones(row: ActionVersion, milestones: list[MilestoneData], year: str) -> None:
    """Rows that came back keep their identity; those that did not are removed from this version."""
    row.milestones.exclude(pk__in=[m.pk for m in milestones if m.pk]).delete()
    known = {m.pk: m for m in row.milestones.all()}
    for position, data in enumerate(milestones):
        milestone = known.get(data.pk) if data.pk else None
        if milestone is None:
            milestone = MilestoneVersion(action=row, milestone=Milestone.objects.create(action=row.action))
        due = Due.parse(data.due_words, year=year)
        milestone.text, milestone.owner, milestone.done_on = data.text.strip(), data.owner.strip(), data.done_on
        milestone.due_words, milestone.due, milestone.position = due.words, due.date, position
        milestone.save()


@transaction.atomic
def remove_action(version_id: int, row_id: int, *, by: User | None, ask: Ask = may.may_edit) -> None:
    """Take an action out of a draft. Its reference is never given again."""
    version = editable(version_id, by, ask)
    row = row_of(version.actions.select_related("action"), row_id)
    if row.commitment_id:
        raise Refused(KEPT)
    before = {"reference": row.action.reference, **asdict(action_data(row))}
    action = row.action
    row.delete()
    if not action.versions.exists():
        action.delete()
    done("action.remove", version, by, before, None)


@transaction.atomic
def update_action(
    action_id: int, *, by: User, counter: int, period_key: str, period: str, status: str, comment: str,
    internal: bool = False,
) -> ActionUpdate:  # fmt: skip
    """How an action stood at the end of a quarter; saving again replaces it, and the ledger keeps what it was.

    ``internal``: its comment is for the directorate and performance only.
    """
    action = Action.objects.select_for_update().get(pk=action_id)
    action = Action.objects.select_related("service").get(pk=action.pk)
    may.may_update_action(by, action).require()
    row = action.updates.filter(period_key=period_key).first()
    before = _update_said(row) if row else None
    row = row or ActionUpdate(action=action, period_key=period_key, period=period, counter=0)
    require_fresh(row, counter, before)
    post = acting_post(by, *action_post_ids(action))
    row.status, row.comment, row.internal, row.counter = status, comment.strip(), internal, row.counter + 1
    row.at, row.by, row.post = now(), by, post.title if post else by.name
    row.save()
    after = {"period": period, **_update_said(row)}
    record("action.update", f"action {action.reference}", actor_id=by.pk, post=row.post, before=before, after=after)
    return row


def _update_said(row: ActionUpdate) -> dict[str, Any]:
    return {"status": row.status, "comment": row.comment} | ({"internal": True} if row.internal else {})


def action_post_ids(action: Action) -> list[int]:
    officers = ActionVersion.objects.filter(action=action).values_list("officers__post", flat=True)
    return [pk for pk in officers if pk]
