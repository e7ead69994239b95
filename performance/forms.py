"""Forms: which indicators are shown, a file, one result."""

from typing import Any

from django import forms
from django.conf import settings

from common.values.errors import Unreadable
from common.values.result import ResultValue
from performance.choices import ResultStatus
from performance.models import Indicator, Result


class UploadForm(forms.Form):
    """A file of results. Its size is checked before this form is."""

    file = forms.FileField(
        label="File",
        help_text="An Excel workbook (.xlsx), CSV or OpenDocument sheet with the columns that this page describes.",
        error_messages={
            "required": "Choose the file that holds the results",
            "empty": "The file is empty. Choose the file that holds the results",
        },
    )

    @staticmethod
    def too_large(size: int) -> str:
        """The sentence for a file of so many bytes, or nothing."""
        most = settings.UPLOAD_MAX_BYTES
        if size <= most:
            return ""
        return (
            f"The file has {size / 1024 / 1024:.0f} MB; the most is {most / 1024 / 1024:g} MB. Nothing has been read."
        )


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
        self.fields["result"].help_text = _how_to_write(indicator)
        self.fields["result"].width = 10  # type: ignore[attr-defined]
        self.fields["forecast"].width = 10  # type: ignore[attr-defined]
        if stored is None:
            del self.fields["reason"]

    def clean_commentary(self) -> str:
        return str(self.cleaned_data["commentary"]).replace("\r\n", "\n")

    def clean_result(self) -> ResultValue:
        try:
            return ResultValue.parse(
                self.cleaned_data["result"], unit=self.indicator.unit, decimal_places=self.indicator.decimal_places
            )
        except Unreadable as error:
            raise forms.ValidationError(error.sentence) from error

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        # A stale form is answered with both texts first, not with a question about the one that it has not seen.
        fresh = self.stored is not None and data.get("counter") == self.stored.counter
        changed = self.stored is not None and data.get("result") not in (None, self.stored.value)
        if fresh and changed and not data.get("reason", "").strip():
            self.add_error("reason", "Say why the result is corrected: the earlier one is kept with the reason")
        return data


def _initial(stored: Result | None) -> dict[str, Any]:
    if stored is None:
        return {"status": ResultStatus.FINAL, "counter": 0}
    return {
        "result": stored.value.cell if stored.state != "not_available" else stored.words or "N/A",
        "status": stored.status,
        "commentary": stored.commentary,
        "forecast": stored.forecast,
        "counter": stored.counter,
    }


def _how_to_write(indicator: Indicator) -> str:
    unit = indicator.unit_words
    like = {"percent": "84.9", "yes_no": "Yes or No", "level": "Level 2", "text": "Good"}.get(indicator.unit, "1,250")
    told = f"In {unit}, like {like}." if unit else f"Like {like}."
    return f"{told} N/A where there is none."
