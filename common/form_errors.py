"""What is wrong with a field of a form. Django's own sentences give way to ones that name the field and say what to do."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField


def sentences(bound: BoundField) -> list[str]:
    """The errors of a bound field, as the person reads them."""
    return [line for error in bound.errors.as_data() for line in _sentences(bound, error)]


def _sentences(bound: BoundField, error: ValidationError) -> list[str]:
    if _own_words(bound.field, error.code):
        return [str(message) for message in error.messages]
    limits, label = error.params or {}, f"“{bound.label}”"
    if error.code == "required":
        choice = isinstance(bound.field, forms.ChoiceField)
        return [f"Choose one of the options for {label}" if choice else f"Fill in {label}"]
    if error.code == "invalid_choice":
        return [f"Choose one of the options for {label}"]
    if error.code == "max_length":
        return [f"{label} may have at most {limits['limit_value']:,} characters: it has {limits['show_value']:,}"]
    if error.code == "null_characters_not_allowed":
        return [f"{label} has a character that cannot be kept: type the words again"]
    return [str(message) for message in error.messages]


def _own_words(field: forms.Field, code: str | None) -> bool:
    """Whether the form gave the field a sentence of its own for this error."""
    defaults: dict[str, object] = {}
    for kind in reversed(type(field).__mro__):
        defaults.update(getattr(kind, "default_error_messages", {}))
    return code in field.error_messages and field.error_messages[code] != defaults.get(code)
