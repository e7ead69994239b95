"""Forms for table 4.1: objectives, actions, milestones, and quarterly updates."""

from typing import Any

from django import forms

from common.values.due import Due
from council.models import Theme
from performance.models import Indicator
from serviceplans.choices import INTERNAL, ActionStatus, Ground, PriorityLevel, ProjectType
from serviceplans.forms.fields import CounterField
from serviceplans.forms.parts import field_of
from serviceplans.gathering import parts_of_template
from serviceplans.models import ActionVersion, PlanVersion
from serviceplans.parts.actions import ActionsPart
from serviceplans.transitions import ActionData, MilestoneData, action_data

LONGEST_NAME = 300


class CounterForm(forms.Form):
    """A form that posts the counter that its row was read at."""

    counter = CounterField()


def theme_choices() -> list[tuple[int, str]]:
    return [(theme.pk, str(theme)) for theme in Theme.objects.all()]


class ThemesField(forms.TypedMultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Council plan themes")
        super().__init__(
            coerce=int, choices=theme_choices, widget=forms.CheckboxSelectMultiple, required=False, **kwargs
        )


# The fields of the form that a column of the table stands for, where it is not the one of its name.
FIELDS_OF = {"officers": ("lead", "others")}
SHOWN_OR_NOT = ("themes", "grounds", "project_types", "priority_level", "completed_by", "officers", "resources")
LATER = ("outcomes", "indicators")


def own_fields(form: forms.Form, columns: list[dict[str, Any]], said: dict[str, str]) -> None:
    """Add a field for each of the template's own columns, holding what is said in it."""
    for column in columns:
        field = field_of(column)
        form.fields[f"extra_{column['key']}"] = field
        field.initial = said.get(column["key"], "")


def own_said(form: forms.Form) -> dict[str, str]:
    """What was written in the template's own columns, by column."""
    return {
        name.removeprefix("extra_"): value for name, value in form.cleaned_data.items() if name.startswith("extra_")
    }


class ObjectiveForm(CounterForm):
    text = forms.CharField(
        label="Service objective",
        help_text="What the service will achieve. Actions are listed under it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "Enter the service objective"},
    )
    themes = ThemesField()

    def __init__(self, *args: Any, kind: ActionsPart | None = None, said: dict[str, str] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if kind is None:
            return
        word = kind.objective_word
        self.fields["text"].label = word
        self.fields["text"].error_messages["required"] = f"Enter the {word[:1].lower()}{word[1:]}"
        own_fields(self, [c for c in kind.objective_columns if c["key"] != "themes"], said or {})


class ActionForm(CounterForm):
    """An action. Only its words are required here; what York requires is the health check's to say."""

    objective = forms.TypedChoiceField(label="Service objective", coerce=int)
    text = forms.CharField(
        label="Action",
        help_text="What will be done, in words that a resident would understand.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": "Enter what will be done"},
    )
    themes = ThemesField()
    grounds = forms.MultipleChoiceField(
        label="Why it belongs in the plan", choices=Ground.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    project_types = forms.MultipleChoiceField(
        label="Project type",
        help_text="More than one may apply.",
        choices=ProjectType.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    priority_level = forms.ChoiceField(
        label="Priority level", choices=PriorityLevel.choices, widget=forms.RadioSelect, required=False
    )
    completed_by = forms.CharField(
        label="Completed by",
        help_text="A date like 31 October 2019, or words like “Ongoing up to March 2020”.",
        max_length=200,
        required=False,
    )
    lead = forms.CharField(
        label="Accountable officer",
        help_text="The post that leads, as the council's structure names it. Other words are kept, and flagged.",
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"list": "posts", "autocomplete": "off"}),
    )
    others = forms.CharField(
        label="Other accountable officers",
        help_text="One on each line.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )
    resources = forms.CharField(
        label="Resources", widget=forms.Textarea(attrs={"rows": 2}), max_length=4000, required=False
    )
    outcomes = forms.CharField(
        label="Outcomes",
        help_text="What will be different, and for whom.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )
    indicators = forms.CharField(
        label="Measured by",
        help_text="References of indicators, with a comma between them, like BPI108, CSC02.",
        max_length=500,
        required=False,
    )

    def __init__(
        self, version: PlanVersion, *args: Any, kind: ActionsPart, row: ActionVersion | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.row = kind, row
        tables = [part.key for part in parts_of_template(version) if part.kind == "actions"]
        rows = version.objectives.of_part(kind.key, tables)
        self.objectives = {objective.pk: objective for objective in rows}
        choices = [(pk, objective.text[:120]) for pk, objective in self.objectives.items()]
        self.fields["objective"].choices = choices  # type: ignore[attr-defined]
        self._as_the_template_has_it()
        self._as_it_is_committed()
        say_how_read(self, "completed_by", version.plan.cycle.name)

    def _as_the_template_has_it(self) -> None:
        """Only the columns that the template shows, under the names that it gives them, and its own."""
        self.fields["objective"].label = self.kind.objective_word
        for key in ("text", *SHOWN_OR_NOT, *LATER):
            names, renamed = FIELDS_OF.get(key, (key,)), self.kind.renamed(key)
            for name in names if key != "text" and not self.kind.shows(key) else ():
                del self.fields[name]
            if renamed and names[0] in self.fields:
                self.fields[names[0]].label = renamed
        own_fields(self, self.kind.own_columns, self.row.extra if self.row else {})

    def _as_it_is_committed(self) -> None:
        """What every service is committed to is shown and not asked; beside it stands what the service says itself."""
        if self.row and self.row.commitment:
            for name in ("objective", *self.row.commitment.fixed):
                if name in self.fields and name != "indicators":
                    del self.fields[name]
        if self.row and (self.row.commitment or self.row.own_words):
            self.fields["own_words"] = forms.CharField(
                label="In this service",
                help_text="Your own target, or what it means here. It stands beside the commitment in the plan.",
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=2000,
                required=False,
                initial=self.row.own_words,
            )

    def clean_others(self) -> list[str]:
        """Officers' names, one from each line."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["others"].splitlines() if line.strip()]
        too_long = next((line for line in lines if len(line) > LONGEST_NAME), "")
        if too_long:
            raise forms.ValidationError(
                f"Each officer may have at most {LONGEST_NAME} characters: put each on a line of their own."
            )
        return lines

    def clean_indicators(self) -> list[int]:
        """Ids of the indicators that were named; each must be in the register, and those of a commitment among them."""
        found = indicators_named(
            self.cleaned_data["indicators"], "Check the register of indicators, or add it in table 4.3."
        )
        committed = self.row.commitment.indicators.all() if self.row and self.row.commitment else []
        missing = next((indicator.reference for indicator in committed if indicator.pk not in found), "")
        if missing:
            raise forms.ValidationError(
                f"Every service is measured by {missing}: leave it in, and add your own beside it."
            )
        return found

    def data_for_save(self, milestones: list[MilestoneData]) -> ActionData:
        """What the form says; what the template does not show stays as it was, and a new action has its objective's themes."""
        said = self.cleaned_data
        kept = action_data(self.row) if self.row else self._new()
        if "lead" in said:
            kept.officers = [name for name in [" ".join(said["lead"].split()), *said["others"]] if name]
        for name in (
            "text",
            "themes",
            "project_types",
            "priority_level",
            "grounds",
            "completed_by",
            "resources",
            "own_words",
            *LATER,
        ):
            if name in said:
                setattr(kept, name, said[name])
        if self.kind.shows("milestones"):
            kept.milestones = milestones
        kept.extra = {**kept.extra, **own_said(self)}
        return kept

    def _new(self) -> ActionData:
        objective = self.objectives[self.cleaned_data["objective"]]
        return ActionData(text="", themes=sorted(objective.themes.values_list("pk", flat=True)))


def indicators_named(text: str, otherwise: str) -> list[int]:
    """Ids of the indicators that a text names by reference; ``otherwise`` ends the sentence about one that is not known."""
    named = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    found = {i.reference_key: i.pk for i in Indicator.objects.filter(reference_key__in=[_key(n) for n in named])}
    unknown = [name for name in named if _key(name) not in found]
    if unknown:
        raise forms.ValidationError(f"No indicator has the reference {unknown[0]}. {otherwise}")
    return [found[_key(name)] for name in named]


def say_how_read(form: forms.Form, name: str, year: str) -> None:
    """The hint of a date in words goes on to say which date is read from what stands there, or why none can be."""
    if name in form.fields:
        bound = form[name]
        note = Due.parse(str(bound.value() or ""), year=year).note
        bound.help_text = form.fields[name].help_text = f"{bound.help_text} {note}".strip()


def _key(reference: str) -> str:
    return "".join(reference.split()).casefold()


def action_initial(row: ActionVersion, data: ActionData) -> dict[str, Any]:
    """A saved action as the form's first values."""
    return {
        "counter": row.counter,
        "objective": row.objective_id,
        "text": data.text,
        "themes": data.themes,
        "grounds": data.grounds,
        "project_types": data.project_types,
        "priority_level": data.priority_level,
        "completed_by": data.completed_by,
        "lead": data.officers[0] if data.officers else "",
        "others": "\n".join(data.officers[1:]),
        "resources": data.resources,
        "outcomes": data.outcomes,
        "indicators": ", ".join(indicator.reference for indicator in row.indicators.all()),
    }


class MilestoneForm(forms.Form):
    pk = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=2**62)
    text = forms.CharField(
        label="Milestone or deliverable", widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False
    )
    due_words = forms.CharField(label="Due", help_text="A date or words.", max_length=200, required=False)
    owner = forms.CharField(label="Owner", max_length=300, required=False)
    done_on = forms.DateField(
        label="Done on",
        required=False,
        input_formats=["%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%d.%m.%Y", "%Y-%m-%d"],
        error_messages={"invalid": "Enter the date on which it was done, like 31 October 2019"},
    )

    def __init__(self, *args: Any, year: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].width = 10  # type: ignore[attr-defined]
        say_how_read(self, "due_words", year)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        rest = any(said.get(name) for name in ("due_words", "owner", "done_on"))
        if rest and not said.get("text") and not said.get("DELETE"):
            self.add_error("text", "Enter the milestone, or clear its date and owner")
        return said


class BaseMilestoneFormSet(forms.BaseFormSet):
    row_name = "Milestone"

    def call(self, name: str) -> None:
        """Name each row, and what is asked in it, in the template's word: "Step"."""
        self.row_name = name
        for form in self.forms if name != "Milestone" else []:
            form.fields["text"].label = name

    def rows(self) -> list[MilestoneData]:
        """The milestones that were kept, in order."""
        return [
            MilestoneData(said["text"], said["due_words"], said["owner"], said["done_on"], said["pk"])
            for form in self.forms
            if (said := form.cleaned_data) and said.get("text") and not said.get("DELETE")
        ]


MilestoneFormSet: Any = forms.formset_factory(
    MilestoneForm, formset=BaseMilestoneFormSet, extra=1, can_delete=True, max_num=60, absolute_max=80
)


class UpdateForm(CounterForm):
    status = forms.ChoiceField(
        label="How does this action stand?",
        choices=ActionStatus.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the action stands"},
    )
    comment = forms.CharField(
        label="What happened, and what happens next",
        help_text="Two or three sentences. They go into the quarterly report.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )
    internal = forms.BooleanField(
        label=INTERNAL,
        help_text="The report then says that there is a comment, and not what it says.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        slipping = said.get("status") in (ActionStatus.OFF_TRACK, ActionStatus.AT_RISK, ActionStatus.STOPPED)
        if slipping and not (said.get("comment") or "").strip():
            self.add_error("comment", "Say why, and what is being done about it")
        return said
