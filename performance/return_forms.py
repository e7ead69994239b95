"""Forms of statutory returns: one return, its submission, and what the list is narrowed to."""

import re
from typing import Any

from django import forms

from common.today import today
from council.forms import DATE_HINT, DayField
from council.models import Post
from performance.choices import ReturnFrequency, ReturnStatus
from performance.models import Indicator, StatutoryReturn
from performance.models.indicator import reference_key
from performance.rules.returns import due_after
from performance.transitions.returns import ReturnFacts

SHOWN = [("", "All"), ("late", "Late"), ("soon", "Due within four weeks"), ("mine", "Of my posts")]


class ReturnFilterForm(forms.Form):
    """What the list is narrowed to. What cannot be read is as if it had not been asked."""

    q = forms.CharField(label="Search", required=False, max_length=100)
    body = forms.ChoiceField(label="Body", required=False)
    status = forms.ChoiceField(label="Status", required=False, choices=[("", "All"), *ReturnStatus.choices])
    show = forms.ChoiceField(label="Returns", required=False, choices=SHOWN)

    def __init__(self, *args: Any, bodies: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = [("", "All"), *((body, body) for body in bodies)]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        """The filters in use, by name."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


class ReturnForm(forms.Form):
    """One return. ``facts`` is what the transitions take."""

    name = forms.CharField(label="Return", max_length=200, error_messages={"required": "Enter the return's name"})
    body = forms.CharField(
        label="Body that it goes to", max_length=200, error_messages={"required": "Enter who the return goes to"}
    )
    frequency = forms.ChoiceField(label="How often", choices=ReturnFrequency.choices)
    next_due = DayField(
        label="Next due", required=False, help_text=f"{DATE_HINT} Leave empty where nobody knows it yet."
    )
    owner = forms.CharField(
        label="Owner",
        max_length=200,
        required=False,
        help_text="The title of a post. Other words are kept, and marked as nobody's post.",
        widget=forms.TextInput(attrs={"list": "posts", "autocomplete": "off"}),
    )
    status = forms.ChoiceField(label="Status", choices=ReturnStatus.choices, widget=forms.RadioSelect)
    indicators = forms.CharField(
        label="Indicators that it feeds",
        required=False,
        max_length=1000,
        help_text="Their references with ; between them, like CSC01; CSC02.",
    )
    note = forms.CharField(label="Note", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    counter = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, stored: StatutoryReturn | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", initial_of(stored) if stored else {"counter": 0, "status": "not-started"})
        super().__init__(*args, **kwargs)

    def clean_indicators(self) -> list[Indicator]:
        wanted = [word.strip() for word in re.split(r"[;,\n]", self.cleaned_data["indicators"]) if word.strip()]
        known = {
            one.reference_key: one for one in Indicator.objects.filter(reference_key__in=map(reference_key, wanted))
        }
        unknown = [word for word in wanted if reference_key(word) not in known]
        if unknown:
            raise forms.ValidationError(f"There is no indicator {unknown[0]}. Look it up in the register.")
        return list(known.values())

    @property
    def facts(self) -> ReturnFacts:
        said = dict(self.cleaned_data)
        said.pop("counter")
        words = str(said.pop("owner") or "").strip()
        return ReturnFacts(**said, owned_by=(Post.objects.titled(words) if words else None) or words)


class SubmissionForm(forms.Form):
    """That a return was sent, and when the next is due."""

    submitted_on = DayField(
        label="Sent on", help_text=DATE_HINT, error_messages={"required": "Enter the day on which it was sent"}
    )
    next_due = DayField(
        label="Next due", required=False, help_text=f"{DATE_HINT} Leave empty where nobody knows it yet."
    )
    note = forms.CharField(label="Note", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    counter = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, stored: StatutoryReturn, **kwargs: Any) -> None:
        following = due_after(stored.frequency, stored.next_due)
        said = {"submitted_on": written(today()), "next_due": written(following), "counter": stored.counter}
        kwargs.setdefault("initial", said)
        super().__init__(*args, **kwargs)

    def clean_submitted_on(self) -> Any:
        day = self.cleaned_data["submitted_on"]
        if day > today():
            raise forms.ValidationError("Enter a day that has come: today or before")
        return day


def initial_of(one: StatutoryReturn) -> dict[str, Any]:
    """A stored return as its form shows it."""
    return {
        "name": one.name,
        "body": one.body,
        "frequency": one.frequency,
        "next_due": written(one.next_due),
        "owner": one.owner,
        "status": one.status,
        "indicators": "; ".join(sorted(indicator.reference for indicator in one.indicators.all())),
        "note": one.note,
        "counter": one.counter,
    }


def written(day: Any) -> str:
    """A day as a person types it; empty for none."""
    return f"{day.day} {day:%B %Y}" if day else ""


def differences(form: ReturnForm, stored: StatutoryReturn) -> list[tuple[str, str, str]]:
    """What differs between what a person typed and what is stored now: label, theirs, the other's."""
    theirs = initial_of(stored)
    names = [name for name in form.fields if name != "counter"]
    pairs = [(str(form.fields[name].label), str(form.data.get(name) or ""), str(theirs[name])) for name in names]
    return [pair for pair in pairs if pair[1].strip() != pair[2].strip()]
