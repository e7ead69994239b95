"""Forms of commitments: what every service does or answers for, who is exempt, and how one service stands."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.boundfield import BoundField

from common.today import today
from common.values.errors import Unreadable
from common.values.period import Period
from common.values.result import ResultValue
from common.values.target import TargetValue
from common.values.tolerance import Tolerance
from council.models import CouncilSettings, Directorate, PlanningCycle, ServiceArea
from council.querysets import living_in
from performance.forms import how_to_write, read_result
from performance.models import Indicator
from serviceplans.choices import Ground, PriorityLevel, ProjectType
from serviceplans.committed.rating import rated
from serviceplans.forms.actions import CounterForm, ThemesField, indicators_named
from serviceplans.models import Commitment
from serviceplans.transitions import CommitmentData
from serviceplans.transitions.commitments import data_of


@dataclass(frozen=True)
class Group:
    """Fields under one heading. ``summary``: what unfolds them, where most commitments need none of them."""

    title: str
    names: tuple[str, ...]
    summary: str = ""


@dataclass(frozen=True)
class Shown:
    """A group with its fields as they stand; ``open`` where one of them says something or is wrong."""

    title: str
    summary: str
    fields: list[BoundField]

    @property
    def open(self) -> bool:
        return any(field.value() or field.errors for field in self.fields)


SERVICES = Group(
    "Which services", ("directorates", "services"), "Every service, unless you choose some: directorates or services"
)


class CommitmentForm(CounterForm):
    """What both kinds have. ``stored`` is the commitment that is changed, None for a new one; ``GROUPS`` how it is
    laid out.

    ``again``: the commitment of an earlier cycle that this one goes on from.
    """

    GROUPS: tuple[Group, ...] = ()
    NARROWED = ("directorates", "services")

    cycle = forms.ModelChoiceField(
        label="Planning cycle",
        queryset=PlanningCycle.objects.filter(is_open=True),
        to_field_name="name",
        empty_label=None,
    )
    heading = forms.CharField(
        label="Heading",
        help_text="What it is about, like “Sickness absence”. An action stands under it in each plan.",
        max_length=300,
        error_messages={"required": "Enter the heading that it stands under"},
    )
    directorates = forms.TypedMultipleChoiceField(
        label="Directorates", coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    services = forms.TypedMultipleChoiceField(
        label="Services", coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self, *args: Any, stored: Commitment | None = None, again: Commitment | None = None, **kwargs: Any
    ) -> None:
        self.stored, self.again = stored, again
        said = stored or again
        kwargs["initial"] = (initial_of(said) if said else {"counter": 0}) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["directorates"].choices = Directorate.objects.values_list("pk", "name")  # type: ignore[attr-defined]
        self.fields["services"].choices = list(services_open(stored))  # type: ignore[attr-defined]
        if stored:
            del self.fields["cycle"]
        elif again:
            self.initial["counter"] = 0

    @property
    def groups(self) -> list[Shown]:
        """Each heading with the fields under it."""
        return [
            Shown(one.title, one.summary, [self[name] for name in one.names if name in self.fields])
            for one in (*self.GROUPS, SERVICES)
        ]

    @property
    def shared(self) -> dict[str, Any]:
        """What both kinds save."""
        said = self.cleaned_data
        narrowed = {name: said[name] for name in self.NARROWED}
        return {
            "heading": said["heading"], "text": said["text"], **narrowed, "council_wide": not any(narrowed.values()),
            "continues": self.continued,
        }  # fmt: skip

    @property
    def continued(self) -> int | None:
        cycle = self.cleaned_data.get("cycle")
        earlier = self.again and cycle and self.again.cycle.starts < cycle.starts
        return self.again.pk if self.again and earlier else None


class ActionCommitmentForm(CommitmentForm):
    GROUPS = (
        Group("What every service does", ("cycle", "heading", "text")),
        Group("When it is done, and how that shows", ("completed_by", "outcomes", "indicators")),
        Group(
            "Where it belongs",
            ("themes", "grounds", "project_types", "priority_level"),
            "Themes, project type and priority, unless each service says them",
        ),
    )

    text = forms.CharField(
        label="Action",
        help_text="In words that fit every service. Each adds its own officer, milestones and target.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": "Enter what every service does"},
    )
    completed_by = forms.CharField(
        label="Completed by",
        help_text="A date like 31 March 2020, or words like “Q4”. Empty: each service says it.",
        max_length=200,
        required=False,
    )
    outcomes = forms.CharField(
        label="Outcomes and success criteria", widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False
    )
    indicators = forms.CharField(
        label="Measured by",
        help_text="References of indicators, with a comma between them. A service may add its own.",
        max_length=500,
        required=False,
    )
    themes = ThemesField()
    grounds = forms.MultipleChoiceField(
        label="Why it belongs in the plans", choices=Ground.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    project_types = forms.MultipleChoiceField(
        label="Project type", choices=ProjectType.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    priority_level = forms.ChoiceField(
        label="Priority level", choices=PriorityLevel.choices, widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["completed_by"].width = 20  # type: ignore[attr-defined]

    def clean_indicators(self) -> list[int]:
        return indicators_named(self.cleaned_data["indicators"], "Check the register of indicators.")

    def data_to_save(self) -> CommitmentData:
        """What the form says."""
        names = ("completed_by", "outcomes", "indicators", "themes", "grounds", "project_types", "priority_level")
        return CommitmentData(**self.shared, **{name: self.cleaned_data[name] for name in names})


class IndicatorCommitmentForm(CommitmentForm):
    """An indicator of the register. Changing a commitment keeps its indicator: another one is another commitment."""

    GROUPS = (
        Group("What every service answers for", ("cycle", "heading", "indicator", "text")),
        Group("The target of each service", ("target", "period", "tolerance")),
    )

    indicator = forms.CharField(
        label="Indicator",
        help_text="Its reference in the register, like BPI108.",
        max_length=40,
        widget=forms.TextInput(attrs={"list": "indicators", "autocomplete": "off"}),
        error_messages={"required": "Enter the reference of the indicator"},
    )
    text = forms.CharField(
        label="What is asked of every service (optional)",
        help_text="Why, and what counts. Each service gives its own figure each quarter.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )
    target = forms.CharField(
        label="Target",
        help_text="In figures or words, like 85%, ≤ 8.5, 10 to 12, or “0.5 days fewer than last year”.",
        max_length=500,
        error_messages={"required": "Enter the target of each service"},
    )
    period = forms.CharField(
        label="For",
        help_text="The period that it is for, like Q4 2019/20 or 2019/20.",
        max_length=40,
        error_messages={"required": "Enter the period that the target is for"},
    )
    tolerance = forms.CharField(
        label="Tolerance",
        help_text="How far off is still amber: 5 is units or points, 5% is of the target. Empty: the indicator’s own.",
        max_length=20,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("indicator", "target", "period", "tolerance"):
            self.fields[name].width = 10  # type: ignore[attr-defined]
        if self.stored:
            del self.fields["indicator"]

    @property
    def chosen(self) -> Indicator | None:
        return self.stored.indicator if self.stored else self.cleaned_data.get("indicator")

    def clean_indicator(self) -> Indicator:
        named = indicators_named(self.cleaned_data["indicator"], "Check the register of indicators.")
        if len(named) != 1:
            raise forms.ValidationError("Enter the reference of one indicator, like BPI108.")
        found = Indicator.objects.get(pk=named[0])
        if found.retired or found.withheld:
            state = "retired" if found.retired else "withheld"
            raise forms.ValidationError(f"{found.reference} is {state}, so no service can answer for it.")
        return found

    def clean_tolerance(self) -> str:
        try:
            return str(Tolerance.parse(self.cleaned_data["tolerance"]))
        except Unreadable as error:
            raise forms.ValidationError(error.sentence) from error

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        cycle = self.stored.cycle if self.stored else said.get("cycle")
        if cycle and "period" in said:
            self._read("period", lambda text: period_of(text, cycle))
        if self.chosen and "target" in said:
            unit = self.chosen.unit
            self._read("target", lambda text: TargetValue.parse(text, unit=unit))
        return said

    def _read(self, name: str, read: Any) -> None:
        try:
            self.cleaned_data[name] = read(self.cleaned_data[name])
        except Unreadable as error:
            self.add_error(name, error.sentence)

    def data_to_save(self) -> CommitmentData:
        """What the form says."""
        said, indicator = self.cleaned_data, self.chosen
        assert indicator is not None
        shared = {**self.shared, "text": self.shared["text"] or indicator.name}
        return CommitmentData(
            **shared, indicator=indicator.pk, target=said["target"], period=said["period"], tolerance=said["tolerance"]
        )


FORMS: dict[str, type[ActionCommitmentForm] | type[IndicatorCommitmentForm]] = {
    "action": ActionCommitmentForm,
    "indicator": IndicatorCommitmentForm,
}


class WithdrawForm(CounterForm):
    why = forms.CharField(
        label="Why is it withdrawn?",
        help_text="Every plan holder is told.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "Say why it is withdrawn"},
    )


class ExemptForm(CounterForm):
    service = forms.TypedChoiceField(label="Service", coerce=int, error_messages={"required": "Choose the service"})
    reason = forms.CharField(
        label="Why need it not keep the commitment?",
        help_text="Everybody who reads the commitment reads it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": "Say why the service is exempt"},
    )

    def __init__(self, commitment: Commitment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        exempt = {one.service_id for one in commitment.exemptions.all()}
        rows = ServiceArea.objects.filter(living_in(commitment.cycle)).select_related("directorate").order_by("name")
        self.fields["service"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a service"),
            *((one.pk, one.name) for one in rows if commitment.reaches(one) and one.pk not in exempt),
        ]


class ServiceResultForm(CounterForm):
    """One service's own result of a quarter; one that misses the target says why."""

    result = forms.CharField(label="Result", max_length=500, error_messages={"required": "Enter the result"})
    comment = forms.CharField(
        label="What happened, and what happens next",
        help_text="Two or three sentences. A result that misses its target says why.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )

    def __init__(self, commitment: Commitment, quarter: Period, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert commitment.agreed is not None
        self.agreed, self.quarter = commitment.agreed, quarter
        self.fields["result"].help_text = how_to_write(self.agreed.indicator)
        self.fields["result"].width = 10  # type: ignore[attr-defined]

    def clean_result(self) -> ResultValue:
        return read_result(self.cleaned_data["result"], self.agreed.indicator)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("result") and not (said.get("comment") or "").strip():
            told = rated(self.agreed, said["result"], self.quarter.label, CouncilSettings.current())
            if told.colour in ("red", "amber"):
                self.add_error("comment", "Say why it misses the target, and what is being done about it")
        return said


class OwnWordsForm(CounterForm):
    words = forms.CharField(
        label="In this service",
        help_text="Your own target, or what it means here. It stands beside the commitment in the plan.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )


def period_of(text: str, cycle: PlanningCycle) -> Period:
    """A period of the cycle. Unreadable for any other."""
    period = Period.parse(text)
    if period.start < cycle.starts or period.end > cycle.ends:
        raise Unreadable(f"{period} is not in {cycle.name}. Name a period of it, like Q4 {cycle.name}.", "other-year")
    return period


def services_open(stored: Commitment | None) -> Any:
    """The services that a commitment can be meant for, with their directorates."""
    living = living_in(stored.cycle) if stored else Q(ends=None) | Q(ends__gte=today())
    rows = ServiceArea.objects.filter(living).select_related("directorate").order_by("directorate__name", "name")
    return ((one.pk, f"{one.name} ({one.directorate.name})") for one in rows)


def initial_of(row: Commitment) -> dict[str, Any]:
    """A commitment as its form's first values."""
    said = vars(data_of(row))
    references = ", ".join(indicator.reference for indicator in row.indicators.all())
    found = {**said, "counter": row.counter, "indicators": references}
    if row.agreed:
        agreed = row.agreed
        text = "" if row.text == agreed.indicator.name else row.text
        found |= {"indicator": agreed.indicator.reference, "target": agreed.text, "period": agreed.period, "text": text}
    return found
