"""Reviewing a risk: where it stands now, what is being done, where it should be and by when."""

from typing import Any

from django import forms

from risks.forms.fields import ScoredForm, counter_field, rating_field, score_field
from risks.models import Risk
from risks.rules import Matrix


class ReviewForm(ScoredForm):
    """``ReviewForm(data, risk=risk)``; ``cleaned_data`` is what ``transitions.review_risk`` takes."""

    pairs = (("likelihood", "impact", "rating"), ("target_likelihood", "target_impact", "target_rating"))

    counter = counter_field()
    likelihood = score_field("Likelihood now")
    impact = score_field("Impact now")
    rating = rating_field("Rating now", "Only where there are no scores: the council's matrix rates the rest.")
    mitigation = forms.CharField(
        label="Actions to mitigate and correct",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="One to a line.",
        max_length=2000,
        required=False,
    )
    target_likelihood = score_field("Target likelihood")
    target_impact = score_field("Target impact")
    target_rating = rating_field("Target rating", "Only where there are no target scores.")
    target_words = forms.CharField(
        label="Date for the target rating", max_length=200, required=False, help_text="Like 31 March 2020, or words."
    )
    comment = forms.CharField(
        label="What has changed, and why",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "Enter what has changed since the last review, or that nothing has."},
    )

    def __init__(self, *args: Any, risk: Risk, matrix: Matrix | None = None, **kwargs: Any) -> None:
        shown = (name for name in self.base_fields if name != "comment")
        kwargs["initial"] = {name: getattr(risk, name) for name in shown}
        super().__init__(*args, matrix=matrix, **kwargs)
