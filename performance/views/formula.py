"""The formula of a calculated indicator."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.verdict import Refused, Stale
from council.permissions import person
from performance import transitions
from performance.models import Indicator
from performance.permissions import may_set_formula
from performance.rules.formula import LONGEST

from .register import posted, visible_indicator


class FormulaForm(forms.Form):
    """What an indicator is calculated from; blank where it is entered by hand."""

    formula = forms.CharField(
        label="Formula",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text="Leave it blank to have the results entered by hand.",
    )
    counter = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def indicator_formula(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = visible_indicator(request, slug)
    may_set_formula(request.user).require()  # type: ignore[arg-type]
    initial = {"formula": indicator.formula, "counter": indicator.counter}
    form = FormulaForm(posted(request), initial=initial)
    if not (request.method == "POST" and form.is_valid()):
        return _page(request, indicator, form, 422 if form.errors else 200)
    try:
        transitions.set_formula(indicator.pk, **form.cleaned_data, by=person(request))
    except Stale as stale:
        again = FormulaForm({"formula": form.cleaned_data["formula"], "counter": stale.counter})
        return _page(request, stale.stored, again, 409, stale.sentence)
    except Refused as refused:
        form.add_error("formula", refused.sentence)
        return _page(request, indicator, form, 422)
    messages.success(request, f"The formula of {indicator.reference} is saved, and its results follow it.")
    return redirect("indicator", slug=slug)


def _page(
    request: HttpRequest, indicator: Indicator, form: FormulaForm, status: int, sentence: str = ""
) -> HttpResponse:
    context = {"indicator": indicator, "form": form, "sentence": sentence}
    return render(request, "performance/formula.html", context, status=status)
