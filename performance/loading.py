"""What is set by hand, and scorecards, read from a council's folder of fixtures. Twice is as once."""

from pathlib import Path

from common.values.period import Period
from council.loading import read_yaml
from council.models import Directorate, Portfolio
from performance.choices import GroupingStyle, ScorecardKind, SetByHand
from performance.models import Indicator, Override, Scorecard
from performance.rules.layout import Section
from performance.transitions import Choice, Details, arrange_scorecard, create_scorecard, set_by_hand


def load_overrides(path: Path) -> None:
    """Each row: reference, period, rating or direction, reason, and the post that set it (``by``)."""
    for row in read_yaml(path):
        indicator = Indicator.objects.get(reference=row["reference"])
        period = Period.parse(row["period"], frequency=indicator.frequency, year_type=indicator.year_type)
        what = next(one for one in SetByHand if one.value in row)
        if not Override.objects.filter(indicator=indicator, what=what, period_key=period.key).exists():
            choice = Choice(row[what.value], row["reason"])
            set_by_hand(indicator.pk, what, period, choice, by=None, post=row["by"])


def load_scorecards(path: Path) -> None:
    """Each scorecard: key, title, kind, style, audience, directorate (code), portfolio (key), draft, groups of references.

    One that is there is left as officers have made it since. KeyError names a reference that no indicator has.
    """
    known = set(Scorecard.objects.values_list("key", flat=True))
    ids = dict(Indicator.objects.values_list("reference", "pk"))
    for position, row in enumerate(read_yaml(path)["scorecards"]):
        if row["key"] in known:
            continue
        details = Details(
            row["title"],
            ScorecardKind(row["kind"]),
            row.get("audience", ""),
            Directorate.objects.get(code=row["directorate"]) if "directorate" in row else None,
            Portfolio.objects.get(key=row["portfolio"]) if "portfolio" in row else None,
            row.get("draft", False),
            GroupingStyle(row["style"]),
        )
        made = create_scorecard(details, by=None, key=row["key"], position=position)
        layout = tuple(Section(name, tuple(ids[one] for one in found)) for name, found in row["groups"].items())
        arrange_scorecard(made.pk, layout, counter=None, by=None)
