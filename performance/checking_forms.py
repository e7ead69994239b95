"""What the page of results to check posts: which results were seen at which counter, and why one is sent back."""

from django import forms
from django.http import QueryDict

MOST_SEEN = 200


class SendBackForm(forms.Form):
    """Why a result goes back to its owner."""

    reason = forms.CharField(
        label="What should its owner look at?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It is sent to them by e-mail and shown where they enter the result.",
        error_messages={"required": "Say why the result is sent back: its owner reads it"},
    )
    counter = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def seen_in(post: QueryDict) -> tuple[dict[int, int], set[int]]:
    """The results to verify with the counter of each, and those that stay provisional.

    Those whose button was pressed, or all that were shown. What is no number is as if it had not been posted.
    """
    seen = {}
    for pair in post.getlist("seen")[:MOST_SEEN]:
        pk, _, counter = pair.partition(":")
        if _is_number(pk) and _is_number(counter):
            seen[int(pk)] = int(counter)
    only = post.get("only", "")
    if only:
        seen = {pk: counter for pk, counter in seen.items() if str(pk) == only}
    return seen, {int(pk) for pk in post.getlist("provisional") if _is_number(pk)}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 15
