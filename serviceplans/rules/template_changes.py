"""What one version of a template has that another has not, in sentences."""

from collections.abc import Iterator, Mapping
from typing import Any

from serviceplans.rules.checks import CHECKS

Facts = Mapping[str, Any]
HEAD = ("heading", "number", "guidance", "required")
WAS = {"": "was not checked", "warning": "warned", "blocking": "stopped submission"}
SEVERITY = {"": "is not checked", "warning": "warns", "blocking": "stops submission"}


def template_changes(before: Facts, after: Facts) -> list[str]:
    """Each change in a sentence, in the order of the later version; what has gone comes last."""
    return list(_changes(before, after))


def _changes(before: Facts, after: Facts) -> Iterator[str]:
    if before["name"] != after["name"]:
        yield f"It is called “{after['name']}”; it was “{before['name']}”."
    old, new = _parts(before), _parts(after)
    sections = {section["key"]: section["heading"] for section in before["sections"]}
    for section in after["sections"]:
        was = sections.get(section["key"])
        if was is None:
            yield f"New section: {section['heading']}."
        elif was != section["heading"]:
            yield f"The section “{was}” is called “{section['heading']}”."
    for key, (section, part) in new.items():
        if key not in old:
            yield f"New part: {part['heading']}, in {section}."
        else:
            yield from _part(*old[key], section, part)
    for key, (section, part) in old.items():
        if key not in new:
            yield f"Retired: {part['heading']}, from {section}."
    if [key for key in old if key in new] != [key for key in new if key in old]:
        yield "The parts stand in another order."
    yield from _checks(before["checks"], after["checks"])


def _parts(facts: Facts) -> dict[str, tuple[str, Facts]]:
    return {part["key"]: (section["heading"], part) for section in facts["sections"] for part in section["parts"]}


def _part(was_in: str, old: Facts, section: str, new: Facts) -> Iterator[str]:
    name = new["heading"]
    if old["heading"] != name:
        yield f"“{old['heading']}” is called “{name}”."
    if old["required"] != new["required"]:
        yield f"{name} is {'needed' if new['required'] else 'no longer needed'}."
    if old["guidance"] != new["guidance"]:
        yield f"{name} has other guidance."
    settled = {*HEAD, "key", "kind", *LISTS}
    for setting, word in LISTS.items():
        yield from _list(name, word, old.get(setting, []), new.get(setting, []))
    rest = [key for key in {**old, **new} if key not in settled and old.get(key) != new.get(key)]
    if rest or old["kind"] != new["kind"]:
        yield f"{name} has other settings."


LISTS = {"fields": "field", "columns": "column", "details": "column below the table", "objective_columns": "column"}


def _list(name: str, word: str, old: list[Facts], new: list[Facts]) -> Iterator[str]:
    before, after = {row["key"]: row for row in old}, {row["key"]: row for row in new}
    for key, row in after.items():
        label = row.get("label", key)
        if key not in before:
            yield f"{name}: new {word} “{label}”."
        elif before[key].get("label", key) != label:
            yield f"{name}: “{before[key].get('label', key)}” is called “{label}”."
        elif before[key] != row:
            yield f"{name}: “{label}” has other settings."
    for key, row in before.items():
        if key not in after:
            yield f"{name}: the {word} “{row.get('label', key)}” is taken out."


def _checks(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for code, words in CHECKS.items():
        was, now = before.get(code, ""), after.get(code, "")
        if was != now:
            yield f"Check: “{words}” {SEVERITY[now]}; it {WAS[was]}."
