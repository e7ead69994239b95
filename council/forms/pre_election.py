"""Forms of the days before an election on which publishing is held, and of what is published all the same."""

from django import forms

from council.forms.fields import DATE_HINT, DayField


class PreElectionForm(forms.Form):
    name = forms.CharField(
        label="Which election",
        help_text="Such as Local elections, 2 May 2019. It is named wherever publishing is held.",
        max_length=100,
        error_messages={"required": "Say which election it is"},
    )
    starts = DayField(label="First day", help_text=DATE_HINT, error_messages={"required": "Enter the first day"})
    ends = DayField(
        label="Last day",
        help_text="Usually the day of the election.",
        error_messages={"required": "Enter the last day"},
    )


class UrgentForm(forms.Form):
    """Why something is published in a pre-election period all the same."""

    urgent = forms.CharField(
        label="Why it cannot wait",
        help_text="Your reason is kept in the audit trail, with your name and post.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": "Say why it cannot wait until the period is over"},
    )
