"""What an action's own page says of it: the columns of its template, in the template's words and order."""

from typing import Any

from django.db.models import JSONField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from common.values.dates import format_date
from common.values.due import Due
from serviceplans.content import action_as_dict
from serviceplans.models import ActionVersion, MilestoneVersion, TemplatePart
from serviceplans.parts.action_columns import says
from serviceplans.parts.actions import ActionsPart
from serviceplans.parts.years import with_years

# The page's heading says these, and its table of milestones.
ELSEWHERE = ("reference", "text", "milestones")


def with_part(rows: QuerySet[ActionVersion]) -> QuerySet[ActionVersion]:
    """Each action with ``part_key`` and ``part_config`` of the table of its template that it stands in, else the first."""
    tables = TemplatePart.objects.filter(template=OuterRef("version__plan__template"), kind="actions")
    mine = tables.filter(key=OuterRef("objective__part_key"))
    first = tables.order_by("section__position", "position")
    return rows.annotate(
        part_key=Coalesce(Subquery(mine.values("key")[:1]), Subquery(first.values("key")[:1])),
        part_config=Coalesce(
            Subquery(mine.values("config")[:1]), Subquery(first.values("config")[:1]), output_field=JSONField()
        ),
    )


def kind_of_action(row: ActionVersion) -> ActionsPart:
    """The template's table that an action from ``with_part`` stands in, for the labels of its columns."""
    config = with_years(row.part_config or {}, row.version.plan.cycle.name)  # type: ignore[attr-defined]
    described = {"key": row.part_key, "kind": "actions", "number": "", "heading": "", "required": False}  # type: ignore[attr-defined]
    return ActionsPart({**described, "config": config})


def action_facts(row: ActionVersion, kind: ActionsPart) -> list[dict[str, object]]:
    """The action's facts as a summary list."""
    related = (row.themes, row.indicators, row.officers, row.milestones)
    action = action_as_dict(row, *(list(rows.all()) for rows in related))
    said = [(kind.objective_word, [row.objective.text])]
    said += [
        (column.label, said_of(row, action, column.key))
        for column in [*kind.table_columns, *kind.details]
        if column.key not in ELSEWHERE
    ]
    found: list[dict[str, object]] = [{"key": key, "value": value or "Not given"} for key, value in said]
    return [*found, *marks(row)]


def marks(row: ActionVersion) -> list[dict[str, object]]:
    """What every service is committed to, with the way to all their answers; and what this one says beside it."""
    own: list[dict[str, object]] = [{"key": "In this service", "value": row.own_words}] if row.own_words else []
    said = row.commitment
    if said is None:
        return own
    withdrawn = f", withdrawn on {format_date(localdate(said.withdrawn_at))}" if said.withdrawn_at else ""
    link = {"change_url": said.get_absolute_url(), "change_label": "See", "change_hidden": "how every service keeps it"}
    return [*own, {"key": "Commitment", "value": f"{said.mark}: {said.heading}{withdrawn}", **link}]


def said_of(row: ActionVersion, action: dict[str, Any], key: str) -> list[str]:
    """One line for each thing that the column says."""
    if key == "themes":
        return [str(theme) for theme in row.themes.all()]
    lines = says(action, key).splitlines()
    return [*lines, read_from(row.completed_by, row)] if key == "completed_by" else lines


def read_from(words: str, row: ActionVersion) -> str:
    """Which date is read from words that are no plain date, or why none can be."""
    return Due.parse(words, year=row.version.plan.cycle.name).note


def milestones(row: ActionVersion) -> list[MilestoneVersion]:
    """Its milestones, each with ``note``: how the words of its date are read."""
    found = list(row.milestones.all())
    for milestone in found:
        milestone.note = read_from(milestone.due_words, row)  # type: ignore[attr-defined]
    return found
