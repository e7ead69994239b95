"""How somebody wants to hear of each kind of thing."""

from typing import Any

from django import forms

from council.choices import Delivery, NoticeKind
from council.models import User


class DeliveryForm(forms.Form):
    """One question for each kind of notification."""

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = dict(person.notice_choices.values_list("kind", "delivery"))
        for kind in NoticeKind:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label,
                choices=Delivery.choices,
                initial=chosen.get(kind.value, Delivery.IMMEDIATE),
                widget=forms.RadioSelect,
                error_messages={
                    "required": f"Choose how you are told of this: {kind.label}.",
                    "invalid_choice": f"Choose one of the ways to be told of this: {kind.label}.",
                },
            )
