"""Forms: what is set by hand, a result withheld, a recorded change, why a warning is set aside, an indicator's marks."""

from typing import Any

from django import forms
from django.http import HttpRequest

from common.values.errors import Unreadable
from common.values.period import Period
from performance.choices import OUTSIDE_CONTROL, SetByHand
from performance.models import Indicator, Override, Result
from performance.models.override import VALUES
from performance.transitions import Choice, Marks


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
    field_order = ["period", "reason"]

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


class HandForm(ReasonForm):
    """A rating or a direction that differs from what the figures give. ``stored`` is what is set already, if it is."""

    value = forms.ChoiceField(widget=forms.RadioSelect)
    counter = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    field_order = ["value", "reason"]

    def __init__(self, *args: Any, what: SetByHand, stored: Override | None, **kwargs: Any) -> None:
        set_already = {"value": stored.value, "reason": stored.reason} if stored else {}
        kwargs.setdefault("initial", {**set_already, "counter": stored.counter if stored else 0})
        super().__init__(*args, **kwargs)
        field, name = self.fields["value"], what.label.lower()
        field.label, field.choices = str(what.label), VALUES[what].choices  # type: ignore[attr-defined]
        field.error_messages["required"] = f"Choose a {name}"
        self.fields[
            "reason"
        ].help_text = f"Shown wherever the {name} is explained, beside the {name} that the figures give."

    @property
    def choice(self) -> Choice:
        data = self.cleaned_data
        return Choice(data["value"], data["reason"], data["counter"])

    def both_texts(self, stored: Override | None) -> list[tuple[str, str, str]]:
        """What differs: label, what was typed, what is stored now."""
        names = dict(self.fields["value"].choices)  # type: ignore[attr-defined]
        mine = self.cleaned_data
        pairs = [
            (str(self.fields["value"].label), names[mine["value"]], names.get(stored.value, "") if stored else ""),
            ("Reason", mine["reason"], stored.reason if stored else ""),
        ]
        return [pair for pair in pairs if pair[1] != pair[2]]


class CounterForm(forms.Form):
    """Something done to what was read at this counter."""

    counter = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @classmethod
    def read(cls, request: HttpRequest) -> int:
        """The counter that was posted; one that nothing is at where there is none."""
        form = cls(request.POST)
        return int(form.cleaned_data["counter"]) if form.is_valid() else -1


class WithholdForm(CounterForm):
    """Why one result is withheld."""

    reason = forms.CharField(
        label="Why it is withheld",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=(
            "Like “Too few people to publish” or “Held until after the election”. Everybody reads the reason; only its "
            "owner, the performance team and internal audit see the figure."
        ),
        error_messages={"required": "Say why it is withheld"},
    )
    field_order = ["reason"]

    @staticmethod
    def of(stored: Result) -> dict[str, Any]:
        """What stands now."""
        return {"reason": stored.withheld, "counter": stored.counter}

    def both_texts(self, stored: Result) -> list[tuple[str, str, str]]:
        """What differs: label, what was typed, what is stored now."""
        pairs = [("Why it is withheld", self.cleaned_data["reason"], stored.withheld)]
        return [pair for pair in pairs if pair[1] != pair[2]]


class ChangeForm(PeriodForm):
    """From which period on something is measured in another way, or has changed for good."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].label = "First period to which it applies"
        self.fields["reason"].label = "What changed"


class MarksForm(forms.Form):
    """Whether it is in our control, and why all its figures are withheld."""

    outside = forms.BooleanField(label="It is outside our control or influence", required=False)
    withheld = forms.CharField(
        label="Why all its figures are withheld",
        max_length=300,
        required=False,
        help_text="Leave it blank to show them. Only its owner, the performance team and internal audit see them then.",
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
            (OUTSIDE_CONTROL, yes[mine["outside"]], yes[theirs["outside"]]),
            ("Why all its figures are withheld", mine["withheld"], theirs["withheld"]),
        ]
        return [pair for pair in pairs if pair[1] != pair[2]]
