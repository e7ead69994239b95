"""What the register is narrowed to."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q

from council.models import Directorate, ServiceArea, Theme
from council.permissions import authority
from performance.choices import OUTSIDE_CONTROL, Frequency, Polarity, Rag, ResultState
from performance.models import Indicator, Override, Result, Scorecard
from performance.querysets import IndicatorQuerySet

RATINGS = [("", "Any"), *Rag.choices]
SHOWN = [
    *(("", "All"), ("overdue", "Overdue"), ("mine", "Of my posts")),
    *(("withheld", ResultState.WITHHELD.label), ("beyond", OUTSIDE_CONTROL), ("by-hand", "Set by hand")),
    *(("unowned", "Without an owner"), ("retired", "Retired indicators")),
]
# Which field of the indicator each choice narrows. Search, service, owner, rating and what is shown are asked in their own way.
_LOOKUPS = {
    "directorate": "directorate__code",
    "theme": "themes__code",
    "scorecard": "scorecard_rows__scorecard__key",
    "frequency": "frequency",
    "polarity": "polarity",
}
MORE = ("service", "theme", "scorecard", "frequency", "polarity", "owner")


class FilterForm(forms.Form):
    """What the register is narrowed to. What cannot be read is as if it had not been asked."""

    q = forms.CharField(label="Search", required=False, max_length=100)
    directorate = forms.ChoiceField(label="Directorate", required=False)
    rating = forms.ChoiceField(label="Rating", required=False, choices=RATINGS)
    show = forms.ChoiceField(label="Results", required=False, choices=SHOWN)
    service = forms.ChoiceField(label="Service", required=False)
    theme = forms.ChoiceField(label="Theme", required=False)
    scorecard = forms.ChoiceField(label="Scorecard", required=False)
    frequency = forms.ChoiceField(label="Frequency", required=False, choices=[("", "Any"), *Frequency.choices])
    polarity = forms.ChoiceField(label="Polarity", required=False, choices=[("", "Any"), *Polarity.choices])
    owner = forms.CharField(label="Owner", required=False, max_length=100)
    sort = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self._offer("directorate", Directorate.objects.values_list("code", "name"))
        self._offer("service", ServiceArea.objects.order_by("name").values_list("prefix", "name"))
        self._offer("theme", Theme.objects.values_list("code", "name").distinct())
        cards = Scorecard.objects.visible_to(user).in_use().order_by("title")
        self._offer("scorecard", cards.values_list("key", "title"))

    def _offer(self, name: str, choices: Any) -> None:
        self.fields[name].choices = [("", "All"), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        """The filters in use, by name."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    @property
    def first(self) -> list[Any]:
        """The fields that always show."""
        return [self[name] for name in ("q", "directorate", "rating", "show")]

    @property
    def more(self) -> list[Any]:
        """The fields that open on demand."""
        return [self[name] for name in MORE]

    @property
    def more_in_use(self) -> bool:
        return bool(set(MORE) & set(self.chosen))

    def narrowed(self, rows: IndicatorQuerySet) -> IndicatorQuerySet:
        """The rows that fit, as far as that is known without their standing. Retired ones only where they are asked for."""
        chosen = self.chosen
        rows = rows.filter(retired=chosen.get("show") == "retired")
        for word in chosen.get("q", "").split():
            rows = rows.filter(Q(reference__icontains=word) | Q(name__icontains=word) | Q(definition__icontains=word))
        for name, lookup in _LOOKUPS.items():
            if name in chosen:
                rows = rows.filter(**{lookup: chosen[name]})
        if "service" in chosen:
            rows = rows.filter(Q(service__prefix=chosen["service"]) | Q(shared_services__prefix=chosen["service"]))
        for word in chosen.get("owner", "").split():
            rows = rows.filter(Q(owner_post__title__icontains=word) | Q(owner_text__icontains=word))
        return self._shown(rows, chosen.get("show", "")).distinct()

    def _shown(self, rows: IndicatorQuerySet, show: str) -> IndicatorQuerySet:
        if show == "mine":
            return rows.filter(owner_post__in=authority(self.user).post_ids)
        if show == "unowned":
            return rows.filter(owner_post=None, owner_text="")
        if show == "withheld":
            hidden = Result.objects.filter(indicator=OuterRef("pk")).exclude(withheld="")
            return rows.filter(~Q(withheld="") | Exists(hidden))
        if show == "by-hand":
            return rows.filter(Exists(Override.objects.filter(indicator=OuterRef("pk"))))
        return rows.filter(within_control=False) if show == "beyond" else rows


def register_of(user: Any) -> IndicatorQuerySet:
    """What the register holds for this person."""
    return Indicator.objects.visible_to(user).filter(retired=False)
