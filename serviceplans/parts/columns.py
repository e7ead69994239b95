"""Which columns a part shows, in which order, and what the template calls them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

NUMBERED = re.compile(r"\s*\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s")


@dataclass(frozen=True)
class Column:
    """A column that a kind knows: ``key`` names it in a template, ``label`` is what it is called unless the template says."""

    key: str
    label: str
    width: float = 1.5


def chosen(config: Mapping[str, Any], known: Sequence[Column], name: str = "columns") -> list[Column]:
    """The columns that a part shows: those that its config names, else all that its kind knows.

    One that the kind does not know is the template's own: its words are kept with each row, under its key. ``share`` is
    how much of the width it takes beside the others.
    """
    if name not in config:
        return list(known)
    by_key = {column.key: column for column in known}
    found = [(by_key.get(said["key"], Column(said["key"], said["key"])), said) for said in config[name]]
    return [
        replace(column, label=said.get("label") or column.label, width=float(said.get("share") or column.width))
        for column, said in found
    ]


def bulleted(text: str) -> str:
    """Lines as a list, where there is more than one; a line with a number or a letter of its own has its mark already."""
    lines = text.splitlines()
    return "\n".join(line if NUMBERED.match(line) else f"• {line}" for line in lines) if len(lines) > 1 else text
