"""What was not recognised, put by hand where its reader says that it belongs."""

import hashlib
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from serviceplans.parts import PartKind, kind_for
from serviceplans.parts.actions import ActionsPart
from serviceplans.parts.fields import LISTS, SHORT, FieldsPart
from serviceplans.parts.paragraphs import ParagraphsPart
from serviceplans.parts.tables import TablePart
from serviceplans.rules.health import parts_of
from serviceplans.word.action_values import EMPTY
from serviceplans.word.base import Unread
from serviceplans.word.reading import WordRead

BETWEEN_CELLS = " | "


@dataclass(frozen=True)
class Piece:
    """Something to be placed. ``name`` is made of its place and words, so that it is the same each time the file is read."""

    name: str
    where: str
    text: str


@dataclass(frozen=True)
class Target:
    """Where a piece may go: ``key`` is "part.field", or "part" for a row of it."""

    key: str
    part: str
    label: str


def pieces_of(found: WordRead) -> list[Piece]:
    """What can be placed: what was refused for a reason is mended in the file, or where it is kept."""
    met: Counter[tuple[str, str]] = Counter()
    pieces = []
    for left in found.unread:
        if left.why:
            continue
        met[left.where, left.text] += 1
        said = f"{left.where}\n{left.text}\n{met[left.where, left.text]}"
        pieces.append(Piece(f"p{hashlib.sha256(said.encode()).hexdigest()[:16]}", left.where, left.text))
    return pieces


def targets_of(content: dict[str, Any]) -> list[Target]:
    """Every field and table of the plan that words can be put into; not what its template has no place for any more."""
    placed = [dict(part) for _, part in parts_of(content) if not part.get("left")]
    return [target for part in placed for target in _targets(kind_for(part))]


def _targets(kind: PartKind) -> list[Target]:
    if isinstance(kind, FieldsPart):
        named = [f for f in kind.fields if f["type"] not in ("computed", "strategies")]
        return [Target(f"{kind.key}.{f['key']}", kind.title, f["label"]) for f in named]
    if isinstance(kind, ParagraphsPart):
        return [Target(kind.key, kind.title, "A paragraph")]
    if isinstance(kind, TablePart):
        row = kind.config.get("row_name") or "Row"
        return [Target(kind.key, kind.title, f"{row}: one column after the other")]
    if isinstance(kind, ActionsPart):
        return [
            Target(f"{kind.key}.objective", kind.title, kind.objective_word),
            Target(f"{kind.key}.action", kind.title, f"{kind.action_word} of the last {kind.words['objective']}"),
        ]
    return []


def place(found: WordRead, placed: dict[str, str]) -> WordRead:
    """The reading with each placed piece in its place; a place that the template has not is no place."""
    pieces = pieces_of(found)
    known = {target.key for target in targets_of(found.before)}
    chosen = {piece.name: placed[piece.name] for piece in pieces if placed.get(piece.name) in known}
    if not chosen:
        return found
    after = deepcopy(found.after)
    parts = {part["key"]: part for section in after["sections"] for part in section["parts"]}
    for piece in pieces:
        if piece.name in chosen:
            key, _, field = chosen[piece.name].partition(".")
            _put(kind_for(parts[key]), parts[key]["data"], field, piece.text)
    named = iter(pieces)
    left: list[Unread] = [one for one in found.unread if one.why or next(named).name not in chosen]
    return replace(found, after=after, unread=left)


def _put(kind: PartKind, data: dict[str, Any], field: str, text: str) -> None:
    if isinstance(kind, FieldsPart):
        _append(kind, data, field, text)
    elif isinstance(kind, ParagraphsPart):
        data["rows"].append({"number": "", "heading": "", "text": text})
    elif isinstance(kind, TablePart):
        data["rows"].append(_row(kind, text))
    elif isinstance(kind, ActionsPart):
        if field == "objective" or not data["objectives"]:
            data["objectives"].append({"id": 0, "text": text, "themes": [], "actions": []})
        else:
            data["objectives"][-1]["actions"].append({**deepcopy(EMPTY), "text": text})


def _append(kind: FieldsPart, data: dict[str, Any], key: str, text: str) -> None:
    type_ = next(field["type"] for field in kind.fields if field["key"] == key)
    now = data.get(key)
    if type_ in LISTS:
        data[key] = [*(now or []), text]
    elif now:
        data[key] = f"{now} {text}" if type_ in SHORT else f"{now}\n\n{text}"
    else:
        data[key] = text


def _row(kind: TablePart, text: str) -> dict[str, str]:
    """The cells in the order of the columns; what is left over stands in the last."""
    keys = [column["key"] for column in kind.columns]
    cells = text.split(BETWEEN_CELLS, len(keys) - 1)
    return {**dict.fromkeys(keys, ""), **dict(zip(keys, cells, strict=False))}
