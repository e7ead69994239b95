"""A scorecard in one quarter: its groups, how each indicator stands, and the counts beside last quarter's."""

from collections import Counter
from dataclasses import dataclass

from django.utils.safestring import SafeString

from common.values.period import Period
from council.models import CouncilSettings
from performance.models import Indicator, Scorecard, ScorecardRow
from performance.standing import CouncilMethod, Standing
from performance.standing.build import build, rating_in
from performance.standing.load import Record, load

from .rows import row_html, row_of, why_html

COLOURS = ("red", "amber", "green", "none")
# What the browser itself prints on (static/scss/_print_scorecard.scss), and about how many rows such a sheet holds.
SHEETS = {"a4": 9, "a4-small": 18, "a3": 22, "a3-small": 36, "a3-dense": 54}
WORDS = {"red": "red", "amber": "amber", "green": "green", "none": "not rated"}


@dataclass(frozen=True)
class ScorecardLine:
    """One indicator; ``before``: last quarter's colour."""

    standing: Standing
    before: str

    @property
    def indicator(self) -> Indicator:
        return self.standing.indicator

    @property
    def html(self) -> SafeString:
        return row_html(row_of(self.standing))

    @property
    def why(self) -> SafeString:
        one = self.standing
        return why_html(self.indicator.reference, one.rating.sentence, one.direction.sentence, one.year_end.why)


@dataclass(frozen=True)
class ScorecardSection:
    name: str
    lines: list[ScorecardLine]


@dataclass(frozen=True)
class ScorecardPage:
    """The whole page. ``years`` are the labels of its three columns; ``counts`` the four numbers at its head."""

    scorecard: Scorecard
    quarter: Period
    years: tuple[str, ...]
    sections: list[ScorecardSection]
    counts: list[dict[str, object]]

    @property
    def lines(self) -> list[ScorecardLine]:
        return [line for section in self.sections for line in section.lines]

    @property
    def sheet(self) -> str:
        """The browser's paper and type that hold so many rows on one sheet; with more, the last goes on to others."""
        count = len(self.lines)
        return next((name for name, most in SHEETS.items() if count <= most), list(SHEETS)[-1])

    @property
    def summary(self) -> str:
        """ "Board · Q1 2019/20 · 41 indicators · 38 with results"."""
        lines = self.lines
        known = sum(1 for line in lines if line.standing.value)
        noun = "indicator" if len(lines) == 1 else "indicators"
        whose = self.scorecard.get_kind_display()
        return f"{whose} · {self.quarter.label} · {len(lines)} {noun} · {known} with {'a result' if known == 1 else 'results'}"


def scorecard_page(scorecard: Scorecard, quarter: Period, settings: CouncilSettings | None = None) -> ScorecardPage:
    """The scorecard in this quarter. Five queries (one more without ``settings``), however many indicators."""
    rows = list(scorecard.rows.select_related("indicator__owner_post").order_by("position"))
    lines = _lines([row.indicator for row in rows], quarter, CouncilMethod.of(settings))
    return ScorecardPage(
        scorecard=scorecard,
        quarter=quarter,
        years=_years(quarter, lines),
        sections=_sections(scorecard, rows, lines),
        counts=_counts(list(lines.values())),
    )


def _lines(indicators: list[Indicator], quarter: Period, method: CouncilMethod) -> dict[int, ScorecardLine]:
    if not indicators:
        return {}
    records, before = load(indicators, quarter.end, brief=True), quarter.previous()
    found = {}
    for indicator in indicators:
        record = records.get(indicator.pk, Record())
        now = build(indicator, record, quarter, method)
        then = rating_in(indicator, record.until(before.end), before, method)
        found[indicator.pk] = ScorecardLine(now, then.colour)
    return found


def _years(quarter: Period, lines: dict[int, ScorecardLine]) -> tuple[str, ...]:
    first = next(iter(lines.values()), None)
    return tuple(year.label for year in first.standing.years) if first else ()


def _sections(
    scorecard: Scorecard, rows: list[ScorecardRow], lines: dict[int, ScorecardLine]
) -> list[ScorecardSection]:
    inside: dict[int, list[ScorecardLine]] = {}
    for row in rows:
        inside.setdefault(row.group_id, []).append(lines[row.indicator_id])
    groups = scorecard.groups.order_by("position").values_list("pk", "name")
    return [ScorecardSection(name, inside[pk]) for pk, name in groups if pk in inside]


def _counts(lines: list[ScorecardLine]) -> list[dict[str, object]]:
    now = Counter(line.standing.rating.colour for line in lines)
    then = Counter(line.before for line in lines)
    new = Counter(line.standing.rating.colour for line in lines if line.before != line.standing.rating.colour)
    found: list[dict[str, object]] = []
    for colour in COLOURS:
        note = f"{then[colour]} last quarter" + (f" · {new[colour]} new" if new[colour] else "")
        if colour == "none" and now["none"]:
            awaited = sum(1 for one in lines if one.standing.rating.colour == "none" and one.standing.awaited)
            note += f" · {awaited} awaiting data" if awaited else ""
        tone = "" if colour == "none" else colour
        found.append({"number": now[colour], "label": WORDS[colour], "note": note, "tone": tone})
    return found
