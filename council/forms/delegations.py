"""Lending a post's sign-off of plans to another post or to a person."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from common.today import today
from common.values.years import format_date
from council.forms.fields import DATE_HINT, DayField, PersonField, PostField
from council.models import Post, User


class DelegationForm(forms.Form):
    post = PostField(
        label="Whose sign-off",
        queryset=Post.objects.none(),
        empty_label="Choose a post",
        error_messages={"required": "Choose the post whose sign-off is lent"},
    )
    to_post = PostField(
        label="To the holder of a post",
        help_text="Whoever holds it, or deputises for it, on each day.",
        queryset=Post.objects.none(),
        empty_label="Not to a post",
        required=False,
    )
    to_person = PersonField(
        label="Or to a person",
        queryset=User.objects.none(),
        empty_label="Not to a person",
        required=False,
    )
    starts = DayField(label="First day", help_text=DATE_HINT, error_messages={"required": "Enter the first day"})
    ends = DayField(label="Last day", help_text=DATE_HINT, error_messages={"required": "Enter the last day"})
    reason = forms.CharField(
        label="Why",
        help_text="Such as leave between two dates, or a decision of the council. It is kept with the delegation.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": "Say why the sign-off is lent"},
    )

    def __init__(self, posts: QuerySet[Post], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]
        self.fields["to_post"].queryset = Post.objects.all()  # type: ignore[attr-defined]
        self.fields["to_person"].queryset = User.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["starts"].initial = format_date(today())

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        post, person = said.pop("to_post", None), said.pop("to_person", None)
        if bool(post) == bool(person) and not {"to_post", "to_person"} & set(self.errors):
            self.add_error("to_post", "Choose a post or a person" + (", not both" if post else ""))
        return {**said, "to": post or person}
