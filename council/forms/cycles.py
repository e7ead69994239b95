"""The dated steps of a planning cycle: each standard one with its day, and a council's own."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from common.form_fields import CounterField
from common.values.years import format_date
from council.choices import CycleStage
from council.forms.fields import DayField
from council.rules import Step, step_faults

OWN_ROWS = 2
NO_DAY = "Enter the day, or clear the name"
NO_NAME = "Enter a name for this step, or clear its day"


class CycleStepForm(forms.Form):
    """One step. A standard one may be left without a day: it is then no part of this cycle."""

    stage = forms.ChoiceField(choices=[("", ""), *CycleStage.choices], required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="Step", max_length=200, required=False)
    date = DayField(label="Day", required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("stage") and bool(said.get("name")) != bool(said.get("date")) and not self.errors:
            field, sentence = ("date", NO_DAY) if said.get("name") else ("name", NO_NAME)
            self.add_error(field, sentence)
        return said

    @property
    def step(self) -> Step | None:
        """The step, where the row has a day."""
        said = self.cleaned_data
        if not said.get("date"):
            return None
        stage = said.get("stage", "")
        return Step(stage, said["name"].strip() or str(CycleStage(stage).label), said["date"])


class BaseStepFormSet(forms.BaseFormSet):
    """The whole calendar. ``starts`` and ``ends`` are the cycle's, to hold its days against."""

    def __init__(self, *args: Any, starts: date, ends: date, **kwargs: Any) -> None:
        self.starts, self.ends = starts, ends
        super().__init__(*args, **kwargs)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Every row is read, also one that was left as the page had it."""
        return {**super().get_form_kwargs(index), "empty_permitted": False}

    def clean(self) -> None:
        """Each stage once, and each step in its place; what is wrong is said at the day that should move."""
        if any(self.errors):
            return
        rows = [(form, form.step) for form in self.forms if form.step]
        stages = [step.stage for _, step in rows if step.stage]
        if len(stages) != len(set(stages)):
            raise forms.ValidationError("A step stands twice in this list. Open the page again, and change it there.")
        for fault in step_faults([step for _, step in rows], self.starts, self.ends):
            rows[fault.place][0].add_error("date", fault.sentence)

    @property
    def steps(self) -> list[Step]:
        return [form.step for form in self.forms if form.step]


StepFormSet: Any = forms.formset_factory(CycleStepForm, formset=BaseStepFormSet, extra=0, max_num=40, absolute_max=60)


class CounterForm(forms.Form):
    counter = CounterField()


def step_rows(steps: Sequence[Step]) -> list[dict[str, str]]:
    """The formset's rows: the steps there are, standard ones that have no day, and empty rows for a council's own."""
    rows = [{"stage": step.stage, "name": step.name, "date": format_date(step.date)} for step in steps]
    known = {step.stage for step in steps}
    rows += [{"stage": stage.value, "name": str(stage.label), "date": ""} for stage in CycleStage if stage not in known]
    return rows + [{"stage": "", "name": "", "date": ""}] * OWN_ROWS
