"""Whether a template, as a file or the editor gives it, is one that plans can be written in; every problem is named."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from serviceplans.choices import Numbering, Severity
from serviceplans.parts import KINDS
from serviceplans.rules.checks import CHECKS
from serviceplans.rules.route import read_route, route_faults

SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
LONGEST_KEY, LONGEST_NUMBER, LONGEST_HEADING = 50, 20, 200
TEMPLATE_KEYS = {
    "key", "name", "source", "note", "version", "numbering", "default", "checks", "route", "sections",
}  # fmt: skip
SECTION_KEYS = {"key", "number", "heading", "parts"}
PART_KEYS = {"key", "kind", "number", "heading", "guidance", "required"}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: ``where`` in the file ("sections.1.parts.2.kind"), its value, a code, and the sentence."""

    where: str
    value: str
    code: str
    message: str


def template_problems(facts: Any) -> list[Problem]:
    """Everything that is wrong with a whole template."""
    if not isinstance(facts, dict):
        return [Problem("", "", "not-a-template", "The file holds no template: it needs a key, a name and sections.")]
    return list(_template(facts))


def _template(facts: Mapping[str, Any]) -> Iterator[Problem]:
    yield from _unknown("", "The template", facts, TEMPLATE_KEYS)
    yield from _key("key", "The template", facts.get("key"))
    yield from _words("name", "The template", "name", facts.get("name"), LONGEST_HEADING, needed=True)
    for name in ("source", "note"):
        yield from _words(name, "The template", name, facts.get(name, ""), 300 if name == "source" else 20_000)
    numbering = facts.get("numbering", Numbering.WRITTEN.value)
    if numbering not in Numbering.values:
        known = ", ".join(Numbering.values)
        yield Problem("numbering", str(numbering), "unknown-choice", f"Numbering is one of: {known}.")
    yield from _checks(facts.get("checks", {}))
    yield from _route(facts.get("route", []))
    sections = facts.get("sections")
    if not isinstance(sections, list) or not sections:
        yield Problem("sections", "", "missing", "The template has no sections. Give it at least one.")
        return
    yield from _sections(sections)


def _checks(checks: Any) -> Iterator[Problem]:
    if not isinstance(checks, dict):
        yield Problem(
            "checks", str(checks)[:80], "not-a-list", "Checks are pairs of a code and “blocking” or “warning”."
        )
        return
    for code, severity in checks.items():
        where = f"checks.{code}"
        if code not in CHECKS:
            yield Problem(where, str(code), "unknown-check", f"No check is called “{code}”.{_perhaps(code, CHECKS)}")
        elif severity not in Severity.values:
            said = f"The check “{code}” is “blocking” or “warning”, not “{severity}”."
            yield Problem(where, str(severity), "unknown-choice", said)


def _route(rows: Any) -> Iterator[Problem]:
    try:
        faults = route_faults(read_route(rows)) if rows else []
    except (TypeError, ValueError, AttributeError):
        faults = ["The route of sign-off is not a list of reviews as the page of the route makes them."]
    yield from (Problem("route", "", "bad-route", fault) for fault in faults)


def _sections(sections: list[Any]) -> Iterator[Problem]:
    keys: set[str] = set()
    part_keys: set[str] = set()
    for place, section in enumerate(sections, 1):
        where, name = f"sections.{place}", f"Section {place}"
        if not isinstance(section, dict):
            yield Problem(
                where, str(section)[:80], "not-a-section", f"{name} is not a section: it needs a key and a heading."
            )
            continue
        yield from _unknown(where, name, section, SECTION_KEYS)
        yield from _head(where, name, section, keys)
        parts = section.get("parts", [])
        if not isinstance(parts, list):
            yield Problem(f"{where}.parts", str(parts)[:80], "not-a-list", f"{name}: its parts are not a list.")
            continue
        for number, part in enumerate(parts, 1):
            yield from part_problems(part, f"{where}.parts.{number}", f"{name}, part {number}", part_keys)
    if not part_keys:
        yield Problem("sections", "", "missing", "The template has no part to write in. Give a section at least one.")


def part_problems(part: Any, where: str, name: str, keys: set[str]) -> Iterator[Problem]:
    """What is wrong with one part; ``keys`` are those of the parts before it."""
    if not isinstance(part, dict):
        yield Problem(
            where, str(part)[:80], "not-a-part", f"{name} is not a part: it needs a key, a kind and a heading."
        )
        return
    yield from _head(where, name, part, keys)
    yield from _words(f"{where}.guidance", name, "guidance", part.get("guidance", ""), 20_000)
    if not isinstance(part.get("required", False), bool):
        yield Problem(
            f"{where}.required", str(part["required"]), "not-yes-or-no", f"{name}: required is true or false."
        )
    kind = part.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        said = f"{name}: no kind of part is called “{kind}”.{_perhaps(kind, KINDS)}"
        yield Problem(f"{where}.kind", str(kind), "unknown-kind", said)
        return
    config = {key: value for key, value in part.items() if key not in PART_KEYS}
    yield from _unknown(where, name, part, PART_KEYS | set(KINDS[kind].settings))
    for setting, code, said in KINDS[kind].problems(config):
        yield Problem(f"{where}.{setting}", "", code, f"{name}: {said}")


def _head(where: str, name: str, row: Mapping[str, Any], keys: set[str]) -> Iterator[Problem]:
    """A section's or part's key, number and heading."""
    key = row.get("key")
    yield from _key(f"{where}.key", name, key)
    if isinstance(key, str) and key in keys:
        yield Problem(f"{where}.key", key, "duplicate-key", f"{name}: the key “{key}” has been used before.")
    if isinstance(key, str):
        keys.add(key)
    yield from _words(f"{where}.number", name, "number", row.get("number", ""), LONGEST_NUMBER)
    yield from _words(f"{where}.heading", name, "heading", row.get("heading"), LONGEST_HEADING, needed=True)


def _key(where: str, name: str, key: Any) -> Iterator[Problem]:
    if not isinstance(key, str) or not SLUG.fullmatch(key) or len(key) > LONGEST_KEY:
        said = (
            f"{name} needs a key of small letters, digits and hyphens, at most {LONGEST_KEY}, like “about-the-service”."
        )
        yield Problem(where, str(key or ""), "bad-key" if key else "missing", said)


def _words(where: str, name: str, what: str, text: Any, longest: int, *, needed: bool = False) -> Iterator[Problem]:
    if not isinstance(text, str) or "\x00" in text:
        code = "missing" if text is None else "not-words"
        yield Problem(where, str(text or "")[:80], code, f"{name} needs its {what} in words{_quoted(text)}.")
    elif needed and not text.strip():
        yield Problem(where, "", "missing", f"{name} has no {what}. Give it one.")
    elif len(text) > longest:
        said = f"{name}: the {what} has {len(text):,} characters; at most {longest:,} are allowed."
        yield Problem(where, text[:80], "too-long", said)


def _quoted(text: Any) -> str:
    return ": put quotation marks round a number" if isinstance(text, int | float) else ""


def _unknown(where: str, name: str, row: Mapping[str, Any], known: set[str]) -> Iterator[Problem]:
    for key in row:
        if key not in known:
            at = f"{where}.{key}".lstrip(".")
            yield Problem(at, str(key), "unknown-setting", f"{name} has no “{key}”.{_perhaps(key, known)}")


def _perhaps(word: Any, known: Any) -> str:
    near = get_close_matches(str(word), list(known), 1)
    return f" Do you mean “{near[0]}”?" if near else ""
