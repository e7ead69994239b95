"""Forms: which indicators are shown, a file, one result."""

from decimal import Decimal
from typing import Any

from django import forms

from common.values.errors import Unreadable
from common.values.numbers import trimmed
from common.values.result import ResultValue
from common.values.words import quoted
from performance.choices import ResultStatus
from performance.models import Indicator, Result
from performance.rules.ratios import SCALES, contradiction, ratio


class UploadForm(forms.Form):
    """A file of results, or of another table. Its size is checked before this form is (config/uploads.py)."""

    table = forms.ChoiceField(
        label="What the file holds",
        choices=[
            (name, name.capitalize()) for name in ("results", "targets", "benchmarks", "breakdowns", "indicators")
        ],
        initial="results",
        required=False,
    )

    file = forms.FileField(
        label="File",
        help_text="An Excel workbook (.xlsx), CSV or OpenDocument sheet with the columns that this page describes.",
        # An empty file is refused with all the others, by what reads them.
        allow_empty_file=True,
        error_messages={"required": "Choose the file that holds the results"},
    )

    def clean_table(self) -> str:
        return self.cleaned_data["table"] or "results"


class ResultForm(forms.Form):
    """The result of one period. ``stored`` is what there is already; changing it needs a reason."""

    result = forms.CharField(label="Result", max_length=500, error_messages={"required": "Enter the result"})
    status = forms.ChoiceField(label="Status", choices=ResultStatus.choices, widget=forms.RadioSelect)
    commentary = forms.CharField(
        label="Commentary",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What happened, and what is being done about it.",
    )
    numerator = forms.CharField(
        label="Numerator", required=False, max_length=40, help_text="What is counted, like 849."
    )
    denominator = forms.CharField(
        label="Denominator", required=False, max_length=40, help_text="Out of how many, like 1,000."
    )
    forecast = forms.CharField(label="Forecast for the year end", required=False, max_length=100)
    reason = forms.CharField(
        label="Why the result is corrected",
        required=False,
        max_length=300,
        help_text="Kept beside the earlier result. Leave it blank where the figure stays as it is.",
    )
    counter = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, indicator: Indicator, stored: Result | None, **kwargs: Any) -> None:
        self.indicator, self.stored = indicator, stored
        kwargs.setdefault("initial", _initial(stored))
        super().__init__(*args, **kwargs)
        self.fields["result"].help_text = how_to_write(indicator)
        self.fields["result"].width = 10  # type: ignore[attr-defined]
        for name in ("forecast", "numerator", "denominator"):
            self.fields[name].width = 10  # type: ignore[attr-defined]
        if stored is None:
            del self.fields["reason"]
        if indicator.unit in SCALES:
            self.order_fields(["result", "numerator", "denominator"])
            self.fields["result"].required = False
            for name, counts in (("numerator", indicator.numerator), ("denominator", indicator.denominator)):
                self.fields[name].help_text = f"{counts}." if counts else self.fields[name].help_text
            self.fields["result"].help_text += " Leave it blank to have it worked out from the two figures below."
        else:
            del self.fields["numerator"], self.fields["denominator"]

    def clean_numerator(self) -> Decimal | None:
        return _figure(self.cleaned_data["numerator"])

    def clean_denominator(self) -> Decimal | None:
        return _figure(self.cleaned_data["denominator"])

    def clean_commentary(self) -> str:
        return str(self.cleaned_data["commentary"]).replace("\r\n", "\n")

    def clean_result(self) -> ResultValue | None:
        if not self.cleaned_data["result"]:
            return None
        return read_result(self.cleaned_data["result"], self.indicator)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self._agree(data)
        # A stale form is answered with both texts first, not with a question about the one that it has not seen.
        fresh = self.stored is not None and data.get("counter") == self.stored.counter
        changed = self.stored is not None and data.get("result") not in (None, self.stored.value)
        if fresh and changed and not data.get("reason", "").strip():
            self.add_error("reason", "Say why the result is corrected: the earlier one is kept with the reason")
        return data

    def _agree(self, data: dict[str, Any]) -> None:
        """The result is what its numerator and denominator give, and is worked out from them where it is blank."""
        unit, places = self.indicator.unit, self.indicator.decimal_places
        numerator, denominator = data.get("numerator"), data.get("denominator")
        if (numerator is None) != (denominator is None) and not {"numerator", "denominator"} & self.errors.keys():
            self.add_error("denominator" if denominator is None else "numerator", "Give both figures, or neither")
        if data.get("result") is not None:
            against = contradiction(unit, data["result"], numerator, denominator, places)
        elif "result" in self.errors:
            return
        else:
            worked = ratio(unit, numerator, denominator)
            data["result"] = None if worked is None else ResultValue(worked)
            against = contradiction(unit, ResultValue(), numerator, denominator, places)
            if worked is None and not against:
                against = str(self.fields["result"].error_messages["required"])
        if against:
            self.add_error("result", against)


def read_result(text: str, indicator: Indicator, *, named: bool = False) -> ResultValue:
    """A typed result; ``named`` puts the indicator's reference before what is wrong with it."""
    try:
        return ResultValue.parse(text, unit=indicator.unit, decimal_places=indicator.decimal_places)
    except Unreadable as error:
        raise forms.ValidationError(f"{indicator.reference}: {error.sentence}" if named else error.sentence) from error


def shown_result(stored: Result) -> Decimal | str:
    """A stored result, as it is typed."""
    return stored.value.cell if stored.state != "not_available" else stored.words or "N/A"


def _figure(text: str) -> Decimal | None:
    """A numerator or a denominator: a plain number, or nothing."""
    if not text.strip():
        return None
    try:
        value = ResultValue.parse(text, unit="number")
    except Unreadable as error:
        raise forms.ValidationError(error.sentence) from error
    if value.number is None or value.comparator:
        raise forms.ValidationError(f"{quoted(text)} is not a number. Enter figures, like 1,250, or leave it blank.")
    return value.number


def shown_figure(number: Decimal | None) -> str:
    """A stored numerator or denominator, as it is typed."""
    return "" if number is None else f"{trimmed(number):f}"


def _initial(stored: Result | None) -> dict[str, Any]:
    if stored is None:
        return {"status": ResultStatus.FINAL, "counter": 0}
    return {
        "result": shown_result(stored),
        "status": stored.status,
        "commentary": stored.commentary,
        "forecast": stored.forecast,
        "numerator": shown_figure(stored.numerator),
        "denominator": shown_figure(stored.denominator),
        "counter": stored.counter,
    }


def how_to_write(indicator: Indicator) -> str:
    unit = indicator.unit_words
    like = {"percent": "84.9", "yes_no": "Yes or No", "level": "Level 2", "text": "Good"}.get(indicator.unit, "1,250")
    told = f"In {unit}, like {like}." if unit else f"Like {like}."
    return f"{told} N/A where there is none."
