"""What the pages about plan templates show, worked out once."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count

from serviceplans.forms.parts import fields_form, rows_formset
from serviceplans.forms.templates import KIND_WORDS
from serviceplans.models import PlanTemplate, TemplatePart
from serviceplans.parts import PartKind, kind_of
from serviceplans.parts.actions import ActionsPart
from serviceplans.parts.fields import FieldsPart
from serviceplans.parts.tables import TablePart
from serviceplans.permissions.templates import may_edit_template, may_manage_templates
from serviceplans.rules.template_changes import template_changes
from serviceplans.template_files import facts_of
from serviceplans.transitions.templating import retired_parts


@dataclass(frozen=True)
class TemplateLine:
    """One template in the list: its newest published version, the draft of the next, and how many plans it has."""

    key: str
    name: str
    source: str
    current: PlanTemplate | None
    draft: PlanTemplate | None
    plans: int
    older: int
    usual: bool


def template_lines() -> list[TemplateLine]:
    """Every template, by name. Three queries."""
    by_key: dict[str, list[Any]] = {}
    for row in PlanTemplate.objects.annotate(n_plans=Count("plans")).order_by("key", "number"):
        by_key.setdefault(row.key, []).append(row)
    usual = PlanTemplate.objects.current().usual()
    lines = []
    for key, rows in by_key.items():
        published = [row for row in rows if not row.is_draft]
        newest = published[-1] if published else None
        lines.append(
            TemplateLine(
                key=key,
                name=rows[-1].name,
                source=rows[-1].source,
                current=newest,
                draft=next((row for row in rows if row.is_draft), None),
                plans=sum(row.n_plans for row in rows),
                older=sum(row.n_plans for row in rows if row != newest),
                usual=newest is not None and newest == usual,
            )
        )
    return sorted(lines, key=lambda line: (not line.usual, line.name))


class TemplatePage:
    """One version of a template as one person sees it."""

    def __init__(self, template: PlanTemplate, user: Any) -> None:
        self.template = template
        self.may_manage = bool(may_manage_templates(user))
        self.may_edit = bool(may_edit_template(user, template))

    @cached_property
    def versions(self) -> list[PlanTemplate]:
        return list(PlanTemplate.objects.filter(key=self.template.key).order_by("-number"))

    @property
    def draft(self) -> PlanTemplate | None:
        return next((row for row in self.versions if row.is_draft), None)

    @property
    def newest(self) -> PlanTemplate | None:
        return next((row for row in self.versions if not row.is_draft), None)

    @cached_property
    def sections(self) -> list[dict[str, Any]]:
        """Each section with its parts, in order, and the addresses of what can be done with them."""
        by_section: dict[int, list[TemplatePart]] = {}
        for part in self.template.parts.select_related("section"):
            by_section.setdefault(part.section_id, []).append(part)
        return [
            {
                "section": section,
                "parts": [self._part(part) for part in by_section.get(section.pk, [])],
                "url": self.template.address("template_section", section.key),
                "move_url": self.template.address("template_section_move", section.key),
                "retire_url": self.template.address("template_section_retire", section.key),
                "new_url": self.template.address("template_part_new", section.key),
            }
            for section in self.template.sections.all()
        ]

    def _part(self, part: TemplatePart) -> dict[str, Any]:
        return {
            "part": part,
            "kind": KIND_WORDS[part.kind][0],
            "about": about(kind_of(part)),
            "url": self.template.address("template_part", part.key),
            "move_url": self.template.address("template_part_move", part.key),
            "retire_url": self.template.address("template_part_retire", part.key),
        }

    @cached_property
    def retired(self) -> list[dict[str, Any]]:
        """Parts that earlier versions had, each with the address at which it is brought back."""
        if not self.may_edit:
            return []
        return [
            {"part": part, "url": self.template.address("template_part_restore", part.key)}
            for part in retired_parts(self.template)
        ]

    @cached_property
    def changes(self) -> list[str]:
        """What is new against the version before, in sentences."""
        earlier = [row for row in self.versions if row.number < self.template.number]
        return template_changes(facts_of(earlier[0]), facts_of(self.template)) if earlier else []

    @cached_property
    def plans(self) -> int:
        return self.template.plans.count()

    @cached_property
    def on_earlier(self) -> int:
        """Plans that are written in earlier versions."""
        return sum(
            row.n for row in PlanTemplate.objects.filter(key=self.template.key).annotate(n=Count("plans"))
            if row.number < self.template.number
        )  # fmt: skip


def about(kind: PartKind) -> str:
    """What a part asks, in a line."""
    if isinstance(kind, TablePart):
        return ", ".join(str(column["label"]) for column in kind.columns)
    if isinstance(kind, FieldsPart):
        return ", ".join(_field(field) for field in kind.fields)
    if isinstance(kind, ActionsPart):
        return ", ".join(column.label for column in [*kind.table_columns, *kind.details])
    return ""


def _field(field: dict[str, Any]) -> str:
    return f"{field['label']} (at most {field['words']} words)" if field.get("words") else str(field["label"])


def preview_of(part: TemplatePart) -> dict[str, Any]:
    """A part as whoever writes a plan will meet it: its form, or the columns of its table."""
    kind = kind_of(part)
    shown: dict[str, Any] = {"part": part, "kind": KIND_WORDS[part.kind][0], "key": part.key}
    if isinstance(kind, TablePart):
        rows = rows_formset(
            kind, {"rows": kind.config.get("start", [])[:1] or [{}]}, prefix=f"rows-{part.key}", spare=0
        )
        return shown | {"form": rows}
    if isinstance(kind, FieldsPart):
        form = fields_form(kind, {})
        form.prefix = part.key
        return shown | {"form": form}
    if isinstance(kind, ActionsPart):
        extra = [column["label"] for column in kind.objective_columns if column.get("label")]
        return shown | {
            "objective": kind.objective_word,
            "said": extra,
            "columns": [column.label for column in kind.table_columns],
            "details": [column.label for column in kind.details],
        }
    labels = [column["label"] for column in kind.config.get("columns", []) if column.get("label")]
    return shown | {"columns": labels}
