"""What a file would change, as other systems read it: one entry a row that is new or gone, one a field that differs."""

from collections.abc import Iterator

from serviceplans.rules import Change, Comparison
from serviceplans.rules.comparison import CHANGED

Told = dict[str, str]


def changes_of(comparison: Comparison) -> list[Told]:
    """Each with section, part, reference, kind (added, removed, changed), before and after."""
    return [
        {"section": section.title, "part": part.title, **told}
        for section, part in comparison.parts
        for told in [*(told for change in part.changes for told in _change(change)), *_order(part.reordered)]
    ]


def _change(change: Change, reference: str = "") -> Iterator[Told]:
    reference = change.item.reference or reference
    if change.kind != CHANGED:
        before, after = (change.item.name, "") if change.kind == "removed" else ("", change.item.name)
        yield {"reference": reference, "kind": change.kind, "field": "", "before": before, "after": after}
        return
    for fact in change.facts:
        yield {
            "reference": reference, "kind": fact.kind, "field": fact.label, "before": fact.before.text,
            "after": fact.after.text,
        }  # fmt: skip
    for within in change.within:
        yield from _change(within, reference)


def _order(reordered: bool) -> list[Told]:
    return [{"reference": "", "kind": CHANGED, "field": "Order", "before": "", "after": ""}] if reordered else []
