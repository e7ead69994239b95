"""What a file says of a plan, written into its draft: all of it or nothing, through the same calls as the browser uses."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from common.verdict import Conflict
from council.models import Theme, User
from performance.models import Indicator
from serviceplans import permissions as may
from serviceplans.models import ActionVersion, ObjectiveVersion, PlanVersion, TemplatePart
from serviceplans.parts import KINDS
from serviceplans.parts.fields import FieldsPart
from serviceplans.parts.tables import TablePart
from serviceplans.stamps import stamp_of
from serviceplans.transitions.actions import (
    ActionData,
    MilestoneData,
    remove_action,
    remove_objective,
    save_action,
    save_objective,
)
from serviceplans.transitions.locking import editable, holding, write_ledger, writing_post
from serviceplans.transitions.parts import save_part, unlink_row

Data = dict[str, Any]
CHANGED = "Somebody has changed the plan since you read this comparison. Nothing is written: read what the file would change now."
# Where the rows of a register stand in a part's data, and what the plan's link to it is called.
SHOWN: dict[str, tuple[str, str]] = {
    "risks": ("", "risks"),
    "indicators": ("groups", "indicators"),
    "equalities": ("areas", "objectives"),
}


@transaction.atomic
def bring_in_plan(
    version_id: int, before: Data, after: Data, *, by: User | None, stamp: str, said: Data, reviewed: bool = True
) -> PlanVersion:
    """Write what differs between two contents of a draft into it. ``stamp``: the state at which ``before`` was read.

    ``said`` is kept in the ledger with the file: its name, its digest, and what of it was left out. ``by`` None is the
    command line; ``reviewed`` as in ``save_part``. Conflict where somebody has saved anything meanwhile.
    """
    version = editable(version_id, by, may.may_bring_in)
    if stamp_of(version) != stamp:
        raise Conflict(CHANGED)
    rows = {part.key: part for part in TemplatePart.objects.filter(template=version.plan.template_id)}
    old = {part["key"]: part["data"] for section in before["sections"] for part in section["parts"]}
    new = {part["key"]: part["data"] for section in after["sections"] for part in section["parts"]}
    changed = [key for key, data in new.items() if data != old[key]]
    with holding(version, by, may.may_bring_in):
        for key in changed:
            _write(version, rows[key], old[key], new[key], by, reviewed)
    post = writing_post(by, version) if by else None
    write_ledger("plan.file-import", version, by, post, None, {**said, "parts": changed})
    return version


def _write(version: PlanVersion, part: TemplatePart, old: Data, new: Data, by: User | None, reviewed: bool) -> None:
    kind = KINDS[part.kind]
    if issubclass(kind, FieldsPart):
        _save(version, part, {key: _stored(value) for key, value in new.items() if value != old.get(key)}, by, reviewed)
    elif issubclass(kind, TablePart):
        _save(version, part, new, by, reviewed)
    elif part.kind == "actions":
        _Actions(version, part, by).write(old["objectives"], new["objectives"])
    else:
        for gone in _shown(part.kind, old) - _shown(part.kind, new):
            unlink_row(version.pk, part.kind, gone, by=by, ask=may.may_bring_in)


def _save(version: PlanVersion, part: TemplatePart, said: Data, by: User | None, reviewed: bool) -> None:
    content = version.contents.filter(part=part).first()
    counter, data = (content.counter, content.data) if content else (0, {})
    said, ask = {**data, **said}, may.may_bring_in
    save_part(version.pk, part, by=by, counter=counter, data=said, reviewed=reviewed, ask=ask)


def _stored(value: Any) -> Any:
    """Strategies are kept by their keys."""
    return [one["key"] if isinstance(one, dict) else one for one in value] if isinstance(value, list) else value


def _shown(kind: str, data: Data) -> set[int]:
    outer, inner = SHOWN[kind]
    groups = data[outer] if outer else [data]
    return {row["id"] for group in groups for row in group[inner]}


class _Actions:
    """Writes one part of objectives and actions: what is new, reworded or moved, then what has gone, then the order."""

    def __init__(self, version: PlanVersion, part: TemplatePart, by: User | None) -> None:
        self.version, self.part, self.by = version, part, by
        self.objectives = {row.objective_id: row for row in version.objectives.all()}
        rows = version.actions.select_related("action")
        rows = rows.prefetch_related("themes", "officers", "indicators", "milestones")
        self.actions = {row.action_id: row for row in rows}
        self.themes = dict(Theme.objects.values_list("code", "pk"))
        self.indicators = dict(Indicator.objects.values_list("reference", "pk"))

    def write(self, old: list[Data], new: list[Data]) -> None:
        was = {objective["id"]: objective for objective in old}
        under = {action["id"]: objective["id"] for objective in old for action in objective["actions"]}
        words = {action["id"]: action for objective in old for action in objective["actions"]}
        placed: list[tuple[ObjectiveVersion, list[ActionVersion]]] = []
        for objective in new:
            row = self._objective(was.get(objective["id"]), objective)
            within = []
            for action in objective["actions"]:
                moved = under.get(action["id"]) != objective["id"]
                within.append(self._action(words.get(action["id"]), action, row, moved))
            placed.append((row, within))
        kept = {action["id"] for objective in new for action in objective["actions"]}
        for gone in words.keys() - kept:
            remove_action(self.version.pk, self.actions[gone].pk, by=self.by, ask=may.may_bring_in)
        for objective_id in was.keys() - {objective["id"] for objective in new}:
            remove_objective(self.version.pk, self.objectives[objective_id].pk, by=self.by, ask=may.may_bring_in)
        self._order(placed)

    def _objective(self, old: Data | None, new: Data) -> ObjectiveVersion:
        row = self.objectives.get(new["id"])
        if old and row and {**old, "actions": []} == {**new, "actions": []}:
            return row
        extra = {**dict.fromkeys(row.extra if row else {}, ""), **new.get("extra", {})}
        return save_objective(
            self.version.pk, row.pk if row else None, by=self.by, counter=row.counter if row else 0, text=new["text"],
            themes=[self.themes[theme["code"]] for theme in new["themes"]], part_key=row.part_key if row else self.part.key,
            extra=extra, ask=may.may_bring_in,
        )  # fmt: skip

    def _action(self, old: Data | None, new: Data, objective: ObjectiveVersion, moved: bool) -> ActionVersion:
        row = self.actions.get(new["id"])
        if old == new and row and not moved:
            return row
        return save_action(
            self.version.pk, row.pk if row else None, by=self.by, counter=row.counter if row else 0,
            objective_id=objective.pk, data=self._data(new, row), ask=may.may_bring_in, loaded=row,
        )  # fmt: skip

    def _data(self, said: Data, row: ActionVersion | None) -> ActionData:
        known = {m.milestone_id: m.pk for m in row.milestones.all()} if row else {}
        return ActionData(
            text=said["text"],
            themes=[self.themes[theme["code"]] for theme in said["themes"]],
            project_types=said["project_types"],
            priority_level=said["priority_level"],
            grounds=said["grounds"],
            completed_by=said["completed_by"],
            officers=[officer["words"] for officer in said["officers"]],
            resources=said["resources"],
            outcomes=said["outcomes"],
            indicators=[self.indicators[indicator["reference"]] for indicator in said["indicators"]],
            milestones=[
                MilestoneData(
                    m["text"], m["due_words"], m["owner"], date.fromisoformat(m["done_on"]) if m["done_on"] else None,
                    known.get(m["id"]),
                )
                for m in said["milestones"]
            ],
            extra=said.get("extra", {}),
            own_words=row.own_words if row else "",
        )  # fmt: skip

    def _order(self, placed: Iterable[tuple[ObjectiveVersion, list[ActionVersion]]]) -> None:
        """The rows in the file's order, where it is another than theirs."""
        for place, (objective, actions) in enumerate(placed, 1):
            numbered: list[tuple[int, ObjectiveVersion | ActionVersion]] = [(place, objective), *enumerate(actions, 1)]
            for number, row in numbered:
                if row.position != number:
                    row.position = number
                    row.save(update_fields=["position"])
