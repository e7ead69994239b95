"""The officer's grid: one row for each indicator whose result of a period is theirs to enter."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Page, Paginator
from django.urls import reverse

from common.today import today
from common.values.errors import Unreadable
from common.values.period import Period
from common.values.result import ResultValue
from council.models import Directorate
from performance.choices import Frequency, ResultStatus, YearType
from performance.forms import read_result, shown_result
from performance.models import Indicator, Result, Target
from performance.rules.periods import is_measured, last_closed
from performance.standing.load import rhythm_of
from performance.transitions.grid import RowEntry
from performance.transitions.writing import Entry

ROWS = 60  # with their fields, below what one form may post
QUARTERS = 8


class RowForm(forms.Form):
    """One row. ``read`` is a digest of what the row said when it was shown: a row that still says that is left alone."""

    result = forms.CharField(label="Result", max_length=500, required=False)
    status = forms.ChoiceField(label="Status", choices=ResultStatus.choices)
    commentary = forms.CharField(
        label="Commentary", required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(label="Why it is corrected", required=False, max_length=300)
    counter = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    read = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Mapping[str, Any] | None, *, indicator: Indicator, stored: Result | None) -> None:
        self.indicator = indicator
        said = _said(stored)
        counter = stored.counter if stored else 0
        super().__init__(data, prefix=f"i{indicator.pk}", initial={**said, "counter": counter, "read": _digest(said)})
        self.fields["result"].width = 10  # type: ignore[attr-defined]
        if stored is None:
            del self.fields["reason"]

    @property
    def touched(self) -> bool:
        """Whether the row says something else than when it was shown; a row that was not posted does not."""
        posted = {name: self.data.get(self.add_prefix(name), "") for name in ("result", "status", "commentary")}
        if self.add_prefix("read") not in self.data:
            return False
        return _digest(posted) != self.data[self.add_prefix("read")]

    def clean_commentary(self) -> str:
        return str(self.cleaned_data["commentary"]).replace("\r\n", "\n")

    def clean_result(self) -> ResultValue:
        text = self.cleaned_data["result"]
        if not text:
            raise forms.ValidationError(f"{self.indicator.reference}: enter the result, or N/A where there is none")
        return read_result(text, self.indicator, named=True)


@dataclass
class GridRow:
    """One indicator in its period; ``texts`` are both texts where somebody else saved it: label, theirs, the other's."""

    indicator: Indicator
    period: Period
    stored: Result | None
    target: str
    form: RowForm
    texts: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def entry(self) -> RowEntry:
        """What was typed; figures that the grid does not show stay as they are."""
        data, stored = self.form.cleaned_data, self.stored
        entry = Entry(
            value=data["result"],
            commentary=data["commentary"],
            status=data["status"],
            forecast=stored.forecast if stored else "",
            reason=data.get("reason", ""),
            counter=data["counter"],
            numerator=stored.numerator if stored else None,
            denominator=stored.denominator if stored else None,
        )
        return RowEntry(self.indicator.pk, self.period, entry)

    def stale(self, stored: Result | None) -> None:
        """Somebody else saved the row: both texts are shown, and saving again is a choice made with both in sight."""
        mine, unit = self.form.cleaned_data, self.indicator.unit
        pairs = [
            ("Result", mine["result"].display(unit), stored.value.display(unit) if stored else ""),
            ("Status", mine["status"], stored.status if stored else ""),
            ("Commentary", mine["commentary"], stored.commentary if stored else ""),
        ]
        typed = dict(self.form.data.items())
        typed[self.form.add_prefix("counter")] = str(stored.counter if stored else 0)
        typed[self.form.add_prefix("read")] = _digest(_said(stored))
        self.texts = [pair for pair in pairs if pair[1] != pair[2]]
        self.stored, self.form = stored, RowForm(typed, indicator=self.indicator, stored=stored)


@dataclass
class Grid:
    """The page: its period, the directorate chosen, the rows shown, and where the other quarters are."""

    period: Period
    directorate: str
    directorates: list[tuple[str, str]]
    quarters: list[str]
    page: Page[Any]
    rows: list[GridRow]

    @property
    def touched(self) -> list[GridRow]:
        return [row for row in self.rows if row.form.touched]

    @property
    def url(self) -> str:
        asked = {"period": self.period.label, "directorate": self.directorate, "page": self.page.number}
        return f"{reverse('enter_results')}?{urlencode({k: v for k, v in asked.items() if v})}"


def grid(user: Any, asked: Mapping[str, str], data: Mapping[str, Any] | None = None) -> Grid:
    """The rows of a period (the quarter that closed last where none can be read). Six queries, however many rows."""
    directorates = [(unit.code, unit.name) for unit in Directorate.objects.all()]
    directorate = asked.get("directorate", "")
    chosen = Indicator.objects.visible_to(user).filter(retired=False, formula="").select_related("owner_post")
    if directorate in dict(directorates):
        chosen = chosen.filter(directorate__code=directorate)
    period = _asked(asked.get("period", ""))
    page = Paginator(_due(list(chosen.order_by("reference_key")), period), ROWS).get_page(asked.get("page", ""))
    pairs = list(page.object_list)
    stored, targets = _by_period(Result, pairs), _by_period(Target, pairs)
    rows = []
    for indicator, own in pairs:
        there, target = stored.get((indicator.pk, own.key)), targets.get((indicator.pk, own.key))
        form = RowForm(data, indicator=indicator, stored=there)
        if not form.touched:
            form = RowForm(None, indicator=indicator, stored=there)
        rows.append(GridRow(indicator, own, there, target.value.display(indicator.unit) if target else "", form))
    latest = Period.containing(today(), Frequency.QUARTERLY).previous()
    quarters = [latest.label]
    for _ in range(QUARTERS - 1):
        latest = latest.previous()
        quarters.append(latest.label)
    return Grid(period, directorate, directorates, quarters, page, rows)


def _asked(text: str) -> Period:
    """The period asked for, if it has ended."""
    try:
        period = Period.parse(text) if text else None
    except Unreadable:
        period = None
    return period if period and period.end < today() else Period.containing(today(), Frequency.QUARTERLY).previous()


def _due(indicators: list[Indicator], asked: Period) -> list[tuple[Indicator, Period]]:
    """The indicators that have a period which ends within the one asked for, each with the last of those. One query."""
    rolling = [indicator.pk for indicator in indicators if indicator.year_type == YearType.ROLLING]
    known = Result.objects.filter(indicator__in=rolling).order_by("ends").values_list("indicator_id", "period_key")
    latest = {pk: Period.from_key(key) for pk, key in known}
    found = []
    for indicator in indicators:
        rhythm = rhythm_of(indicator)
        period = last_closed(rhythm, asked.end, latest.get(indicator.pk))
        while period.end > asked.end:
            period = period.previous()
        if period.end >= asked.start and is_measured(rhythm, period):
            found.append((indicator, period))
    return found


def _by_period(model: type[Any], pairs: list[tuple[Indicator, Period]]) -> dict[tuple[int, str], Any]:
    keys, pks = {period.key for _, period in pairs}, [indicator.pk for indicator, _ in pairs]
    rows = model.objects.filter(indicator__in=pks, period_key__in=keys)
    return {(row.indicator_id, row.period_key): row for row in rows}


def _said(stored: Result | None) -> dict[str, str]:
    """What a row shows of a stored result."""
    if stored is None:
        return {"result": "", "status": ResultStatus.FINAL, "commentary": ""}
    return {"result": str(shown_result(stored)), "status": stored.status, "commentary": stored.commentary}


def _digest(said: Mapping[str, str]) -> str:
    parts = (str(said[name]).replace("\r\n", "\n").strip() for name in ("result", "status", "commentary"))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
