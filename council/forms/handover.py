"""Which post hands over, and which takes over."""

from typing import Any

from django import forms

from council.forms.fields import PostField
from council.models import Post


class HandOverForm(forms.Form):
    from_post = PostField(
        label="Post that hands over",
        queryset=Post.objects.none(),
        empty_label="Choose a post",
        error_messages={"required": "Choose the post that hands over"},
    )
    to_post = PostField(
        label="Post that takes over",
        queryset=Post.objects.none(),
        empty_label="Choose a post",
        error_messages={"required": "Choose the post that takes over"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from_post", "to_post"):
            self.fields[name].queryset = Post.objects.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("from_post") and said.get("from_post") == said.get("to_post"):
            self.add_error("to_post", "Choose another post than the one that hands over")
        return said
