"""Every warning of the register, for officers."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from common.documents.sheets import Column, Sheet, to_csv
from performance.filters import register_of
from performance.rules.warnings import TITLES
from performance.standing.facts import Warning, warnings_for

_COLUMNS = [
    *(Column("Reference", 12), Column("Indicator", 50), Column("Owner", 36), Column("Warning", 24)),
    *(Column("Why", 60), Column("Set aside because", 60)),
]


@dataclass(frozen=True)
class WarningsPage:
    """``rows`` are those of the kind chosen; ``kinds`` each kind's code, title and how many stand open."""

    rows: list[Warning]
    kinds: list[tuple[str, str, int]]
    kind: str
    aside: bool
    open: int


def warnings_page(user: Any, parameters: QueryDict) -> WarningsPage:
    """The warnings that stand open, or (``aside``) those set aside; of all kinds, or of one (``kind``)."""
    kind, aside = parameters.get("kind", ""), parameters.get("aside") == "yes"
    indicators = list(register_of(user).select_related("owner_post").order_by("reference_key"))
    everything = [one for found in warnings_for(indicators).values() for one in found]
    counted = Counter(one.code for one in everything if one.dismissed is None)
    chosen = kind if kind in TITLES else ""
    rows = [one for one in everything if (one.dismissed is not None) is aside and chosen in ("", one.code)]
    kinds = [(code, title, counted[code]) for code, title in TITLES.items()]
    return WarningsPage(rows, kinds, chosen, aside, counted.total())


def warnings_csv(page: WarningsPage) -> bytes:
    """The rows that the page shows."""
    return to_csv(Sheet("Warnings", _COLUMNS, map(_row, page.rows)))


def _row(one: Warning) -> list[Any]:
    aside = one.dismissed.reason if one.dismissed else ""
    indicator = one.indicator
    return [indicator.reference, indicator.name, indicator.owner, TITLES[one.code], one.sentence, aside]
