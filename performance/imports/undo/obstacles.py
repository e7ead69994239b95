"""What stands in the way of undoing an import, in one sentence."""

from collections import defaultdict
from typing import Any

from performance.models import ImportBatch, Indicator, Scorecard
from performance.scorecards.layouts import layout_of

from .defined import linked, plain_layout
from .dependents import dependents, figures, formulas_naming, other_figures
from .memory import kept_of, same
from .records import moved

_NAMED = 3
NOT_KEPT = "It cannot be undone as one step: it was imported before what an import replaces was kept."
DEPENDS = "It cannot be undone, because something depends on it: "


def obstacle(batch: ImportBatch) -> str:
    """The sentence that says what depends on an import, or why it cannot be undone; nothing where it can be."""
    if batch.undo is None:
        return NOT_KEPT
    changed = moved(batch)
    if changed:
        return f"{DEPENDS}changed, checked or imported again since: {_few(changed)}."
    resting = [*_on_definitions(batch), *_on_scorecards(batch)]
    return f"{DEPENDS}{_few(resting)}." if resting else ""


def _few(names: list[str]) -> str:
    return "; ".join(names[:_NAMED]) + (f"; and {len(names) - _NAMED} more" if len(names) > _NAMED else "")


def _on_definitions(batch: ImportBatch) -> list[str]:
    """ "CSC07 (12 results, 4 targets)" for each definition that something rests on, or that was changed since."""
    kept = kept_of(batch, "indicator")
    stored = Indicator.objects.prefetch_related("themes", "shared_services").in_bulk([one["indicator"] for one in kept])
    found: dict[int, list[str]] = defaultdict(list)
    for one in kept:
        indicator = stored.get(one["indicator"])
        if indicator is None:
            found[one["indicator"]].append("deleted since")
        elif not _as_left(indicator, one["after"]):
            found[indicator.pk].append("changed since")
    new = {one["indicator"] for one in kept if one["before"] is None} & stored.keys()
    placed = [one["scorecard"] for one in kept_of(batch, "scorecard")]
    for pk, phrases in dependents(new, placed).items():
        found[pk] += phrases
    named = formulas_naming({stored[pk].reference_key for pk in new}, but=stored.keys())
    for pk in new:
        found[pk] += named.get(stored[pk].reference_key, [])
    meant = {one["indicator"]: one["figures"] for one in kept if one["figures"]}
    for pk, now in figures(meant.keys() & stored.keys()).items():
        found[pk] += other_figures(meant[pk], now)
    return [
        f"{one['after']['reference']} ({', '.join(found[one['indicator']])})" for one in kept if found[one["indicator"]]
    ]


def _as_left(indicator: Indicator, after: dict[str, Any]) -> bool:
    now = linked(indicator)
    said = {name: value for name, value in after.items() if name not in now}
    return same(indicator, said) and all(now[name] == after[name] for name in now.keys() & after.keys())


def _on_scorecards(batch: ImportBatch) -> list[str]:
    """The scorecards that are no longer arranged as the import left them."""
    kept = {one["scorecard"]: one["after"] for one in kept_of(batch, "scorecard")}
    cards = Scorecard.objects.in_bulk(kept)
    gone = ["a scorecard that is gone"] * (len(kept) - len(cards))
    other = [one.title for pk, one in cards.items() if plain_layout(layout_of(one)) != kept[pk]]
    return [*(f"the scorecard {title} (arranged anew since)" for title in other), *gone]
