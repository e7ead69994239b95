"""Forms with which officers build scorecards."""

from typing import Any

from django import forms

from council.models import Directorate, Portfolio
from performance.choices import GroupingStyle, ScorecardKind
from performance.models import Indicator, Scorecard
from performance.models.indicator import reference_key
from performance.rules.layout import Layout, members
from performance.transitions import Details


class DetailsForm(forms.Form):
    """What a scorecard is: its title, who reads it, and whether it is marked as a draft. ``scorecard`` None: a new one."""

    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Enter a title"})
    kind = forms.ChoiceField(label="Whose scorecard it is", choices=ScorecardKind.choices)
    audience = forms.CharField(
        label="Committee or board",
        required=False,
        max_length=200,
        help_text="As its members' posts name it, so that their home page leads here.",
    )
    directorate = forms.ModelChoiceField(
        Directorate.objects.all(), label="Directorate", required=False, empty_label="None", help_text="Of a DMT."
    )
    portfolio = forms.ModelChoiceField(
        Portfolio.objects.all(),
        label="Portfolio",
        required=False,
        empty_label="None",
        help_text="Of an Executive Member.",
    )
    style = forms.ChoiceField(label="Groups to begin with", choices=GroupingStyle.choices)
    draft = forms.BooleanField(label="Mark it as a draft", required=False)
    counter = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, scorecard: Scorecard | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(scorecard))
        super().__init__(*args, **kwargs)
        if scorecard is not None:
            del self.fields["style"]

    @property
    def details(self) -> Details:
        return Details(**{name: value for name, value in self.cleaned_data.items() if name != "counter"})


def _initial(scorecard: Scorecard | None) -> dict[str, Any]:
    if scorecard is None:
        return {"counter": 0, "draft": True}
    names = ("title", "kind", "audience", "directorate", "portfolio", "draft", "counter")
    return {name: getattr(scorecard, name) for name in names}


class AddForm(forms.Form):
    """One indicator, by its reference, into one of the groups."""

    reference = forms.CharField(
        label="Indicator to add",
        max_length=40,
        help_text="Its reference, like CSC07.",
        error_messages={"required": "Enter the indicator's reference, like CSC07"},
    )
    group = forms.ChoiceField(label="Group")

    def __init__(self, *args: Any, layout: Layout, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "add_%s", **kwargs})
        self.layout = layout
        self.fields["group"].choices = [(section.name, section.name) for section in layout]  # type: ignore[attr-defined]
        self.fields["reference"].width = 10  # type: ignore[attr-defined]

    def clean_reference(self) -> Indicator:
        typed = self.cleaned_data["reference"]
        found = Indicator.objects.filter(reference_key=reference_key(typed)).first()
        if found is None:
            raise forms.ValidationError(f"There is no indicator {typed}. Enter the reference of one in the register")
        if found.retired:
            raise forms.ValidationError(f"{found.reference} is retired. Choose an indicator that is still measured")
        if found.pk in members(self.layout):
            raise forms.ValidationError(f"{found.reference} is on this scorecard already")
        return found


class GroupForm(forms.Form):
    """A new group."""

    name = forms.CharField(
        label="New group",
        max_length=100,
        help_text="Such as Workforce.",
        error_messages={"required": "Enter the group's name"},
    )

    def __init__(self, *args: Any, layout: Layout, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "group_%s", **kwargs})
        self.layout = layout

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if any(section.name.casefold() == name.casefold() for section in self.layout):
            raise forms.ValidationError(f"There is a group {name} already. Enter another name")
        return name
