"""What an entry of the ledger changed, field by field and in words. Plain values only."""

from collections.abc import Callable, Iterator
from typing import Any

from common import differences
from common.documents.blocks import Span

Runs = list[tuple[str, str]]
"""A text in stretches, each with its mark: "" kept, "removed" or "added"."""

# How a row of a list is called: by the first of these that it has.
CALLED_BY = ("reference", "indicator", "name", "title", "to", "part", "text", "row")
LONGEST_NAME = 60
WITHOUT_A_NAME = "Value"


class Words:
    """How fields and values are said. ``label`` is given a field's name, ``value`` its name and what it holds."""

    def __init__(self, label: Callable[[str], str], value: Callable[[str, Any], str]) -> None:
        self.label = label
        self.value = value


def changes(before: Any, after: Any, words: Words) -> list[tuple[str, Runs]]:
    """Each field that differs, with its marked text; of what is new, or gone, each field that says something."""
    ours, theirs = dict(_texts(before, words)), dict(_texts(after, words))
    if not before or not after:
        said, mark = (ours, "removed") if before else (theirs, "")
        return [(label, [(text, mark)]) for label, text in said.items() if text]
    found = [(label, ours.get(label, ""), theirs.get(label, "")) for label in {**ours, **theirs}]
    return [(label, _marked(old, new)) for label, old, new in found if old != new]


def in_text(value: Any, words: Words) -> str:
    """The whole of one side, a line for each field that says something."""
    return "\n".join(f"{label}: {text}" for label, text in _texts(value, words) if text)


def _texts(value: Any, words: Words, field: str = "", label: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, words, key, _joined(label, words.label(key)))
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for number, item in enumerate(value, start=1):
            yield from _texts(item, words, field, _joined(label, _called(item, number)))
    elif isinstance(value, list):
        yield label or WITHOUT_A_NAME, "\n".join(words.value(field, item) for item in value)
    elif value is not None:
        yield label or WITHOUT_A_NAME, words.value(field, value)


def _called(item: Any, number: int) -> str:
    if isinstance(item, dict):
        for key in CALLED_BY:
            if item.get(key) not in (None, ""):
                return str(item[key])[:LONGEST_NAME]
    return f"Row {number}"


def _joined(label: str, further: str) -> str:
    return f"{label} – {further}" if label and further else label or further


def _marked(old: str, new: str) -> Runs:
    compare = differences.lines if "\n" in old or "\n" in new else differences.words
    spans: list[Span] = compare(old, new)
    return [(span.text, span.mark) for span in spans]
