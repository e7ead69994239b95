"""Choosing what the register shows."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from council.models import Directorate
from risks.choices import Escalation, Rating
from risks.standing import RiskStanding

NEEDS = [
    ("review", "A review that is overdue"),
    ("target", "A target rating, or a date for it"),
    ("owner", "An owner who is a post"),
    ("scores", "Scores on the matrix"),
]
# A long name makes a list wider than a small screen; this lets it shrink.
SHRINKS = {"class": "govuk-!-width-full"}
TEXT_FILTERS = ("directorate", "rating", "escalation", "needs")


class FilterForm(forms.Form):
    """Filters in the register's address. What cannot be read in it is left out rather than refused."""

    directorate = forms.ChoiceField(label="Directorate", required=False, widget=forms.Select(attrs=SHRINKS))
    rating = forms.ChoiceField(
        label="Rating", choices=[("", "Any"), *Rating.choices, ("none", "Not rated")], required=False
    )
    escalation = forms.ChoiceField(label="Escalated to", choices=[("", "Any"), *Escalation.choices], required=False)
    needs = forms.ChoiceField(label="Still needs", choices=[("", "Anything or nothing"), *NEEDS], required=False)
    likelihood = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=20, required=False)
    impact = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=20, required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.directorates = list(Directorate.objects.all())
        names = [(directorate.key, directorate.name) for directorate in self.directorates]
        self.fields["directorate"].choices = [("", "All"), *names]  # type: ignore[attr-defined]
        self.is_valid()
        self.chosen: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def cell(self) -> tuple[int, int] | None:
        """The cell of the heat map that was chosen."""
        likelihood, impact = self.chosen.get("likelihood"), self.chosen.get("impact")
        return (likelihood, impact) if likelihood and impact else None

    def on_map(self, standings: Iterable[RiskStanding]) -> list[RiskStanding]:
        """What the heat map counts: all filters but its own cells, so that it stays whole while one is chosen."""
        return [standing for standing in standings if all(self._fits(standing, name) for name in TEXT_FILTERS)]

    def in_list(self, standings: Iterable[RiskStanding]) -> list[RiskStanding]:
        """What the list shows: of those on the map, the ones in the chosen cell."""
        kept = self.on_map(standings)
        return [one for one in kept if (one.risk.likelihood, one.risk.impact) == self.cell] if self.cell else kept

    def _fits(self, standing: RiskStanding, name: str) -> bool:
        wanted = self.chosen.get(name)
        if not wanted:
            return True
        if name == "directorate":
            return any(one.key == wanted and one.pk in standing.directorate_ids for one in self.directorates)
        if name == "needs":
            return lacks(standing, wanted)
        return bool((standing.rating if name == "rating" else standing.risk.escalation) == wanted)


def lacks(standing: RiskStanding, what: str) -> bool:
    """Whether a risk still needs one of ``NEEDS``."""
    return {
        "review": standing.review_overdue,
        "target": not standing.has_target,
        "owner": not standing.owner_is_post,
        "scores": standing.score is None,
    }[what]
