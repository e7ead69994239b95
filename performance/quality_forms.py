"""Forms of data quality: a judgement, a finding, its answer, and what the council's table is narrowed to."""

from typing import Any

from django import forms

from common.today import today
from council.forms import DATE_HINT, DayField
from council.models import Directorate
from performance.choices import Grade
from performance.models import DataQualityAssessment

SHOWN = [
    ("", "All"), ("poor", "Poor by any principle"), ("fair", "Fair by any principle"),
    ("not-assessed", "Not assessed by any principle"), ("findings", "With a finding to answer"),
]  # fmt: skip


class QualityFilterForm(forms.Form):
    """What the council's table is narrowed to. What cannot be read is as if it had not been asked."""

    directorate = forms.ChoiceField(label="Directorate", required=False)
    show = forms.ChoiceField(label="Indicators", required=False, choices=SHOWN)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(unit.code, unit.name) for unit in Directorate.objects.all()]
        self.fields["directorate"].choices = [("", "All"), *names]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        """The filters in use, by name."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


class AssessForm(forms.Form):
    """One principle judged. ``stored`` is the judgement that stands."""

    grade = forms.ChoiceField(
        label="Grade",
        choices=Grade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a grade"},
    )
    evidence = forms.CharField(
        label="Evidence",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What was looked at, when, and what it showed.",
    )
    counter = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, stored: DataQualityAssessment | None, **kwargs: Any) -> None:
        said = {"grade": stored.grade, "evidence": stored.evidence, "counter": stored.counter} if stored else {}
        kwargs.setdefault("initial", said or {"counter": 0})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        graded = data.get("grade") not in (None, Grade.NOT_ASSESSED.value)
        if graded and not data.get("evidence", "").strip() and "evidence" not in self.errors:
            self.add_error("evidence", "Say what the grade rests on")
        return data


class FindingForm(forms.Form):
    """What an audit found, and by when it wants an answer."""

    text = forms.CharField(
        label="What was found",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say what was found"},
    )
    answer_due = DayField(
        label="Answer due by", help_text=DATE_HINT, error_messages={"required": "Enter the day that the answer is due"}
    )

    def clean_answer_due(self) -> Any:
        due = self.cleaned_data["answer_due"]
        if due < today():
            raise forms.ValidationError("Enter a day that has not passed")
        return due


class AnswerForm(forms.Form):
    """The answer to a finding; once given it stays."""

    answer = forms.CharField(
        label="Answer",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What is being done about it, by whom and by when.",
        error_messages={"required": "Write the answer to the finding"},
    )
