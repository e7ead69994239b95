"""List the plan templates: each with its newest version, and how many plans are written in it."""

from typing import Any

from django.db.models import Count

from common.commands import AnswerCommand
from serviceplans.models import PlanTemplate
from serviceplans.template_files import normal, read, shipped


class Command(AnswerCommand):
    help = "List the plan templates, with their versions and how many plans are written in each."

    def answer(self, **options: Any) -> int:
        rows = [*stored(), *not_loaded()]
        lines = [
            f"{row['key']:20} version {row['version']:<3} {row['state']:12} {row['sections']:>2} sections "
            f"{row['parts']:>3} parts {row['plans']:>4} plans  {row['name']}" + (" (new plans)" if row["default"] else "")
            for row in rows
        ]  # fmt: skip
        self.say({"templates": rows}, lines or ["There is no plan template."], options["format"])
        return 0


def stored() -> list[dict[str, Any]]:
    """Every version that is stored."""
    usual = PlanTemplate.objects.current().usual()
    counts = {name: Count(name, distinct=True) for name in ("sections", "parts", "plans")}
    named = ("key", "number", "name", "source", "state")
    rows = PlanTemplate.objects.values(*named, "pk").annotate(**{f"n_{name}": count for name, count in counts.items()})
    return [
        {
            "key": row["key"],
            "version": row["number"],
            **{name: row[name] for name in ("name", "source", "state")},
            "default": bool(usual and usual.pk == row["pk"]),
            **{name: row[f"n_{name}"] for name in counts},
        }
        for row in rows.order_by("key", "number")
    ]


def not_loaded() -> list[dict[str, Any]]:
    """The templates that come with the product and that nobody has loaded yet: ``import_template`` takes them in."""
    known = set(PlanTemplate.objects.values_list("key", flat=True))
    found = []
    for key, path in shipped().items():
        if key in known:
            continue
        facts = normal(read(path.read_bytes()))
        counts = {"sections": len(facts["sections"]), "parts": sum(len(s["parts"]) for s in facts["sections"])}
        named = {"key": key, "version": 1, "name": facts["name"], "source": facts["source"]}
        found.append({**named, "state": "not loaded", "default": False, **counts, "plans": 0})
    return found
