"""The targets of one indicator as an officer sets them: a row for each period around today, and each that has one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.text import slugify

from common.today import today
from common.values.errors import Unreadable
from common.values.period import Period
from common.values.target import TargetValue
from common.values.tolerance import Tolerance
from performance.models import Indicator, Result, Target
from performance.rules.periods import is_measured, last_closed
from performance.standing.load import rhythm_of
from performance.transitions.targets import AgreedTarget, digest, said

# How many periods before the one that runs now, and how many after it, by frequency.
AROUND = {"monthly": (5, 18), "quarterly": (4, 7), "termly": (3, 5), "half-yearly": (2, 4), "annual": (2, 3)}
OTHERWISE = (1, 2)
LONGEST_REASON = 300


def prefix_of(period: Period) -> str:
    """What the fields of a period are named by: its key, as an address can hold it."""
    return slugify(period.key.replace("/", "-"))


class TargetForm(forms.Form):
    """One period. ``read`` is the digest of the target that the person had before them."""

    target = forms.CharField(label="Target", max_length=500, required=False)
    tolerance = forms.CharField(label="Tolerance", max_length=20, required=False)
    read = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, indicator: Indicator, period: Period, stored: Any) -> None:
        self.indicator, self.period = indicator, period
        super().__init__(data, prefix=prefix_of(period), initial={**said(stored), "read": digest(stored)})
        for name in ("target", "tolerance"):
            self.fields[name].width = 10  # type: ignore[attr-defined]

    def clean_target(self) -> TargetValue | None:
        return self._read(self.cleaned_data["target"])

    def clean_tolerance(self) -> str:
        try:
            return str(Tolerance.parse(self.cleaned_data["tolerance"]))
        except Unreadable as error:
            raise forms.ValidationError(f"{self.period}: {error.sentence}") from error

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("tolerance") and "target" in data and data["target"] is None:
            self.add_error("target", f"{self.period}: enter the target that the tolerance is for")
        return data

    def _read(self, text: str) -> TargetValue | None:
        if not text.strip():
            return None
        try:
            return TargetValue.parse(text, unit=self.indicator.unit)
        except Unreadable as error:
            raise forms.ValidationError(f"{self.period}: {error.sentence}") from error

    @property
    def agreed(self) -> AgreedTarget:
        data = self.cleaned_data
        return AgreedTarget(self.period, data["target"], data["tolerance"], data["read"])


class ReasonForm(forms.Form):
    """Why targets that were agreed are changed."""

    reason = forms.CharField(
        label="Why a target that was agreed is changed",
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Everybody reads it in the indicator's history. Leave it blank where you only add targets.",
    )


@dataclass
class TargetRow:
    """One period: its form, its result where there is one, and what somebody else saved meanwhile."""

    period: Period
    form: TargetForm
    result: str
    theirs: str | None = None


@dataclass
class TargetsPage:
    indicator: Indicator
    rows: list[TargetRow]
    reason: ReasonForm
    stale: bool = field(default=False)

    def is_valid(self) -> bool:
        return all([self.reason.is_valid(), *(row.form.is_valid() for row in self.rows)])


def targets_page(indicator: Indicator, data: Mapping[str, Any] | None = None) -> TargetsPage:
    """Two queries. What was posted stands in the rows."""
    stored = {one.period_key: one for one in Target.objects.filter(indicator=indicator)}
    return TargetsPage(indicator, _rows(indicator, data, stored), ReasonForm(data))


def reopened(indicator: Indicator, data: Any, stored: Mapping[str, Target]) -> TargetsPage:
    """The same words beside what somebody else saved, so that saving again is a choice made with both in sight."""
    typed = data.copy()
    page = TargetsPage(indicator, _rows(indicator, typed, stored), ReasonForm(typed), stale=True)
    for row in page.rows:
        there = stored.get(row.period.key)
        if typed.get(row.form.add_prefix("read")) != digest(there):
            row.theirs = there.value.display(indicator.unit) if there else "None"
            typed[row.form.add_prefix("read")] = digest(there)
    return page


def _rows(indicator: Indicator, data: Mapping[str, Any] | None, stored: Mapping[str, Target]) -> list[TargetRow]:
    results = {one.period_key: one for one in Result.objects.filter(indicator=indicator)}
    known = Period.from_key(max(results.values(), key=lambda one: one.ends).period_key) if results else None
    periods = {period.key: period for period in _around(indicator, known)}
    periods |= {key: Period.from_key(key) for key in stored if key not in periods and _later(key, periods)}
    rows = []
    for key, period in sorted(periods.items(), key=lambda pair: pair[1].end):
        form = TargetForm(data, indicator=indicator, period=period, stored=stored.get(key))
        shown = results[key].value.display(indicator.unit, indicator.decimal_places) if key in results else ""
        rows.append(TargetRow(period, form, shown))
    return rows


def _around(indicator: Indicator, known: Period | None) -> list[Period]:
    rhythm = rhythm_of(indicator)
    before, after = AROUND.get(indicator.frequency, OTHERWISE)
    period = last_closed(rhythm, today(), known)
    for _ in range(before):
        period = period.previous()
    found = []
    for _ in range(before + after + 1):
        found.append(period)
        period = period.next()
    return [one for one in found if is_measured(rhythm, one)]


def _later(key: str, periods: Mapping[str, Period]) -> bool:
    """Whether a period comes after those shown: targets of long ago are in the table of results."""
    return not periods or Period.from_key(key).end > max(one.end for one in periods.values())
