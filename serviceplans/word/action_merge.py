"""Objectives and actions laid over those of the plan: recognised by reference, by hidden mark, then by their words."""

from copy import deepcopy
from typing import Any

from serviceplans.parts.actions import ActionsPart
from serviceplans.word.action_values import Values
from serviceplans.word.actions import words_of
from serviceplans.word.base import Known, Merged, Said
from serviceplans.word.committed import keep_committed
from serviceplans.word.matching import aligned, plain, unlisted

Row = dict[str, Any]


def merge_actions(kind: ActionsPart, data: Row, before: Said, after: Said, known: Known, own: bool) -> Merged:
    """The part's data as the file has it. In a file from elsewhere what it does not name stays."""
    merged = Merged({"objectives": []})
    if [len(o["actions"]) for o in before.rows] != [len(o["actions"]) for o in data["objectives"]]:
        raise ValueError(f"{kind.title}: an export does not read as what it was made from")
    values = Values(kind, known, merged)
    of_objective = _objectives(data["objectives"], before.rows, after.rows)
    of_action = _Actions(data, before, after)
    for place, row in enumerate(after.rows):
        was = of_objective.get(place)
        stored, read = (data["objectives"][was], before.rows[was]) if was is not None else (None, None)
        objective = _objective(kind, row, stored, read, values)
        objective["actions"] = [
            values.action(action, *of_action.was(action)) for action in row["actions"] if _says_something(action)
        ]
        merged.data["objectives"].append(objective)
    if not own:
        _keep_the_others(merged, data, of_objective, of_action)
    keep_committed(kind, data, merged)
    for text in of_action.unknown:
        merged.refuse(kind.title, text, "is no reference of this plan: the row is new, and gets the next reference")
    return merged


def _says_something(action: Row) -> bool:
    return any(text for key, text in action["values"].items() if key != "reference")


def _objectives(stored: list[Row], before: list[Row], after: list[Row]) -> dict[int, int]:
    """Which of the plan's objectives each one of the file is."""
    marks = {f"objective_{objective['id']}": place for place, objective in enumerate(stored)}
    pairs: dict[int, int] = {}
    for place, row in enumerate(after):
        marked = next((marks[mark] for mark in row["marks"] if mark in marks), None)
        if marked is not None and marked not in pairs.values():
            pairs[place] = marked
    free_old = [place for place in range(len(before)) if place not in pairs.values()]
    free_new = [place for place in range(len(after)) if place not in pairs]
    likely = aligned([before[place]["text"] for place in free_old], [after[place]["text"] for place in free_new])
    return pairs | {free_new[new]: free_old[old] for new, old in likely.items()}


class _Actions:
    """Which of the plan's actions each one of the file is; each is met once."""

    def __init__(self, data: Row, before: Said, after: Said) -> None:
        self.stored = [action for objective in data["objectives"] for action in objective["actions"]]
        self.before = [action for objective in before.rows for action in objective["actions"]]
        new = [action for objective in after.rows for action in objective["actions"]]
        self.pairs: dict[int, int] = {}
        self.unknown: list[str] = []
        self._by(new, {plain(a["reference"]).casefold(): n for n, a in enumerate(self.stored)}, _reference)
        self._by(new, {f"_action_{a['id']}": n for n, a in enumerate(self.stored)}, _mark)
        free_old = [n for n in range(len(self.stored)) if n not in self.pairs.values()]
        free_new = [a for a in new if id(a) not in self.pairs and not _reference(a)]
        likely = aligned([words_of(self.before[n]) for n in free_old], [words_of(action) for action in free_new])
        self.pairs |= {id(free_new[j]): free_old[i] for j, i in likely.items()}
        known = {plain(a["reference"]).casefold() for a in self.stored}
        self.unknown = [
            f"{a['values']['reference']} {words_of(a)}".strip()
            for a in new
            if id(a) not in self.pairs and _reference(a) and _reference(a) not in known and _says_something(a)
        ]

    def _by(self, new: list[Row], known: dict[str, int], name: Any) -> None:
        for action in new:
            found = known.get(name(action))
            if found is not None and id(action) not in self.pairs and found not in self.pairs.values():
                self.pairs[id(action)] = found

    def was(self, action: Row) -> tuple[Row | None, Row | None]:
        """The stored action that this one is, and how the export of it reads."""
        found = self.pairs.get(id(action))
        return (None, None) if found is None else (self.stored[found], self.before[found])


def _reference(action: Row) -> str:
    return plain(str(action["values"].get("reference", ""))).casefold()


def _mark(action: Row) -> str:
    """Only of a row whose reference was taken away: a row that was copied has its original's mark, or none."""
    marks = [mark for mark in action["marks"] if mark.startswith("_action_")]
    return marks[0] if marks and not _reference(action) else ""


def _objective(kind: ActionsPart, row: Row, stored: Row | None, before: Row | None, values: Values) -> Row:
    new: Row = deepcopy(stored) if stored else {"id": 0, "text": "", "themes": [], "actions": []}
    if before is None or plain(row["text"]) != plain(before["text"]):
        new["text"] = row["text"]
    extra = {**new.get("extra", {})}
    for column in kind.objective_columns:
        key = column["key"]
        if key not in row["values"] and not (before and (column.get("level") or column.get("leads"))):
            continue
        ours, theirs = (before["values"].get(key, "") if before else ""), row["values"].get(key, "")
        if plain(ours) == plain(theirs):
            continue
        if key == "themes":
            new["themes"] = values.themes(f"{kind.objective_word}: {row['text']}", theirs)
        else:
            extra[key] = unlisted(theirs) if column.get("type") == "list" else theirs
    extra = {key: text for key, text in extra.items() if text}
    new.pop("extra", None)
    return {**new, "extra": extra} if extra else new


def _keep_the_others(merged: Merged, data: Row, pairs: dict[int, int], actions: _Actions) -> None:
    """What a file from elsewhere does not name stays where it is."""
    met = {actions.stored[n]["reference"] for n in actions.pairs.values()}
    by_place = {old: merged.data["objectives"][new] for new, old in pairs.items()}
    for place, objective in enumerate(data["objectives"]):
        rest = [action for action in objective["actions"] if action["reference"] not in met]
        if place in by_place:
            by_place[place]["actions"] = [*rest, *by_place[place]["actions"]]
        else:
            merged.data["objectives"].insert(min(place, len(merged.data["objectives"])), {**objective, "actions": rest})
