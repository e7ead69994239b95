"""Fields that forms of meetings and clinics share."""

from typing import Any

from django import forms

from council.models import Post


def clock_field(**kwargs: Any) -> forms.TimeField:
    """A time of day, as people write it: 14:00, 14.00 or 1400."""
    field = forms.TimeField(
        label="Time",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "text", "inputmode": "numeric"}),
        error_messages={"invalid": "Enter a time like 14:00"},
        **kwargs,
    )
    field.width = 5  # type: ignore[attr-defined]
    return field


class PostWordsField(forms.CharField):
    """A post by its title, offered from the page's list; other words are kept as words. Cleans to a Post or the words."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"list": "posts", "autocomplete": "off"})
        super().__init__(max_length=200, widget=widget, **kwargs)

    def clean(self, value: Any) -> Post | str:
        words = str(super().clean(value) or "").strip()
        return (Post.objects.titled(words) if words else None) or words


def written(day: Any) -> str:
    """A day as a person types it; empty for none."""
    return f"{day.day} {day:%B %Y}" if day else ""
