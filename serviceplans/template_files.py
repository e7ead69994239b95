"""A plan template as one readable file (YAML): written, read back, and checked before anything is stored."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from serviceplans.choices import Numbering
from serviceplans.models import PlanTemplate, TemplatePart
from serviceplans.rules.template_facts import PART_KEYS, Problem, template_problems

MOST_BYTES = 1024 * 1024
HEAD = "# A plan template. Its key names it for good; change what follows, and import the file.\n"
Facts = dict[str, Any]


class NotATemplate(Exception):
    """The file cannot be read at all; the message is the one line that the person reads."""


class TemplateRefused(Exception):
    """The file can be read, but plans cannot be written in it as it is; ``problems`` says all that is wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems[0].message)
        self.problems = problems


class _Loader(yaml.SafeLoader):
    """Plain values only: a file that repeats parts of itself by reference can be made to unfold without end."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            event = self.peek_event()
            raise yaml.constructor.ConstructorError(None, None, "it repeats a part by reference (*)", event.start_mark)
        return super().compose_node(parent, index)


class _Dumper(yaml.SafeDumper):
    """Writes everything out, as the loader wants it."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def shipped() -> dict[str, Path]:
    """The templates that come with the product: key → file."""
    folder = settings.BASE_DIR / "fixtures" / "reference" / "plan_templates"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def read(content: bytes) -> Facts:
    """The template of a file, in its normal form. NotATemplate or TemplateRefused says what is wrong."""
    if len(content) > MOST_BYTES:
        raise NotATemplate("The file has more than 1 MB, which no template needs.")
    try:
        facts = _Loader(content.decode("utf-8-sig")).get_single_data()
    except UnicodeDecodeError as error:
        raise NotATemplate("The file is not text in UTF-8. Save it as UTF-8, and try again.") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise NotATemplate(_where_it_breaks(error)) from error
    problems = template_problems(facts)
    if problems:
        raise TemplateRefused(problems)
    return normal(facts)


def _where_it_breaks(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    at = f", at line {mark.line + 1}" if mark else ""
    said = getattr(error, "problem", None) or "it is nested too deeply, or holds an impossible value"
    return f"The file is not a template in YAML{at}: {said}."


def normal(facts: Mapping[str, Any]) -> Facts:
    """A template's facts with everything that goes without saying said, so that two can be compared.

    A route of sign-off is only there where it is said: else a template has the one that it had, or the council's.
    """
    return {
        "key": facts["key"],
        "name": facts["name"],
        "source": facts.get("source", ""),
        "numbering": facts.get("numbering", Numbering.WRITTEN.value),
        "checks": dict(facts.get("checks", {})),
        "sections": [
            {
                "key": section["key"],
                "number": section.get("number", ""),
                "heading": section["heading"],
                "parts": [_part(part) for part in section.get("parts", [])],
            }
            for section in facts["sections"]
        ],
        **({"route": list(facts["route"])} if facts.get("route") else {}),
    }


def _part(part: Mapping[str, Any]) -> Facts:
    head = {
        "key": part["key"],
        "kind": part["kind"],
        "number": part.get("number", ""),
        "heading": part["heading"],
        "guidance": part.get("guidance", ""),
        "required": part.get("required", False),
    }
    return head | {name: value for name, value in part.items() if name not in PART_KEYS}


def facts_of(template: PlanTemplate, found: Iterable[TemplatePart] | None = None) -> Facts:
    """A stored version of a template, in the same form. ``found``: its parts, where they are loaded."""
    parts: dict[int, list[Facts]] = {}
    for part in template.parts.select_related("section") if found is None else found:
        parts.setdefault(part.section_id, []).append(part_facts(part))
    return normal(
        {
            **{name: getattr(template, name) for name in ("key", "name", "source", "numbering", "checks", "route")},
            "sections": [
                {"key": one.key, "number": one.number, "heading": one.heading, "parts": parts.get(one.pk, [])}
                for one in template.sections.all()
            ],
        }
    )


def part_facts(part: TemplatePart) -> Facts:
    return _part({**{name: getattr(part, name) for name in sorted(PART_KEYS)}, **part.config})


def write(facts: Mapping[str, Any], version: int | None = None) -> bytes:
    """The file of a template; ``version`` is said in it, and means nothing when it is read."""
    said = {"key": facts["key"], **({"version": version} if version else {}), **facts}
    text = yaml.dump(said, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return (HEAD + text).encode("utf-8")
