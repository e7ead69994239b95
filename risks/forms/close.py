"""Closing a risk: the reason stays on the register."""

from django import forms

from risks.forms.fields import counter_field


class CloseForm(forms.Form):
    counter = counter_field()
    reason = forms.CharField(
        label="Why is it closed?",
        help_text="For example: the work that it threatened is done. The register keeps the risk with this reason.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "Say why the risk is closed: the reason stays on the register."},
    )
