"""Adding a risk and changing what it says. Plans' pages use it for their table 4.2."""

from typing import Any

from django import forms

from council.models import Post
from risks.choices import Escalation
from risks.forms.fields import ScoredForm, counter_field, rating_field, score_field
from risks.models import Risk
from risks.rules import Matrix
from risks.transitions import reference_taken

CLAUSE = 2000


def _text(label: str, rows: int, help_text: str = "", **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, help_text=help_text, max_length=CLAUSE, **options)


class RiskForm(ScoredForm):
    """``RiskForm(data, risk=risk)`` to change a risk, with its counter; without ``risk``, to add one.

    ``cleaned_data`` is what ``transitions.add_risk`` and ``edit_risk`` take. An owner who is nobody's post is kept as
    words: ``owner_note`` then says so.
    """

    pairs = (("likelihood", "impact", "rating"), ("target_likelihood", "target_impact", "target_rating"))

    reference = forms.CharField(
        label="Reference", max_length=40, required=False, help_text="Leave empty to be given the next one, like CSS-R1."
    )
    event = _text(
        "Risk",
        2,
        "What might happen, in a few words, like: foster homes too few for the children who need one.",
        error_messages={"required": "Enter what might happen."},
    )
    cause = _text("Cause", 2, "What it would come from: … leading to the risk.", required=False)
    consequence = _text("Consequence", 2, "What it would do: … resulting in this.", required=False)
    likelihood = score_field("Likelihood")
    impact = score_field("Impact")
    rating = rating_field("Rating", "Only where there are no scores: the council's matrix rates the rest.")
    escalation = forms.ChoiceField(label="Escalated to", choices=Escalation.choices, initial=Escalation.SERVICE)
    mitigation = _text(
        "Actions to mitigate and correct",
        4,
        "One to a line. A red or amber risk needs them before the plan is submitted.",
        required=False,
    )
    target_likelihood = score_field("Target likelihood")
    target_impact = score_field("Target impact")
    target_rating = rating_field("Target rating", "Only where there are no target scores.")
    target_words = forms.CharField(
        label="Date for the target rating", max_length=200, required=False, help_text="Like 31 March 2020, or words."
    )
    owner = forms.CharField(
        label="Responsible officer",
        max_length=300,
        required=False,
        help_text="The title of a post. Other words are kept, and marked as nobody's post.",
    )

    def __init__(self, *args: Any, risk: Risk | None = None, matrix: Matrix | None = None, **kwargs: Any) -> None:
        if risk is not None:
            kwargs["initial"] = {**self.initial_for(risk), **(kwargs.get("initial") or {})}
        super().__init__(*args, matrix=matrix, **kwargs)
        if risk is not None:
            # A reference is for good: plans, reports and minutes name the risk by it.
            del self.fields["reference"]
            self.fields["counter"] = counter_field()

    @staticmethod
    def initial_for(risk: Risk) -> dict[str, Any]:
        """What the form shows of a risk when it is opened."""
        names = [name for name in RiskForm.base_fields if name not in ("reference", "owner")]
        return {**{name: getattr(risk, name) for name in names}, "owner": risk.owner, "counter": risk.counter}

    def clean_reference(self) -> str:
        reference = " ".join(str(self.cleaned_data["reference"]).split())
        fault = reference_taken(reference) if reference else ""
        if fault:
            raise forms.ValidationError(fault)
        return reference

    @property
    def owner_note(self) -> str:
        """That the owner entered is nobody's post; empty where it is one, or where nothing was entered."""
        words = str(self["owner"].value() or "").strip()
        if not words or Post.objects.titled(words):
            return ""
        return f"“{words}” is not the title of a post, so it is kept as words and flagged."
