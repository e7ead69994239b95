"""How choices, dates, milestones, running text and changes made since approval read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from common.documents.blocks import Block, Bullets, Paragraph
from common.values.dates import format_date

MARKS = ("- ", "* ", "• ", "· ")


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


def with_mark(row: Mapping[str, Any], text: str) -> str:
    """The text, with what marks it as a commitment for every service and what the service says beside it, each on a line."""
    return "\n".join([text, *(said for _, said in marks_of(row))])


def marks_of(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What marks a row as a commitment, and the service's own words beside it: what each is, and how it reads."""
    commitment, own = row.get("commitment"), row.get("own_words")
    found = []
    if commitment:
        target = f": {commitment['target']}" if commitment.get("target") else ""
        found.append(("commitment", f"{commitment['mark']}{target}"))
    return [*found, ("own_words", f"In this service: {own}")] if own else found


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


def flow(text: str) -> list[Block]:
    """Paragraphs and lists, as blank lines and list marks part them."""
    blocks: list[Block] = []
    words: list[str] = []
    items: list[str] = []
    for line in [*text.splitlines(), ""]:
        mark = next((mark for mark in MARKS if line.lstrip().startswith(mark)), "")
        if (mark or not line.strip()) and words:
            blocks.append(Paragraph(" ".join(words)))
            words = []
        if not mark and items:
            blocks.append(Bullets(items))
            items = []
        if mark:
            items.append(line.lstrip()[len(mark) :].strip())
        elif line.strip():
            words.append(line.strip())
    if words:
        blocks.append(Paragraph(" ".join(words)))
    return blocks
