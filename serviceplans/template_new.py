"""What a new part of a template begins as: empty, of a kind; or as another template has it."""

from typing import Any

from serviceplans.models import PlanTemplate, TemplatePart
from serviceplans.template_files import part_facts

# The least that each kind needs, so that a part can be written in as soon as it is added.
BEGINNINGS: dict[str, dict[str, Any]] = {
    "fields": {"fields": [{"key": "text", "label": "Text", "type": "text"}]},
    "rows": {
        "columns": [{"key": "what", "label": "What", "type": "text"}, {"key": "note", "label": "Note", "type": "line"}]
    },
}
OF_KIND: dict[str, dict[str, Any]] = {
    "header": {"fields": [{"key": "service_area", "label": "Service area", "type": "line"}]},
    "achievements": {
        "columns": [
            {"key": "objective", "label": "Service objective", "type": "text"},
            {"key": "action", "label": "Action", "type": "text", "required": True},
            {"key": "completed", "label": "Completed (year)", "type": "line", "width": 10},
        ]
    },
    "staffing": {
        "fields": [
            {"key": "fte", "label": "Staff FTEs", "type": "quantity", "width": 10},
            {"key": "budget", "label": "Net revenue budget", "type": "money", "width": 10},
        ]
    },
    "narrative": BEGINNINGS["fields"],
    "table": BEGINNINGS["rows"],
    "savings": {
        "columns": [
            {"key": "area", "label": "Area", "type": "line", "required": True},
            {"key": "saving", "label": "What will change", "type": "text"},
            {"key": "year", "label": "Year", "type": "line", "width": 10},
            {"key": "amount", "label": "Amount", "type": "money", "width": 10},
        ]
    },
}


def new_part(*, heading: str, kind: str, copy: str) -> dict[str, Any]:
    """The facts of a new part, without a key. ``copy``: the row of the part that it begins as, if any."""
    if copy:
        facts = part_facts(TemplatePart.objects.get(pk=copy))
        return {name: value for name, value in facts.items() if name not in ("key", "number")} | {"heading": heading}
    return {"kind": kind, "heading": heading, **OF_KIND.get(kind, {})}


def copies() -> list[tuple[str, list[tuple[str, str]]]]:
    """The parts of every template's newest version, by template: what a new part can begin as."""
    rows = TemplatePart.objects.filter(template__in=PlanTemplate.objects.current()).select_related("template")
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows.order_by("template__name", "section__position", "position"):
        found.setdefault(row.template.name, []).append((str(row.pk), row.heading))
    return list(found.items())
