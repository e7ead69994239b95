"""A comparison in a few phrases that a busy person reads first, and as flat rows for programs."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from serviceplans.parts import Item
from serviceplans.rules.comparison import ADDED, CHANGED, REMOVED, Change, Comparison, PartChanges

# What a row is called, and the verb where it is gone: an action that leaves a plan is stopped (York 2019, change).
NOUNS = {
    "objective": ("service objective", "service objectives", "taken out"),
    "action": ("action", "actions", "stopped"),
    "milestone": ("milestone", "milestones", "taken out"),
    "risk": ("risk", "risks", "no longer shown"),
    "indicator": ("indicator", "indicators", "no longer shown"),
    "equality objective": ("equality objective", "equality objectives", "taken out"),
}
DATES = {("action", "completed_by"), ("milestone", "due")}
OWNERS = {("action", "officers"), ("milestone", "owner")}


def told(count: int, one: str, many: str, verb: str) -> str:
    return f"{count} {one if count == 1 else many} {verb}"


def summary(comparison: Comparison) -> list[str]:
    """Phrases such as "2 actions added", "1 stopped", "3 dates moved", the most telling first; empty when alike."""
    parts = [part for _, part in comparison.parts]
    changes = [change for part in parts for change in _within(part)]
    rows = Counter((change.item.what, change.kind) for change in changes if not change.is_register)
    phrases: list[str] = []
    for what, (one, many, gone) in NOUNS.items():
        if rows[what, ADDED]:
            phrases.append(told(rows[what, ADDED], one, many, "added"))
        if rows[what, REMOVED]:
            phrases.append(told(rows[what, REMOVED], one, many, gone))
        if what == "action":
            phrases += _facts_changed(changes)
    phrases += _indicators_changed(changes)
    if rows["equality objective", CHANGED]:
        phrases.append(told(rows["equality objective", CHANGED], *NOUNS["equality objective"][:2], "reworded"))
    return phrases + _words_changed(parts) + _register(changes)


def sentence(comparison: Comparison) -> str:
    """The summary as one sentence."""
    phrases = summary(comparison)
    if not phrases:
        return "Nothing differs."
    return f"{', '.join(phrases[:-1])} and {phrases[-1]}." if len(phrases) > 1 else f"{phrases[0]}."


def _within(part: PartChanges) -> Iterator[Change]:
    """The rows that changed; the milestones of a new or stopped action come and go with it, and are not told apart."""
    for change in part.changes:
        yield change
        if change.kind == CHANGED:
            yield from change.within


def _indicators_changed(changes: list[Change]) -> list[str]:
    """Indicators that stand under another heading, and those of which the plan says something else."""
    changed = [c for c in changes if (c.item.what, c.kind) == ("indicator", CHANGED) and not c.is_register]
    moved = sum(any(fact.key == "group" for fact in change.facts) for change in changed)
    counts = [(moved, "listed under another heading"), (len(changed) - moved, "changed otherwise")]
    return [told(count, *NOUNS["indicator"][:2], verb) for count, verb in counts if count]


def _facts_changed(changes: list[Change]) -> list[str]:
    """Dates, owners, and everything else that changed of rows which stayed."""
    facts = [(change, fact) for change in changes if change.kind == CHANGED for fact in change.facts]
    kinds = [(change.item.what, fact.key) for change, fact in facts]
    reworded = {
        (change.item.what, change.item.id)
        for change, fact in facts
        if change.item.what in ("objective", "action", "milestone")
        and (change.item.what, fact.key) not in DATES | OWNERS | {("milestone", "done_on")}
    }
    rewordings = Counter(what for what, _ in reworded)
    counts = [
        (sum(kind in DATES for kind in kinds), "date", "dates", "moved"),
        (sum(kind in OWNERS for kind in kinds), "owner", "owners", "changed"),
        (sum(kind == ("milestone", "done_on") for kind in kinds), "milestone", "milestones", "marked as done"),
        (rewordings["objective"], "service objective", "service objectives", "reworded"),
        (rewordings["action"], "action", "actions", "changed otherwise"),
        (rewordings["milestone"], "milestone", "milestones", "reworded"),
    ]
    return [told(count, one, many, verb) for count, one, many, verb in counts if count]


def _words_changed(parts: list[PartChanges]) -> list[str]:
    """The parts written in words and in plain tables, by their names; and those whose rows stand in another order."""
    worded = [part.title for part in parts if any(change.item.what in ("field", "row") for change in part.changes)]
    phrases = [f"“{title}” reworded" for title in worded[:3]]
    if len(worded) > 3:
        phrases = [told(len(worded), "part", "parts", "reworded")]
    order = [part for part in parts if part.reordered and not part.changes]
    return phrases + ([told(len(order), "part", "parts", "put in another order")] if order else [])


def _register(changes: list[Change]) -> list[str]:
    """Rows that the registers moved, while nobody changed the plan."""
    moved = Counter(change.item.what for change in changes if change.is_register)
    named = [told(moved[what], *NOUNS[what][:2], "").strip() for what in ("risk", "indicator") if moved[what]]
    return [f"newer facts for {' and '.join(named)}"] if named else []


def rows_of(comparison: Comparison) -> list[dict[str, Any]]:
    """One row for each thing that was added, removed or changed, all values text (docs/comparison.md)."""
    return [
        {"section": section.title, "part": part.title, **row}
        for section, part in comparison.parts
        for row in [*(r for change in part.changes for r in _rows(change)), *_order_row(part)]
    ]


def _order_row(part: PartChanges) -> list[dict[str, Any]]:
    moved = {"reference": "", "row": "", "name": "", "field": "Order", "kind": CHANGED, "before": "", "after": ""}
    return [moved] if part.reordered else []


def _rows(change: Change, reference: str = "") -> Iterator[dict[str, Any]]:
    item = change.item
    own = item.what == "field"
    named = {
        "reference": item.reference or reference,
        "row": "" if own else item.what,
        "name": "" if own else named_as(item),
    }
    if not own and change.kind != CHANGED:
        text = " · ".join(item.words.split("\n")) if item.what == "row" else item.name
        before, after = (text, "") if change.kind == REMOVED else ("", text)
        yield {**named, "field": "", "kind": change.kind, "before": before, "after": after}
        return
    for fact in change.facts:
        texts = {"before": fact.before.text, "after": fact.after.text}
        yield {**named, "field": fact.label, "kind": fact.kind, **texts}
    for inner in change.within:
        yield from _rows(inner, item.reference)


def named_as(item: Item) -> str:
    """What a row is known by: its first words, without what is told beside them."""
    return item.facts[0].text if item.what == "milestone" else item.name
