"""Where a file of definitions puts indicators: under themes, with the services that share them, and on scorecards."""

from collections.abc import Iterable, Sequence
from typing import Any

from council.models import Theme
from performance.models import Indicator, Scorecard
from performance.rules.layout import Layout, add, home, members, remove
from performance.scorecards.layouts import layout_of, write_layout

from .periods import CHUNK

Placed = list[tuple[Scorecard, Layout, Layout]]


def set_themes(themed: Iterable[tuple[Indicator, tuple[str, ...]]]) -> None:
    """Put each indicator under the themes of these codes, and under no other."""
    wanted = list(themed)
    if not wanted:
        return
    ids = dict(Theme.objects.values_list("code", "pk"))
    _link(Indicator.themes.through, "theme_id", [(one, [ids[code] for code in codes]) for one, codes in wanted])


def set_sharing(shared: Iterable[tuple[Indicator, Iterable[int]]]) -> None:
    """Let the services of these ids, and no other, answer for each indicator beside its main one."""
    _link(Indicator.shared_services.through, "servicearea_id", list(shared))


def _link(link: Any, other: str, wanted: Sequence[tuple[Indicator, Iterable[int]]]) -> None:
    """Replace the rows of a many-to-many table; ``other`` is its field that does not name the indicator."""
    if not wanted:
        return
    link.objects.filter(indicator_id__in=[indicator.pk for indicator, _ in wanted]).delete()
    rows = [link(**{"indicator_id": indicator.pk, other: pk}) for indicator, pks in wanted for pk in pks]
    link.objects.bulk_create(rows, batch_size=CHUNK)


def place(wanted: Iterable[tuple[Indicator, tuple[str, ...]]]) -> Placed:
    """Put each indicator on the scorecards of these keys, and on no other; new ones at the end of the group like theirs.

    The scorecards that changed, each with its layout before and after. The caller holds them.
    """
    placing = list(wanted)
    changed: Placed = []
    for scorecard in Scorecard.objects.order_by("pk") if placing else ():
        before = after = layout_of(scorecard)
        there = set(members(before))
        for indicator, keys in placing:
            if scorecard.key in keys and indicator.pk not in there:
                after = add(after, [indicator.pk], home(after, indicator.get_group_display()))
            elif scorecard.key not in keys and indicator.pk in there:
                after = remove(after, {indicator.pk})
        if after != before:
            write_layout(scorecard, after)
            scorecard.counter += 1
            scorecard.save(update_fields=["counter"])
            changed.append((scorecard, before, after))
    return changed


def hold_scorecards() -> Any:
    """Hold every scorecard until the transaction ends. Before any indicator: who arranges one does so in that order."""
    return list(Scorecard.objects.order_by("pk").select_for_update().values_list("pk"))
