"""A form that asks for a change: tried once, and given back with what was typed and why where it did not happen."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.forms import Form

from common.verdict import Refused, Stale

T = TypeVar("T")


def attempt(form: Form, change: Callable[[dict[str, Any]], T]) -> tuple[T | None, int]:
    """What ``change`` made of the form's cleaned data; else None, with the status to give the form back with.

    A refusal stands above the form. After a stale save the form has the new counter, so that a second press saves over
    what somebody else wrote, knowingly.
    """
    if not form.is_bound:
        return None, 200
    if not form.is_valid():
        return None, 422
    try:
        return change(form.cleaned_data), 200
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        if isinstance(refusal, Stale):
            posted = form.data.copy()  # type: ignore[attr-defined]
            posted["counter"] = str(refusal.counter)
            form.data = posted
        return None, refusal.status
