"""Which services an action affects, and what one of them says to it."""

import re
from typing import Any

from django import forms

from council.models import ServiceArea
from serviceplans.models import Action


class ServicesForm(forms.Form):
    """``seen`` comes back with what was named when the page was read."""

    services = forms.TypedMultipleChoiceField(
        label="Other services affected",
        help_text="Each is told, sees the action on its plan’s page, and is asked to acknowledge it.",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def __init__(self, action: Action, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = ServiceArea.objects.exclude(pk=action.service_id).select_related("directorate")
        named = set(action.affected.values_list("service", flat=True))
        rows = others.order_by("directorate__name", "name")
        self.others = [row for row in rows if row.ends is None or row.pk in named]
        self.fields["services"].choices = [  # type: ignore[attr-defined]
            (row.pk, f"{row.name} ({row.directorate.name})") for row in self.others
        ]

    def tick_those_named_in(self, words: str) -> None:
        """Tick each service whose name stands in the words, and say so."""
        field = self.fields["services"]
        found = [row.pk for row in self.others if re.search(rf"\b{re.escape(row.name)}\b", words, re.IGNORECASE)]
        self.initial["services"] = found
        if found:
            field.help_text = f"{field.help_text} Ticked already: what the plan says, “{words}”. Nothing is saved yet."

    def clean_seen(self) -> list[int]:
        return [int(part) for part in self.cleaned_data["seen"].split(",") if part.isdecimal() and len(part) < 18]


class AcknowledgeForm(forms.Form):
    comment = forms.CharField(
        label="Comment (optional)",
        help_text="What it means for your service, or what you need from them. They are told.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )
