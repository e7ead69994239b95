"""Forms of data quality: a judgement, a finding, its answer, and what the council's table is narrowed to."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from common.today import today
from council.forms import DATE_HINT, DayField
from council.models import Directorate
from performance.choices import Grade, Principle
from performance.models import DataQualityAssessment
from performance.transitions import Judgement

SHOWN = [
    *(("", "All"), ("poor", "Poor by any principle"), ("fair", "Fair by any principle")),
    *(("not-assessed", "Not yet assessed by all six"), ("old", "Judged more than a year ago")),
    ("findings", "With a finding to answer"),
]
FINDINGS_SHOWN = [
    *(("", "All"), ("waiting", "To answer"), ("overdue", "Past the day"), ("answered", "Answered")),
    ("mine", "On indicators of my posts"),
]


class _FilterForm(forms.Form):
    """What a list is narrowed to. What cannot be read is as if it had not been asked."""

    q = forms.CharField(label="Search", required=False, max_length=100)
    directorate = forms.ChoiceField(label="Directorate", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(unit.code, unit.name) for unit in Directorate.objects.all()]
        self.fields["directorate"].choices = [("", "All"), *names]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        """The filters in use, by name."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


class QualityFilterForm(_FilterForm):
    """What the council's table of data quality is narrowed to."""

    show = forms.ChoiceField(label="Indicators", required=False, choices=SHOWN)


class FindingFilterForm(_FilterForm):
    """What the list of audit findings is narrowed to."""

    show = forms.ChoiceField(label="Findings", required=False, choices=FINDINGS_SHOWN)


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
        graded = data.get("grade") not in (None, "", Grade.NOT_ASSESSED.value)
        if graded and not data.get("evidence", "").strip() and "evidence" not in self.errors:
            self.add_error("evidence", "Say what the grade rests on")
        return data


class AllForm:
    """The six principles on one page, each a form of its own. What is left as it was read is not judged anew.

    ``history``: every judgement of the indicator, the latest first.
    """

    def __init__(self, data: Any, *, history: Iterable[DataQualityAssessment]) -> None:
        self.bound, self.read = data is not None, {(one.principle, one.counter): one for one in history}
        self.stored = {key: self.read[key, counter] for key, counter in sorted(self.read)}
        keys = Principle.values
        self.forms = {key: _One(data, stored=self.stored.get(key), prefix=key) for key in keys}

    @property
    def parts(self) -> list[tuple[Principle, "_One"]]:
        return [(Principle(key), form) for key, form in self.forms.items()]

    @property
    def errors(self) -> bool:
        return self.bound and any(form.errors for form in self.forms.values())

    def is_valid(self) -> bool:
        return not self.errors

    @property
    def judgements(self) -> dict[str, Judgement]:
        """What is judged anew, by principle."""
        return {key: Judgement(**form.cleaned_data) for key, form in self.forms.items() if self._judged(key, form)}

    def _judged(self, key: str, form: "_One") -> bool:
        """Whether it says something else than what was read, and than what is stored by now, as after a second click."""
        known = (self.read.get((key, form.cleaned_data["counter"])), self.stored.get(key))
        before = [(one.grade, one.evidence) if one else (Grade.NOT_ASSESSED.value, "") for one in known]
        return bool(form.said[0]) and form.said not in before

    def both(self) -> list[tuple[str, str, str]]:
        """What was written beside what somebody else wrote meanwhile."""
        found = []
        for one, form in self.parts:
            now, (grade, evidence) = self.stored.get(one.value), form.said
            if now is not None and now.counter != form.cleaned_data["counter"] and self._judged(one.value, form):
                mine = f"{Grade(grade).label}. {evidence}"
                found.append((str(one.label), mine, f"{now.get_grade_display()}. {now.evidence}"))
        return found

    def reopened(self, data: QueryDict) -> "AllForm":
        """The same words at the counters that are stored now; what was left alone is shown as it is now."""
        typed = data.copy()
        for key, form in self.forms.items():
            now = self.stored.get(key)
            if now is not None:
                typed[f"{key}-counter"] = str(now.counter)
                if not self._judged(key, form):
                    typed[f"{key}-grade"], typed[f"{key}-evidence"] = now.grade, now.evidence
        return AllForm(typed, history=self.read.values())


class _One(AssessForm):
    """One of the six, which may be left alone."""

    def __init__(self, data: Any, *, stored: DataQualityAssessment | None, prefix: str) -> None:
        super().__init__(data, stored=stored, prefix=prefix)
        self.fields["grade"].required = False
        self.fields["evidence"].widget.attrs["rows"] = 2

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("evidence", "").strip() and not data.get("grade") and "grade" not in self.errors:
            self.add_error("grade", "Choose the grade that this is evidence for")
        return data

    @property
    def said(self) -> tuple[str, str]:
        return self.cleaned_data.get("grade", ""), self.cleaned_data.get("evidence", "").strip()


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
