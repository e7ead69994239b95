"""What may no longer be shown of figures that were taken down earlier, as a signed plan does: results withheld since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from common.values.period import Period
from performance.models import Indicator, Result
from performance.rules.states import hidden

from .build import years
from .judge import CouncilMethod, Judge
from .load import Record, load

WORD = hidden().words


@dataclass(frozen=True)
class Hidden:
    """Of one indicator, taken down with its ``latest`` result and its direction: which of its years are withheld now,
    and the sentences that say why its latest result and its direction are ("" where they may be shown).
    """

    years: tuple[bool, ...]
    latest: str
    direction: str


def withheld_since(told: Mapping[int, str], year_labels: Sequence[str]) -> dict[int, Hidden]:
    """What to hide by indicator id; ``told`` is the label of the period of each one's latest result at that time.

    One query where nothing of these indicators is withheld; five where something is.
    """
    marked = Exists(Result.objects.filter(indicator=OuterRef("pk")).exclude(withheld=""))
    rows = Indicator.objects.filter(pk__in=list(told)).filter(~Q(withheld="") | marked)
    found = list(rows) if told else []
    if not found:
        return {}
    records, method = load(found, None), CouncilMethod.of(None)
    wanted = [Period.parse(label) for label in year_labels]
    judges = [Judge(one, records.get(one.pk, Record()), method) for one in found]
    return {judge.indicator.pk: _hidden(judge, told[judge.indicator.pk], wanted) for judge in judges}


def _hidden(judge: Judge, told: str, wanted: list[Period]) -> Hidden:
    texts = [year.text for year in years(judge.indicator, judge.record, wanted)]
    row = next((row for row in judge.record.results if row.period.label == told), None)
    if row is None:
        return Hidden(tuple(text == WORD for text in texts), "", "")
    direction = judge.computed_direction(row)
    return Hidden(
        tuple(text == WORD for text in texts),
        judge.rating(row.period, row).sentence if row.withheld else "",
        direction.sentence if direction.word == "none" else "",
    )
