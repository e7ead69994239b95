"""Form fields that every room's forms may have."""

from typing import Any

from django import forms

NO_COUNTER = -1


class CounterField(forms.Field):
    """The counter that a form was read at. One that was lost fits nothing, so that the save is stale and loses no words."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False, initial=0)

    def to_python(self, value: Any) -> int:
        text = str(value)
        return int(text) if text.isdecimal() and len(text) < 10 else NO_COUNTER
