"""Forms with which officers build scorecards."""

import re
from typing import Any

from django import forms

from council.models import Directorate, Portfolio
from performance.choices import GroupingStyle, ScorecardKind
from performance.models import Indicator, Scorecard
from performance.models.indicator import reference_key
from performance.rules.layout import Layout, members
from performance.transitions import Details

MOST_ERRORS = 10


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


class ReferencesForm(forms.Form):
    """Indicators by their references, into one of the groups."""

    references = forms.CharField(
        label="References",
        max_length=4000,
        help_text="One or many, like CSC07, CSC08, with commas or line breaks between them.",
        error_messages={"required": "Enter the reference of an indicator, like CSC07"},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    group = forms.ChoiceField(label="Group")

    def __init__(self, *args: Any, layout: Layout, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "add_%s", **kwargs})
        self.layout = layout
        self.fields["group"].choices = group_choices(layout)  # type: ignore[attr-defined]

    def clean_references(self) -> list[Indicator]:
        """The indicators, in the order in which they were typed; an error for each that cannot be added."""
        typed = [" ".join(one.split()) for one in re.split(r"[,;\n\t]", self.cleaned_data["references"]) if one.strip()]
        keys = {reference_key(one): one for one in typed}
        found = {one.reference_key: one for one in Indicator.objects.filter(reference_key__in=keys)}
        here, wrong = set(members(self.layout)), []
        for key, one in keys.items():
            indicator = found.get(key)
            if indicator is None:
                wrong.append(f"There is no indicator {one}. Enter the reference of one in the register")
            elif indicator.retired:
                wrong.append(f"{indicator.reference} is retired. Choose an indicator that is still measured")
            elif indicator.pk in here:
                wrong.append(f"{indicator.reference} is on this scorecard already. Leave it out")
        if wrong:
            raise forms.ValidationError(wrong[:MOST_ERRORS])
        return [found[key] for key in keys]


class GroupForm(forms.Form):
    """A new group, or another name for the group ``named``."""

    name = forms.CharField(
        label="New group",
        max_length=100,
        help_text="Such as Workforce.",
        error_messages={"required": "Enter the group's name"},
    )

    def __init__(self, *args: Any, layout: Layout, named: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "group_%s", **kwargs})
        self.layout, self.named = layout, named

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        others = {section.name.casefold() for section in self.layout if section.name != self.named}
        if name.casefold() in others:
            raise forms.ValidationError(f"There is a group {name} already. Enter another name")
        return name


def group_choices(layout: Layout) -> list[tuple[str, str]]:
    return [(section.name, section.name) for section in layout]
