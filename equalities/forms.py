"""Writing an equality objective, and choosing which the register shows."""

from typing import Any

from django import forms
from django.http import QueryDict

from council.models import Directorate
from equalities.choices import Facing
from equalities.models import EqualityArea, EqualityObjective

SUPPORTS = [
    ("strategy", "The council's Equality Strategy"),
    ("cmt", "CMT's equality objective for this area"),
]
COUNTER_LOST = "This page has lost its place. Open it again, and paste in what you wrote."


class AreaChoice(forms.ModelChoiceField):
    """The five areas of performance, each with the objective that CMT agreed for it."""

    def label_from_instance(self, area: Any) -> str:
        return f"{area.name}: {area.council_objective[:1].lower()}{area.council_objective[1:]}"


class EqualityObjectiveForm(forms.Form):
    """``EqualityObjectiveForm(data, objective=objective)`` to change one, with its counter; without, to add one.

    ``cleaned_data`` is what ``transitions.add_objective`` and ``edit_objective`` take. An objective that supports
    neither the strategy nor CMT's objective is saved: the plan's health check speaks of it.
    """

    area = AreaChoice(
        label="Area of performance",
        queryset=EqualityArea.objects.all(),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text="With CMT's objective for each.",
        error_messages={"required": "Choose the area of performance that the objective comes under."},
    )
    text = forms.CharField(
        label="Equality objective",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What will be different, and for whom.",
        max_length=2000,
        error_messages={"required": "Enter the equality objective."},
    )
    supports = forms.MultipleChoiceField(
        label="What it supports",
        choices=SUPPORTS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="One or both.",
    )
    facing = forms.ChoiceField(
        label="Whom it faces", choices=Facing.choices, widget=forms.RadioSelect, initial=Facing.OUTWARD
    )
    duty = forms.CharField(
        label="How it supports the Public Sector Equality Duty",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ending discrimination, making opportunity more equal, or fostering good relations.",
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, objective: EqualityObjective | None = None, **kwargs: Any) -> None:
        if objective is not None:
            kwargs["initial"] = {**self.initial_for(objective), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if objective is not None:
            lost = {"required": COUNTER_LOST, "invalid": COUNTER_LOST, "max_value": COUNTER_LOST}
            self.fields["counter"] = forms.IntegerField(
                widget=forms.HiddenInput, max_value=2**31 - 1, error_messages=lost
            )

    @staticmethod
    def initial_for(objective: EqualityObjective) -> dict[str, Any]:
        """What the form shows of an objective when it is opened."""
        supports = [("strategy", objective.supports_strategy), ("cmt", objective.supports_cmt)]
        return {
            "area": objective.area_id,
            "text": objective.text,
            "supports": [name for name, so in supports if so],
            "facing": objective.facing,
            "duty": objective.duty,
            "counter": objective.counter,
        }


class FilterForm(forms.Form):
    """The filter in the register's address; a directorate that does not exist is left out rather than refused."""

    directorate = forms.ModelChoiceField(
        label="Directorate",
        queryset=Directorate.objects.all(),
        to_field_name="key",
        required=False,
        empty_label="All",
        # A long name makes the list wider than a small screen; this lets it shrink.
        widget=forms.Select(attrs={"class": "govuk-!-width-full"}),
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.is_valid()

    @property
    def chosen(self) -> Directorate | None:
        """The directorate that the page is narrowed to."""
        found: Directorate | None = self.cleaned_data.get("directorate")
        return found
