"""What differs between two contents of a plan: section by section, row by row, word by word.

Rows are recognised by who they are (an action by its reference; a milestone, risk or indicator by its number), so that
one that was moved or reworded is not told as one removed and another added.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from common import differences
from common.differences import pair_alike, plain
from common.documents.blocks import Span
from serviceplans.parts import Fact, Item, kind_for
from serviceplans.rules.health import Content, parts_of, section_name

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
MARKING = {"words": differences.words, "whole": differences.whole, "lines": differences.lines}


@dataclass(frozen=True)
class FactChange:
    """One thing that a row said and says; ``spans`` is the later text with what became of the earlier marked in it."""

    before: Fact
    after: Fact

    @property
    def key(self) -> str:
        return self.after.key

    @property
    def label(self) -> str:
        return self.after.label

    @property
    def kind(self) -> str:
        if not self.before.text.strip():
            return ADDED
        return CHANGED if self.after.text.strip() else REMOVED

    @cached_property
    def spans(self) -> list[Span]:
        return MARKING[self.after.how](self.before.text, self.after.text)


@dataclass(frozen=True)
class Change:
    """A row that was added, removed or changed. ``item`` is the later row, or the removed one; ``was`` the earlier."""

    kind: str
    item: Item
    was: Item | None
    facts: tuple[FactChange, ...] = ()
    within: tuple["Change", ...] = ()

    @property
    def is_register(self) -> bool:
        """Whether only the register has moved: nobody changed the plan."""
        return self.kind == CHANGED and not self.within and all(fact.after.register for fact in self.facts)


@dataclass(frozen=True)
class PartChanges:
    """One part. ``reordered``: what is in both versions stands in another order."""

    key: str
    kind: str
    title: str
    changes: tuple[Change, ...]
    reordered: bool = False

    def __bool__(self) -> bool:
        return bool(self.changes or self.reordered)


@dataclass(frozen=True)
class SectionChanges:
    key: str
    title: str
    parts: tuple[PartChanges, ...]

    def __bool__(self) -> bool:
        return any(self.parts)


@dataclass(frozen=True)
class Comparison:
    """Two contents compared. ``before`` and ``after`` say which they are (``content["plan"]``). False when alike."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    sections: tuple[SectionChanges, ...]

    def __bool__(self) -> bool:
        return any(self.sections)

    @property
    def parts(self) -> list[tuple[SectionChanges, PartChanges]]:
        """Every part that differs, with its section."""
        return [(section, part) for section in self.sections for part in section.parts if part]


def compare(before: Content, after: Content) -> Comparison:
    """What differs, in the order of the later content; a part that the later template has not stands at the end."""
    old = {part["key"]: (section, part) for section, part in parts_of(before)}
    new = {part["key"]: (section, part) for section, part in parts_of(after)}
    sections: dict[str, tuple[str, list[PartChanges]]] = {}
    for key in [*new, *(key for key in old if key not in new)]:
        section, part = new.get(key) or old[key]
        _, parts = sections.setdefault(section["key"], (section_name(section), []))
        changes, reordered = _rows(_items(old.get(key)), _items(new.get(key)))
        parts.append(PartChanges(key, part["kind"], kind_for(dict(part)).title, changes, reordered))
    told = tuple(SectionChanges(key, title, tuple(parts)) for key, (title, parts) in sections.items())
    return Comparison(before["plan"], after["plan"], told)


def _items(found: tuple[Mapping[str, Any], Mapping[str, Any]] | None) -> list[Item]:
    return kind_for(dict(found[1])).items(found[1]["data"]) if found else []


def _rows(before: Sequence[Item], after: Sequence[Item]) -> tuple[tuple[Change, ...], bool]:
    """The changes, in the later order with what was removed after it; and whether what stayed stands in another order."""
    pairs = _pairs(before, after)
    reordered, changes = _order_differs(before, pairs), []
    for old, new in pairs:
        facts, shuffled = _facts(old.facts if old else (), new.facts if new else ())
        within, moved = _rows(old.within if old else (), new.within if new else ())
        reordered = reordered or shuffled or moved
        kind = ADDED if old is None else REMOVED if new is None else CHANGED
        item = new or old
        if item and (facts or within or (kind != CHANGED and item.what != "field")):
            changes.append(Change(kind, item, old, facts, within))
    return tuple(changes), reordered


def _pairs(before: Sequence[Item], after: Sequence[Item]) -> list[tuple[Item | None, Item | None]]:
    """Each later row with the earlier one that it was, then the earlier ones that have gone."""
    known = {item.id: item for item in before if item.id}
    unnamed = [item for item in before if not item.id]
    was = {id(item): known.get(item.id) for item in after if item.id}
    was |= _by_words(unnamed, [item for item in after if not item.id])
    met = {id(item) for item in was.values() if item}
    return [*((was[id(item)], item) for item in after), *((item, None) for item in before if id(item) not in met)]


def paired_places(before: Sequence[Item], after: Sequence[Item]) -> list[tuple[int | None, int | None]]:
    """The places, from 1, of each row before and after, for rows that have no identity but their words."""
    old, new = ({id(item): place for place, item in enumerate(items, 1)} for items in (before, after))
    return [(old[id(was)] if was else None, new[id(now)] if now else None) for was, now in _pairs(before, after)]


def _by_words(before: list[Item], after: list[Item]) -> dict[int, Item | None]:
    """Rows without an identity: those that say the same, then those that say nearly the same."""
    left = list(before)
    was: dict[int, Item | None] = {}
    for item in after:
        same = next((old for old in left if plain(old.words) == plain(item.words)), None)
        was[id(item)] = same
        if same:
            left.remove(same)
    open_ones = [item for item in after if was[id(item)] is None]
    likely = pair_alike([old.words for old in left], [item.words for item in open_ones])
    for item in open_ones:
        old = next((old for old in left if old.words == likely.get(item.words)), None)
        if old:
            was[id(item)] = old
            left.remove(old)
    return was


def _order_differs(before: Sequence[Item], pairs: Sequence[tuple[Item | None, Item | None]]) -> bool:
    """Whether rows that stayed under their heading stand in another order; a row under another heading says so itself."""
    stayed = [id(old) for old, new in pairs if old and new and old.group == new.group]
    return stayed != [id(item) for item in before if id(item) in set(stayed)]


def _facts(before: Sequence[Fact], after: Sequence[Fact]) -> tuple[tuple[FactChange, ...], bool]:
    """The facts that differ, and whether a list among the others stands in another order."""
    old, new = {fact.key: fact for fact in before}, {fact.key: fact for fact in after}
    changes, shuffled = [], False
    for key in [*new, *(key for key in old if key not in new)]:
        was = old.get(key) or Fact(key, new[key].label, "", new[key].how)
        now = new.get(key) or Fact(key, old[key].label, "", old[key].how, register=old[key].register)
        if (was.same or plain(was.text)) == (now.same or plain(now.text)):
            continue
        if now.how == "lines" and Counter(was.text.splitlines()) == Counter(now.text.splitlines()):
            shuffled = True
        else:
            changes.append(FactChange(was, now))
    return tuple(changes), shuffled
