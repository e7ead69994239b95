"""What is wrong with the settings that a template gives a part: (setting, code, sentence), each to be mended in the file."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

KEY = re.compile(r"[a-z][a-z0-9_]{0,49}")
Wrong = tuple[str, str, str]
# What a field or a column may say of itself, and whether in words, as a number, or yes or no.
WORDS = {"key", "label", "type", "hint", "noun"}
NUMBERS = {"words": 20_000, "width": 60, "rows": 40, "share": 10}
FLAGS = {"required", "named", "level", "leads"}


def specs(setting: str, found: Any, types: Collection[str], *, known: Collection[str] = ()) -> Iterator[Wrong]:
    """A list of fields or columns. ``known``: those that the kind has already, which need neither type nor label."""
    if not isinstance(found, list):
        yield setting, "not-a-list", f"its {setting} are not a list"
        return
    seen: set[str] = set()
    for place, spec in enumerate(found, 1):
        where, name = f"{setting}.{place}", f"{place} of its {setting}"
        if not isinstance(spec, dict) or not isinstance(spec.get("key"), str) or not KEY.fullmatch(spec["key"]):
            yield where, "bad-key", f"number {name} needs a key of small letters, digits and _, like “completed_by”"
            continue
        if spec["key"] in seen:
            yield where, "duplicate-key", f"the key “{spec['key']}” is in its {setting} twice"
        seen.add(spec["key"])
        yield from _spec(where, name, spec, types, spec["key"] in known)


def _spec(where: str, name: str, spec: Mapping[str, Any], types: Collection[str], is_known: bool) -> Iterator[Wrong]:
    if not is_known and not spec.get("label"):
        yield where, "missing", f"number {name} (“{spec['key']}”) has no label"
    if not is_known and spec.get("type") not in types:
        yield (
            where,
            "unknown-type",
            f"“{spec['key']}” has the type “{spec.get('type', '')}”; it is one of: {', '.join(types)}",
        )
    for key, value in spec.items():
        if key in WORDS and (not isinstance(value, str) or len(value) > 1000):
            yield (
                f"{where}.{key}",
                "not-words",
                f"the {key} of “{spec['key']}” is not words of at most 1,000 characters",
            )
        elif key in NUMBERS and not (_is_number(value) and 0 < value <= NUMBERS[key]):
            yield (
                f"{where}.{key}",
                "not-a-number",
                f"the {key} of “{spec['key']}” is not a number from 1 to {NUMBERS[key]}",
            )
        elif key in FLAGS and not isinstance(value, bool):
            yield f"{where}.{key}", "not-yes-or-no", f"“{key}” of “{spec['key']}” is true or false"
        elif key == "options" and not is_words(value):
            yield f"{where}.options", "not-a-list", f"the options of “{spec['key']}” are not a list of words"
        elif key not in WORDS | FLAGS | set(NUMBERS) | {"options"}:
            yield f"{where}.{key}", "unknown-setting", f"“{spec['key']}” has a setting “{key}”, which nothing knows"
    if spec.get("type") == "choice" and not spec.get("options"):
        yield f"{where}.options", "missing", f"“{spec['key']}” is a choice, but has no options"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and len(item) <= 300 for item in value)


def keys_of(found: Any) -> list[str]:
    """The keys of a list of fields or columns, as far as they can be read."""
    rows = found if isinstance(found, list) else []
    return [row["key"] for row in rows if isinstance(row, dict) and isinstance(row.get("key"), str)]


def words(config: Mapping[str, Any], *settings: str) -> Iterator[Wrong]:
    """Settings that are a few words."""
    for setting in settings:
        if not isinstance(config.get(setting, ""), str) or len(config.get(setting, "")) > 200:
            yield setting, "not-words", f"its {setting} is not words of at most 200 characters"


def known_columns(config: Mapping[str, Any], known: Collection[str]) -> Iterator[Wrong]:
    """Columns of a kind that shows a register: only those that it knows."""
    if "columns" not in config:
        return
    yield from specs("columns", config["columns"], (), known=known)
    if isinstance(config["columns"], list):
        for spec in config["columns"]:
            if isinstance(spec, dict) and spec.get("key") not in known:
                yield "columns", "unknown-column", f"it has no column “{spec.get('key')}”; it has: {', '.join(known)}"
        if not config["columns"]:
            yield "columns", "missing", "it shows no column at all"
