"""A scorecard's row as the page shows it.

Two hundred rows of a dozen cells are most of a page's cost, so a row that was shown before with the very same words is
not typeset again: what a row shows is all there is to its key.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from performance.choices import Polarity
from performance.standing import Standing

from .spark import Spark, spark

KEPT = 2048
POLARITIES = dict(Polarity.choices)


@dataclass(frozen=True)
class Row:
    """Everything that a row shows, in the order of its columns."""

    slug: str
    reference: str
    name: str
    polarity: str
    owner: str
    years: tuple[tuple[str, str], ...]
    shown: str
    notes: tuple[str, ...]
    target: str
    rating: str
    rated_by_hand: bool
    word: str
    arrow: str
    overridden: bool
    direction: str
    forecast: str
    expected: str
    spark: Spark | None
    remark: str
    control: str


def row_of(one: Standing) -> Row:
    """What the page shows of this standing."""
    indicator, went = one.indicator, one.direction
    return Row(
        indicator.slug,
        indicator.reference,
        indicator.name,
        POLARITIES[indicator.polarity],
        indicator.owner,
        tuple((year.label, year.text) for year in one.years),
        one.shown,
        one.notes,
        one.target,
        one.rating.colour,
        one.rating.overridden,
        went.word,
        went.arrow,
        went.overridden,
        one.direction_text,
        one.year_end.shown,
        one.year_end.rating.colour,
        spark(one.trend),
        one.remark,
        indicator.control,
    )


@lru_cache(maxsize=KEPT)
def row_html(row: Row) -> SafeString:
    """The row, typeset."""
    return render_to_string("performance/_scorecard_row.html", {"row": row})


@lru_cache(maxsize=KEPT)
def why_html(reference: str, *sentences: str) -> SafeString:
    """An indicator's sentences as an item of a list."""
    return format_html("<li><strong>{}</strong>: {}</li>", reference, " ".join(filter(None, sentences)))
