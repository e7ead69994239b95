"""Forms of the template editor: a template's name and checks, a section, and a part's heading and guidance."""

from typing import Any

from django import forms

from serviceplans.choices import Numbering, Severity
from serviceplans.forms.fields import CounterField
from serviceplans.models import PlanTemplate
from serviceplans.rules.checks import CHECKS
from serviceplans.rules.template_facts import LONGEST_HEADING, LONGEST_NUMBER

# What each kind of part is called where one is chosen, and what is written in it.
KIND_WORDS = {
    "narrative": (
        "Words and figures",
        "Named fields of text, lists, figures or money, each with its own limit of words.",
    ),
    "table": ("Table", "Rows under columns of your own: drivers, measures with yearly targets, a budget by head."),
    "paragraphs": ("Numbered paragraphs", "Paragraphs with numbers and headings, counted on by themselves."),
    "actions": (
        "Objectives and actions",
        "Objectives with actions, dates, officers and milestones, updated each quarter.",
    ),
    "risks": ("Risks", "The plan’s part of the council’s risk register."),
    "indicators": ("Indicators", "Indicators of the register, with three years’ results."),
    "equalities": ("Equality objectives", "Objectives under the council’s areas of performance."),
    "achievements": ("Key achievements", "A table to which completed actions are added when plans are rolled forward."),
    "savings": ("Savings", "A table of savings by area and year."),
    "staffing": ("Staff and budget", "Figures of staff and money."),
    "header": ("Plan header", "Service, people and portfolio, from the council’s structure."),
}


class SettingsForm(forms.Form):
    """What the template is called, how it numbers, and what it checks. A check that does not run is left on “Not checked”."""

    counter = CounterField()
    name = forms.CharField(max_length=LONGEST_HEADING, error_messages={"required": "Enter what the template is called"})
    source = forms.CharField(
        label="Where it comes from", help_text="A document or a decision. May be empty.", max_length=300, required=False
    )
    numbering = forms.ChoiceField(
        label="How sections and parts are numbered", choices=Numbering.choices, widget=forms.RadioSelect
    )

    def __init__(self, template: PlanTemplate, posted: Any = None) -> None:
        said = {name: getattr(template, name) for name in ("counter", "name", "source", "numbering")}
        checks = {f"check_{code}": template.checks.get(code, "") for code in CHECKS}
        super().__init__(posted, initial={**said, **checks})
        choices = [("", "Not checked"), (Severity.WARNING, "Warns"), (Severity.BLOCKING, "Stops submission")]
        for code, words in CHECKS.items():
            self.fields[f"check_{code}"] = forms.ChoiceField(label=words, choices=choices, required=False)

    def plain(self) -> list[forms.BoundField]:
        """The fields that are no check."""
        return [field for field in self if not field.name.startswith("check_")]

    def checks(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("check_")]

    def facts(self) -> dict[str, Any]:
        """As the template keeps them."""
        said = self.cleaned_data
        checks = {code: said[f"check_{code}"] for code in CHECKS if said[f"check_{code}"]}
        return {**{name: said[name] for name in ("name", "source", "numbering")}, "checks": checks}


class NumberedForm(forms.Form):
    """A heading with its number, which is only asked where the template does not number by itself."""

    counter = CounterField()
    number = forms.CharField(
        help_text="As it is printed, like 4 or A. May be empty.", max_length=LONGEST_NUMBER, required=False
    )
    heading = forms.CharField(max_length=LONGEST_HEADING, error_messages={"required": "Enter the heading"})

    def __init__(self, template: PlanTemplate, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].width = 5  # type: ignore[attr-defined]
        if template.numbering != Numbering.WRITTEN:
            del self.fields["number"]


class SectionForm(NumberedForm):
    pass


class PartForm(NumberedForm):
    """What every part has, whatever its kind."""

    section = forms.ChoiceField(error_messages={"required": "Choose the section that it stands in"})
    guidance = forms.CharField(
        help_text="Stands beside the part where it is written.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=20_000,
        required=False,
    )
    required = forms.BooleanField(label="Every plan needs this part", required=False)

    def __init__(self, template: PlanTemplate, *args: Any, **kwargs: Any) -> None:
        super().__init__(template, *args, **kwargs)
        self.fields["section"].choices = [(s.key, str(s)) for s in template.sections.all()]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """The part's facts without its kind's settings."""
        said = self.cleaned_data
        return {
            "number": said.get("number", ""),
            "heading": said["heading"],
            "guidance": said["guidance"].replace("\r\n", "\n"),
            "required": said["required"],
        }


class NewPartForm(forms.Form):
    """A part is begun empty, of a kind, or as a copy of one that another template has."""

    heading = forms.CharField(max_length=LONGEST_HEADING, error_messages={"required": "Enter the heading"})
    kind = forms.ChoiceField(
        label="What is written in it",
        widget=forms.RadioSelect,
        required=False,
        choices=[(key, f"{words}: {about[:1].lower()}{about[1:]}") for key, (words, about) in KIND_WORDS.items()],
    )
    copy = forms.ChoiceField(
        label="Or begin with a part of another template", help_text="It can be changed afterwards.", required=False
    )

    def __init__(self, copies: list[tuple[str, list[tuple[str, str]]]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["copy"].choices = [("", "No, begin it empty"), *copies]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("kind") and not said.get("copy"):
            self.add_error("kind", "Choose what is written in the part, or a part to begin with")
        return said


class CopyForm(forms.Form):
    name = forms.CharField(
        label="What the new template is called",
        max_length=LONGEST_HEADING,
        error_messages={"required": "Enter what the new template is called"},
    )


class PublishForm(forms.Form):
    counter = CounterField()
    note = forms.CharField(
        label="What is new in this version",
        help_text="Plan holders read it when they consider moving a plan to this version.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": "Say what is new in this version"},
    )


class TemplateFileForm(forms.Form):
    file = forms.FileField(
        label="File of a template",
        help_text="As “Take it away as a file” on a template’s page gives it.",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Choose another"},
    )
