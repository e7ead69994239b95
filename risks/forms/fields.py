"""What the forms of a risk share: scores named as the council's matrix names them, and the rules between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from risks import rules
from risks.choices import Rating
from risks.matrix import current_matrix
from risks.rules import Matrix

NO_SCORE = ("", "No score")
NO_RATING = ("", "No rating")
COUNTER_LOST = "This page has lost its place. Open it again, and paste in what you wrote."


def score_field(label: str, names: tuple[str, ...] = (), help_text: str = "") -> forms.TypedChoiceField:
    """A choice of "4: Likely"; the value is the number, or None."""
    choices = [NO_SCORE, *((str(number), f"{number}: {name}") for number, name in enumerate(names, start=1))]
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=int, empty_value=None, required=False, help_text=help_text
    )


def rating_field(label: str, help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[NO_RATING, *Rating.choices], required=False, help_text=help_text)


def counter_field() -> forms.IntegerField:
    """The edit counter that the form was read at."""
    messages = {"required": COUNTER_LOST, "invalid": COUNTER_LOST, "min_value": COUNTER_LOST, "max_value": COUNTER_LOST}
    return forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1, error_messages=messages)


@dataclass(frozen=True)
class Difference:
    """One field of a stale form: what was typed, and what is stored now."""

    label: str
    yours: str
    theirs: str


def differences(form: forms.Form, stored: Mapping[str, Any]) -> list[Difference]:
    """The fields whose typed text differs from what is stored now (``Stale.stored``), both as the page shows them."""
    found = []
    for bound in form:
        if bound.name not in stored:
            continue
        pair = [_shown(bound.field, value) for value in (bound.value(), stored[bound.name])]
        if pair[0] != pair[1]:
            found.append(Difference(str(bound.label), *pair))
    return found


def _shown(field: forms.Field, value: Any) -> str:
    text = "" if value is None else "\n".join(str(value).split("\r\n")).strip()
    if isinstance(field, forms.ChoiceField):
        labels = {str(choice): str(label) for choice, label in list(field.choices)}  # type: ignore[arg-type]
        return labels.get(text, text)
    return text


class ScoredForm(forms.Form):
    """A form with scores on the council's matrix. ``pairs`` names its fields: likelihood, impact, rating."""

    pairs: tuple[tuple[str, str, str], ...] = ()

    def __init__(self, *args: Any, matrix: Matrix | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matrix = matrix or current_matrix()
        for likelihood, impact, _ in self.pairs:
            self._name_scores(likelihood, self.matrix.likelihoods if self.matrix else ())
            self._name_scores(impact, self.matrix.impacts if self.matrix else ())

    def _name_scores(self, name: str, names: tuple[str, ...]) -> None:
        old = self.fields[name]
        self.fields[name] = score_field(str(old.label), names, str(old.help_text))

    def clean(self) -> dict[str, Any]:
        """Scores in pairs, and no rating that the scores contradict."""
        data = super().clean() or {}
        for pair in self.pairs:
            if any(name in self.errors for name in pair):
                continue
            likelihood, impact, rating = (data.get(name) for name in pair)
            fault = rules.score_fault(likelihood, impact, rating or "", self.matrix)
            if fault:
                alone = (likelihood is None) != (impact is None)
                self.add_error((pair[0] if likelihood is None else pair[1]) if alone else pair[2], fault)
        return data
