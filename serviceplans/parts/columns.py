"""Which columns a part shows, in which order, and what the template calls them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Column:
    """A column that a kind knows: ``key`` names it in a template, ``label`` is what it is called unless the template says."""

    key: str
    label: str
    width: float = 1.5


def chosen(config: Mapping[str, Any], known: Sequence[Column], name: str = "columns") -> list[Column]:
    """The columns that a part shows: those that its config names, else all that its kind knows.

    One that the kind does not know is the template's own: its words are kept with each row, under its key.
    """
    if name not in config:
        return list(known)
    by_key = {column.key: column for column in known}
    return [
        replace(by_key.get(said["key"], Column(said["key"], said["key"])), label=said.get("label") or label_of(said, by_key))
        for said in config[name]
    ]  # fmt: skip


def label_of(said: Mapping[str, Any], known: Mapping[str, Column]) -> str:
    key = str(said["key"])
    return known[key].label if key in known else key


def bulleted(text: str) -> str:
    """Lines as a list, where there is more than one."""
    lines = text.splitlines()
    return "\n".join(f"• {line}" for line in lines) if len(lines) > 1 else text
