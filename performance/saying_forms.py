"""Forms: a direction by hand, a recorded change, the reason for setting a warning aside, an indicator's marks."""

from typing import Any

from django import forms

from common.values.errors import Unreadable
from common.values.period import Period
from performance.choices import Direction
from performance.models import Indicator
from performance.transitions import Marks


class ReasonForm(forms.Form):
    """Why something is so."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Shown on the indicator's page, with your post and today's date.",
        error_messages={"required": "Say why"},
    )


class PeriodForm(ReasonForm):
    """A reason for a period of one indicator; ``cleaned_data["period"]`` is the period."""

    period = forms.CharField(label="Period", max_length=40, error_messages={"required": "Name the period"})
    field_order = ["period", "direction", "reason"]

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        self.indicator = indicator
        latest = indicator.results.order_by("ends").last()
        kwargs.setdefault("initial", {"period": latest.period if latest else ""})
        super().__init__(*args, **kwargs)
        self.fields["period"].width = 10  # type: ignore[attr-defined]

    def clean_period(self) -> Period:
        text, indicator = self.cleaned_data["period"], self.indicator
        try:
            return Period.parse(text, frequency=indicator.frequency, year_type=indicator.year_type)
        except Unreadable as error:
            raise forms.ValidationError(error.sentence) from error


class DirectionForm(PeriodForm):
    """A direction of travel that differs from what the figures give."""

    direction = forms.ChoiceField(
        label="Direction",
        choices=Direction.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a direction"},
    )


class ChangeForm(PeriodForm):
    """From which period on something is measured in another way, or has changed for good."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].label = "First period to which it applies"
        self.fields["reason"].label = "What changed"


class MarksForm(forms.Form):
    """Whether it is in our control, and why its figures are withheld."""

    outside = forms.BooleanField(label="It is outside our control or influence", required=False)
    withheld = forms.CharField(
        label="Why its figures are withheld",
        max_length=300,
        required=False,
        help_text="Leave it blank to show them. Otherwise only its owner and the performance team see them.",
    )
    counter = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @staticmethod
    def of(indicator: Indicator) -> dict[str, Any]:
        """What is marked now."""
        return {
            "outside": not indicator.within_control,
            "withheld": indicator.withheld,
            "counter": indicator.counter,
        }

    @property
    def marks(self) -> Marks:
        data = self.cleaned_data
        return Marks(not data["outside"], data["withheld"], data["counter"])

    def both_texts(self, stored: Indicator) -> list[tuple[str, str, str]]:
        """What differs: label, what was typed, what is stored now."""
        mine, theirs = self.cleaned_data, self.of(stored)
        yes = {True: "Yes", False: "No"}
        pairs = [
            ("Outside our control", yes[mine["outside"]], yes[theirs["outside"]]),
            ("Why its figures are withheld", mine["withheld"], theirs["withheld"]),
        ]
        return [pair for pair in pairs if pair[1] != pair[2]]
