"""Forms of performance clinics."""

from typing import Any

from django import forms

from common.form_fields import CounterField
from council.forms import DATE_HINT, DayField
from council.models import Post
from performance.models import Indicator
from performance.models.indicator import reference_key
from reporting.choices import QUESTIONS, ClinicOutcome
from reporting.forms.fields import written
from reporting.models import Clinic
from reporting.transitions import ClinicFacts
from serviceplans.models import Action


class ClinicForm(forms.Form):
    about = forms.CharField(
        label="Indicator or action",
        max_length=40,
        help_text="Its reference, like BPI108 or CSS001.",
        error_messages={"required": "Enter the reference of an indicator or an action"},
    )
    why = forms.CharField(
        label="Why is a clinic called?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": "Say why a clinic is called: its pack begins with it"},
    )
    date = DayField(label="Day", help_text=DATE_HINT, error_messages={"required": "Enter the day of the clinic"})
    chair = forms.ModelChoiceField(
        label="Chair", queryset=Post.objects.all(), empty_label="Not settled yet", required=False
    )
    attendees = forms.CharField(
        label="Who is asked (optional)",
        help_text="The Head of Service, operational staff, experts, partners, and a lead from the Business Intelligence Hub.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_about(self) -> Indicator | Action:
        words = str(self.cleaned_data["about"]).strip()
        key = reference_key(words)
        found: Indicator | Action | None = (
            Indicator.objects.visible_to(self.user).filter(reference_key=key).first()
            or Action.objects.visible_to(self.user).filter(reference__iexact=words).first()
        )
        if found is None:
            raise forms.ValidationError(
                f"There is no indicator or action {words}. Look its reference up in the register."
            )
        return found

    def facts(self) -> ClinicFacts:
        said = dict(self.cleaned_data)
        about = said.pop("about")
        return ClinicFacts(**said, **{"indicator" if isinstance(about, Indicator) else "action": about})


class HoldForm(forms.Form):
    """What a clinic found: the seven questions of York's framework, and what it leads to."""

    outcomes = forms.MultipleChoiceField(
        label="What does it lead to?",
        choices=ClinicOutcome.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what the clinic leads to"},
    )
    conclusion = forms.CharField(
        label="Conclusion",
        help_text="What will be done, by whom, and how it will be watched.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=8000,
        error_messages={"required": "Write down what the clinic concluded"},
    )
    counter = CounterField()

    def __init__(self, clinic: Clinic, *args: Any, **kwargs: Any) -> None:
        initial = {"outcomes": clinic.outcomes, "conclusion": clinic.conclusion, "counter": clinic.counter}
        super().__init__(*args, **{"initial": initial, **kwargs})
        answers = [*clinic.answers, *[""] * len(QUESTIONS)]
        asked = {
            f"answer_{number}": forms.CharField(
                label=question,
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=2000,
                required=False,
                initial=answers[number],
            )
            for number, question in enumerate(QUESTIONS)
        }
        self.fields = {**asked, **self.fields}

    @property
    def answers(self) -> list[str]:
        return [self.cleaned_data[f"answer_{number}"] for number in range(len(QUESTIONS))]


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="Why is it called off?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": "Say why the clinic is called off"},
    )
    counter = CounterField()


def clinic_initial(about: str, day: Any = None) -> dict[str, str]:
    """What a link to the form fills in beforehand."""
    return {"about": about, "date": written(day)}
