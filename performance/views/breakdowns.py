"""Entering a breakdown of a result."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.values.errors import Unreadable
from common.values.period import Period
from common.verdict import Stale
from council.permissions import person
from performance import transitions
from performance.breakdowns import Line, as_lines, read_lines
from performance.choices import Dimension
from performance.models import Breakdown, Indicator
from performance.page import entry_page
from performance.permissions import may_answer_for
from performance.rules.ratios import SCALES

from .register import posted, visible_indicator


class BreakdownForm(forms.Form):
    """The categories of one breakdown, one a line."""

    rows = forms.CharField(
        label="Categories and figures, one a line",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        error_messages={"required": "Give at least one category with its figure"},
    )
    counter = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        self.indicator = indicator
        super().__init__(*args, **kwargs)
        like = "Acomb; 12; 80 (12 of 80)" if indicator.unit in SCALES else "Acomb; 12"
        self.fields["rows"].help_text = f"Like {like}. You may paste columns of a sheet. N/A where there is no figure."

    def clean_rows(self) -> list[Line]:
        try:
            lines = read_lines(self.cleaned_data["rows"], self.indicator.unit)
        except Unreadable as error:
            raise forms.ValidationError(error.sentence) from error
        if not lines:
            raise forms.ValidationError(self.fields["rows"].error_messages["required"])
        return lines


def indicator_breakdown(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = visible_indicator(request, slug)
    may_answer_for(request.user, indicator).require()  # type: ignore[arg-type]
    page = entry_page(indicator, request.GET.get("period", ""))
    asked = request.GET.get("dimension", "")
    dimension = asked if asked in Dimension.values else Dimension.WARD.value
    found = _stored(indicator, page.period, dimension)
    initial = {"rows": as_lines(found.rows.all()) if found else "", "counter": found.counter if found else 0}
    form = BreakdownForm(posted(request), indicator=indicator, initial=initial)
    context = {"page": page, "form": form, "dimension": dimension, "dimensions": Dimension.choices}
    if not (request.method == "POST" and form.is_valid()):
        return _page(request, context, 422 if form.errors else 200)
    try:
        saved = transitions.break_down(
            indicator.pk, page.period, dimension, form.cleaned_data["rows"], form.cleaned_data["counter"],
            by=person(request),
        )  # fmt: skip
    except Stale as stale:
        return _page(request, context | _both(request, indicator, stale), 409)
    messages.success(request, f"{saved.period} is broken down by {saved.get_dimension_display().lower()}.")
    return redirect("indicator", slug=slug)


def _stored(indicator: Indicator, period: Period, dimension: str) -> Breakdown | None:
    rows = Breakdown.objects.filter(indicator=indicator, period_key=period.key, dimension=dimension)
    return rows.prefetch_related("rows").first()


def _both(request: HttpRequest, indicator: Indicator, stale: Stale) -> dict[str, Any]:
    """What was typed at the counter that is stored now, and both texts."""
    typed = request.POST.copy()
    typed["counter"] = str(stale.counter)
    theirs = as_lines(stale.stored.rows.all()) if stale.stored else ""
    texts = [("Categories and figures", request.POST.get("rows", ""), theirs)]
    return {"form": BreakdownForm(typed, indicator=indicator), "texts": texts}


def _page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    return render(request, "performance/breakdown.html", context, status=status)
