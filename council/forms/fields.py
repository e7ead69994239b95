"""Fields that several rooms' forms have."""

from datetime import date
from typing import Any

from django import forms

from common.values.dates import parse_date
from common.values.errors import Unreadable
from council.models import Post, User

DATE_HINT = "Like 31 October 2019 or 31/10/2019."


class DayField(forms.CharField):
    """A date as officers write it, day first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, **kwargs)
        self.width = 20

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_date(text)
        except Unreadable as error:
            raise forms.ValidationError(error.sentence) from error


class PostField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Post) -> str:
        return obj.title


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name} ({obj.email})"
