"""What every service is committed to stays where it is in a plan, whatever a file makes of it; what it tried is named."""

from typing import Any

from serviceplans.parts.actions import ActionsPart
from serviceplans.word.action_values import IS_COMMITTED
from serviceplans.word.base import Merged

Row = dict[str, Any]


def keep_committed(kind: ActionsPart, data: Row, merged: Merged) -> None:
    """Put back each committed action that the file has taken out or moved, and the heading that it stands under."""
    now: list[Row] = merged.data["objectives"]
    for place, objective in enumerate(data["objectives"]):
        committed = [action for action in objective["actions"] if action.get("commitment")]
        if not committed:
            continue
        home = next((one for one in now if one["id"] == objective["id"]), None)
        if home is None:
            home = {**objective, "actions": []}
            now.insert(min(place, len(now)), home)
        elif home["text"] != objective["text"]:
            merged.refuse(f"{kind.title}, {kind.objective_word}", home["text"], IS_COMMITTED)
            home["text"] = objective["text"]
        for action in committed:
            _put_back(kind, action, home, merged)


def _put_back(kind: ActionsPart, action: Row, home: Row, merged: Merged) -> None:
    if any(one["id"] == action["id"] for one in home["actions"]):
        return
    named = f"{action['reference']} {action['text']}"
    merged.refuse(kind.title, named, "stays where it is: it is a commitment for every service")
    found = action
    for objective in merged.data["objectives"]:
        moved = next((one for one in objective["actions"] if one["id"] == action["id"]), None)
        if moved is not None:
            objective["actions"].remove(moved)
            found = moved
    home["actions"].append(found)
