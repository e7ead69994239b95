"""How choices, dates, milestones and changes made since approval read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from common.values.dates import format_date


def labels(values: list[str], choices: Any, between: str = ", ") -> str:
    known = dict(choices.choices)
    return between.join(str(known.get(value, value)) for value in values)


def written(iso: str) -> str:
    """An ISO date as people write it: 22 July 2019."""
    return format_date(date.fromisoformat(iso))


def noted(row: Mapping[str, Any], field: str, text: str) -> str:
    """The text, marked with the number of the change since approval that last touched it (``rules.lay_over``)."""
    number = row.get("changed", {}).get(field)
    return f"{text} (change {number})" if number else text


def milestone_line(milestone: dict[str, Any]) -> str:
    """A milestone in one line, with its date, owner and completion where it has them."""
    extra = [
        milestone["due_words"],
        milestone["owner"],
        milestone["done_on"] and f"done {written(milestone['done_on'])}",
    ]
    said = ", ".join(part for part in extra if part)
    line = f"{milestone['text']} ({said})" if said else str(milestone["text"])
    last = max(milestone.get("changed", {}).values(), default=0)
    return f"{line} (change {last})" if last else line
