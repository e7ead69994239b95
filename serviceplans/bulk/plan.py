"""A plan's content as rows are held against it: its parts, and what a row's words and references name there."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn

from serviceplans.bulk.cells import Cells, Data, RowRefused
from serviceplans.parts import PartKind, kind_for
from serviceplans.parts.actions import ActionsPart
from serviceplans.rules.health import parts_of
from serviceplans.word.matching import plain, same

# Words cut shorter than this begin too much to suggest what they were.
SHORT = 12
NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


@dataclass(frozen=True)
class Found:
    """An objective, and the table of actions in which it stands."""

    kind: ActionsPart
    objective: Data

    def action(self, text: str) -> list[Data]:
        """Its actions of these words."""
        return [one for one in self.objective["actions"] if folded(one["text"]) == folded(text)]


class PlanContent:
    """A plan's content, and its parts; not what its template has no place for any more."""

    def __init__(self, content: Data) -> None:
        self.content = content
        self.code, self.cycle = str(content["plan"]["code"]), str(content["plan"]["cycle"])
        parts = [part for _, part in parts_of(content) if not part.get("left")]
        self.parts: list[tuple[PartKind, Data]] = [(kind_for(dict(part)), part["data"]) for part in parts]
        self.tables = [(kind, data) for kind, data in self.parts if isinstance(kind, ActionsPart)]

    def objectives(self) -> Iterator[Found]:
        for kind, data in self.tables:
            for objective in data["objectives"]:
                yield Found(kind, objective)

    def named(self, name: str) -> list[Found]:
        """The objectives of these words; else those whose words differ by a number or a mark, or of this reference."""
        found = [one for one in self.objectives() if folded(one.objective["text"]) == folded(name)]
        return found or [one for one in self.objectives() if _answers(one.objective, name)]

    def action(self, reference: str) -> tuple[Found, Data] | None:
        wanted = folded(reference)
        for found in self.objectives():
            for action in found.objective["actions"]:
                if folded(action["reference"]) == wanted:
                    return found, action
        return None

    def first_table(self) -> tuple[ActionsPart, Data]:
        if not self.tables:
            raise RowRefused("Plan", "no-place", "This plan’s template has no table of objectives and actions.")
        return self.tables[0]

    def no_objective(self, name: str) -> NoReturn:
        texts = [one.objective["text"] for one in self.objectives()]
        begun = [text for text in texts if len(name) > SHORT and folded(text).startswith(folded(name))]
        near = begun or get_close_matches(name, texts, n=1, cutoff=0.5)
        hint = f" Did you mean “{near[0]}”?" if near else " Import the objectives first."
        raise RowRefused("Objective", "unknown-objective", f"The plan has no objective “{name}”.{hint}")


@dataclass
class RowChange:
    """What a row would do to one thing of a plan: ``stored`` (None: it is new) would hold ``new`` besides.

    ``before`` and ``after`` are its cells. ``into`` is the list in which a new or moved thing is to stand, ``away`` the
    one that it leaves. ``key``: the one value that the row is about, where a thing holds several.
    """

    stored: Data | None
    new: Data
    before: Cells
    after: Cells
    into: list[Data] | None = None
    away: list[Data] | None = None
    key: str = ""

    @property
    def item(self) -> Data:
        return self.new if self.stored is None else self.stored

    @property
    def outcome(self) -> str:
        if self.stored is None or (self.key and not plain(self.stored.get(self.key, ""))):
            return NEW
        return UNCHANGED if self.after.says(self.before) else CHANGED

    def put(self) -> None:
        """Lay it over the plan."""
        if self.stored is not None:
            self.held = {name: self.stored[name] for name in self.new if name in self.stored}
            self.stored.update(self.new)
        if self.away is not None:
            self.at = next(at for at, one in enumerate(self.away) if one is self.item)
            del self.away[self.at]
        if self.into is not None:
            self.into.append(self.item)

    def take_back(self) -> None:
        """Leave the plan as it was before ``put``; what another row has added to a new thing meanwhile stays."""
        if self.stored is None and self.key:
            self.item[self.key] = ""
            if sum(map(bool, self.item.values())) > 1:
                return
        if self.into is not None:
            self.into[:] = [one for one in self.into if one is not self.item]
        if self.away is not None:
            self.away.insert(self.at, self.item)
        for name in self.new if self.stored is not None else ():
            del self.item[name]
        if self.stored is not None:
            self.stored.update(self.held)


def folded(text: str) -> str:
    """Words without regard to spacing and capitals."""
    return plain(text).casefold()


def _answers(objective: Data, name: str) -> bool:
    extra = objective.get("extra", {})
    return same(objective["text"], name) or plain(name) in (extra.get("reference"), extra.get("number"))
