"""The form in which a performance officer defines an indicator."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from common.values.errors import Unreadable
from common.values.numbers import trimmed
from common.values.period import Period
from common.values.tolerance import Tolerance
from council.models import Directorate, Post, ServiceArea, Theme
from performance.choices import Frequency, Group, Polarity, Unit, YearType
from performance.models import Indicator
from performance.models.indicator import reference_key
from performance.transitions.definition import LINKED, facts_of

GROUPS = (
    (
        "What it measures",
        (
            "reference",
            "name",
            "definition",
            "unit",
            "decimal_places",
            "numerator",
            "denominator",
            "source",
            "measures_quality",
        ),
    ),
    ("How it is judged", ("polarity", "range_low", "range_high", "tolerance", "benchmark_group")),
    ("When it is measured", ("frequency", "year_type", "cumulative", "due_days", "first_period", "last_period")),
    ("Whose it is", ("owner", "service", "shared_services", "directorate", "themes", "group")),
    ("Whether it is still used", ("retired",)),
)
NARROW = {"reference": 10, "decimal_places": 2, "due_days": 3, "range_low": 10, "range_high": 10, "tolerance": 5}


def _told(sentence: str) -> dict[str, str]:
    """One sentence, whatever is wrong with a number."""
    return dict.fromkeys(
        ("required", "invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"),
        sentence,
    )


class DefinitionForm(forms.Form):
    """``facts`` is what the transitions take. ``stored`` is the indicator that is changed, None for a new one."""

    reference = forms.CharField(
        label="Reference", max_length=40, help_text="Short and new, like CSC12.",
        error_messages={"required": "Enter a reference, like CSC12"},
    )  # fmt: skip
    name = forms.CharField(label="Indicator", max_length=300, error_messages={"required": "Enter what is measured"})
    definition = forms.CharField(
        label="Definition",
        required=False,
        max_length=32_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What is counted, what is left out, and out of what.",
    )
    unit = forms.ChoiceField(label="Unit", choices=Unit.choices)
    decimal_places = forms.IntegerField(
        label="Decimal places",
        min_value=0,
        max_value=6,
        error_messages=_told("Enter a whole number of places, from 0 to 6"),
    )
    numerator = forms.CharField(
        label="What its numerator counts",
        required=False,
        max_length=300,
        help_text="For a percentage or a rate, like “Homes let within 21 days”.",
    )
    denominator = forms.CharField(
        label="What its denominator counts", required=False, max_length=300, help_text="Like “Homes that fell empty”."
    )
    source = forms.CharField(
        label="Source", required=False, max_length=300, help_text="The system or return it is from."
    )
    measures_quality = forms.BooleanField(label="It measures quality, not only quantity", required=False)
    polarity = forms.ChoiceField(label="Polarity", choices=Polarity.choices, widget=forms.RadioSelect)
    range_low = forms.DecimalField(
        label="Good from",
        required=False,
        max_digits=20,
        decimal_places=6,
        help_text="Where a range is good.",
        error_messages=_told("Enter where the good range begins in figures, like 12.5"),
    )
    range_high = forms.DecimalField(
        label="Good up to",
        required=False,
        max_digits=20,
        decimal_places=6,
        error_messages=_told("Enter where the good range ends in figures, like 15"),
    )
    tolerance = forms.CharField(
        label="Tolerance", required=False, max_length=20, help_text="5 is in units or points; 5% is of the target."
    )
    benchmark_group = forms.CharField(
        label="Whom it is compared with",
        required=False,
        max_length=200,
        help_text="The group of councils whose figures are imported as benchmarks, like “Nearest neighbours”.",
    )
    frequency = forms.ChoiceField(label="How often it is collected", choices=Frequency.choices)
    year_type = forms.ChoiceField(label="Its year", choices=YearType.choices)
    cumulative = forms.BooleanField(label="It counts up through the year", required=False)
    due_days = forms.IntegerField(
        label="Days after a period’s end when the result is due",
        min_value=0,
        max_value=730,
        error_messages=_told("Enter a whole number of days, from 0 to 730"),
        help_text="Nobody is chased before the data can exist.",
    )
    first_period = forms.CharField(label="First period", required=False, max_length=40, help_text="Like Q1 2018/19.")
    last_period = forms.CharField(label="Last period", required=False, max_length=40)
    owner = forms.CharField(
        label="Owner",
        max_length=200,
        required=False,
        help_text="The title of a post. Other words are kept, and marked as nobody's post.",
        widget=forms.TextInput(attrs={"list": "posts", "autocomplete": "off"}),
    )
    service = forms.ModelChoiceField(ServiceArea.objects.all(), label="Service", required=False, empty_label="None")
    shared_services = forms.ModelMultipleChoiceField(
        ServiceArea.objects.all(),
        label="Other services that answer for it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Beside the main one above.",
    )
    directorate = forms.ModelChoiceField(
        Directorate.objects.all(),
        label="Directorate",
        required=False,
        empty_label="None",
        help_text="Leave it at None to have the service’s own.",
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.all(), label="Themes", required=False, widget=forms.CheckboxSelectMultiple
    )
    group = forms.ChoiceField(label="Group on scorecards", choices=Group.choices)
    retired = forms.BooleanField(label="It is retired", required=False, help_text="It takes no more results.")
    counter = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, stored: Indicator | None = None, **kwargs: Any) -> None:
        self.stored = stored
        kwargs.setdefault("initial", initial_of(stored or Indicator(counter=0)))
        super().__init__(*args, **kwargs)
        for name, width in NARROW.items():
            self.fields[name].width = width  # type: ignore[attr-defined]
        # Its address, its formulas and every file know it by its reference: that stays.
        del self.fields["reference" if stored else "retired"]

    @property
    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """The fields under their headings, as the page shows them."""
        found = [(heading, [self[name] for name in names if name in self.fields]) for heading, names in GROUPS]
        return [(heading, fields) for heading, fields in found if fields]

    def clean_reference(self) -> str:
        reference = " ".join(self.cleaned_data["reference"].split())
        taken = Indicator.objects.filter(reference_key=reference_key(reference)).first()
        if taken:
            raise forms.ValidationError(f"The register already has {taken}. Enter another reference.")
        return reference

    def clean_definition(self) -> str:
        return str(self.cleaned_data["definition"]).replace("\r\n", "\n")

    def clean_tolerance(self) -> str:
        try:
            return str(Tolerance.parse(self.cleaned_data["tolerance"]))
        except Unreadable as error:
            raise forms.ValidationError(error.sentence) from error

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name in ("first_period", "last_period"):
            self._read_period(data, name)
        low, high = data.get("range_low"), data.get("range_high")
        if low is not None and high is not None and low > high:
            self.add_error("range_high", "Enter an upper end that is not below the lower one")
        if data.get("shared_services") and "service" in data and not data["service"]:
            self.add_error("service", "Choose the main service of those that answer for it")
        if data.get("polarity") == Polarity.IN_RANGE and low is None and high is None and "range_low" in data:
            self.add_error("range_low", "Enter where the good range begins, or ends")
        return data

    def _read_period(self, data: dict[str, Any], name: str) -> None:
        text = data.get(name, "")
        if not text or "year_type" not in data:
            return
        try:
            data[name] = Period.parse(text, year_type=data["year_type"]).label
        except Unreadable as error:
            self.add_error(name, error.sentence)

    @property
    def facts(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        said.pop("counter")
        words = " ".join(said.pop("owner").split())
        owner = (Post.objects.titled(words) if words else None) or words
        linked = {name: tuple(said[name].order_by(key)) for name, key in LINKED.items()}
        # The main service may be ticked too: it is said once.
        linked["shared_services"] = tuple(one for one in linked["shared_services"] if one != said["service"])
        return said | {"owned_by": owner, **linked, **_unposted(self.stored)}

    def both_texts(self, stored: Indicator) -> list[tuple[str, str, str]]:
        """What differs: label, what was typed, what is stored now."""
        again = DefinitionForm(stored=stored)
        pairs = [(str(field.label), _shown(self[name]), _shown(again[name])) for name, field in self.fields.items()]
        return [pair for pair in pairs if pair[0] != "Counter" and pair[1] != pair[2]]


def initial_of(indicator: Indicator) -> dict[str, Any]:
    """An indicator as its form shows it."""
    found: dict[str, Any] = facts_of(indicator) if indicator.pk else dict.fromkeys(LINKED, ())
    for name in DefinitionForm.base_fields:
        if name not in found and hasattr(indicator, name):
            found[name] = getattr(indicator, name)
    for name in ("range_low", "range_high"):
        found[name] = trimmed(found[name]) if found[name] is not None else None
    return found | {"owner": indicator.owner} | {name: [one.pk for one in found[name]] for name in LINKED}


def _unposted(stored: Indicator | None) -> dict[str, Any]:
    return {} if stored else {"retired": False}


def _shown(bound: BoundField) -> str:
    """A field's value in the words that its options have."""
    value = bound.value()
    chosen = {str(one) for one in value} if isinstance(value, list | tuple) else {str(value)}
    if hasattr(bound.field, "choices"):
        return ", ".join(str(label) for key, label in bound.field.choices if str(key) in chosen)
    if isinstance(bound.field, forms.BooleanField):
        return "Yes" if bound.field.to_python(value) else "No"
    return "" if value is None else str(value).replace("\r\n", "\n").strip()
