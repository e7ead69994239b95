"""Adding an indicator to the register: what a plan holder needs to say of it; officers fill in the rest."""

from typing import Any

from django import forms
from django.db import transaction

from common.ledger import record
from common.verdict import Conflict
from council.models import Post, ServiceArea, User
from council.permissions import authority
from performance.choices import Frequency, Group, Polarity, Unit
from performance.models import Indicator
from performance.models.indicator import reference_key
from performance.standing.state import refresh


class NewIndicatorForm(forms.Form):
    """``cleaned_data`` is what ``add_indicator`` takes."""

    reference = forms.CharField(
        label="Reference", max_length=40, help_text="Short and new, like CSC12.",
        error_messages={"required": "Enter a reference, like CSC12"},
    )  # fmt: skip
    name = forms.CharField(
        label="Indicator",
        max_length=300,
        help_text="What is measured, in a few words.",
        error_messages={"required": "Enter what is measured"},
    )
    definition = forms.CharField(
        label="Definition", widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False
    )
    unit = forms.ChoiceField(label="Unit", choices=Unit.choices)
    polarity = forms.ChoiceField(
        label="Polarity", choices=Polarity.choices, widget=forms.RadioSelect, initial="up-is-good"
    )
    frequency = forms.ChoiceField(label="How often it is collected", choices=Frequency.choices, initial="quarterly")
    group = forms.ChoiceField(label="Group", choices=Group.choices)
    owner = forms.CharField(
        label="Responsible officer",
        max_length=200,
        required=False,
        help_text="The title of a post. Other words are kept, and marked as nobody's post.",
        widget=forms.TextInput(attrs={"list": "posts", "autocomplete": "off"}),
    )
    measures_quality = forms.BooleanField(label="It measures quality, not only quantity", required=False)

    def clean_reference(self) -> str:
        reference = " ".join(self.cleaned_data["reference"].split())
        taken = Indicator.objects.filter(reference_key=reference_key(reference)).first()
        if taken:
            raise forms.ValidationError(
                f"The register already has {taken}. Choose it there, or enter another reference."
            )
        return reference


@transaction.atomic
def add_indicator(service: ServiceArea, data: dict[str, Any], by: User) -> Indicator:
    """Put a new indicator of a service on the register. Conflict where the reference has been taken meanwhile."""
    said = dict(data)
    words = str(said.pop("owner", "") or "").strip()
    post = Post.objects.titled(words) if words else None
    if Indicator.objects.filter(reference_key=reference_key(said["reference"])).exists():
        raise Conflict(f"The register already has an indicator {said['reference']}.")
    indicator = Indicator.objects.create(
        **said, owner_post=post, owner_text="" if post else words, service=service, directorate=service.directorate
    )
    refresh([indicator.pk])
    held = authority(by).main_post
    record(
        "indicator.added", f"indicator {indicator.reference}", actor_id=by.pk, post=held.title if held else "", after=data
    )  # fmt: skip
    return indicator
