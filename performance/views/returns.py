"""The register of statutory returns: the list, one return, adding, changing and submitting."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.documents.sheets import to_csv, to_xlsx
from common.today import today
from common.verdict import Conflict, Stale
from council.models import Post
from council.permissions import person
from performance import transitions
from performance.choices import ReturnStatus
from performance.exports import dated
from performance.models import StatutoryReturn
from performance.permissions import may_add_return, may_keep_return
from performance.return_forms import ReturnForm, SubmissionForm, differences
from performance.return_pages import filters_of, listed_returns, returns_page, returns_sheet
from performance.rules.returns import state_of
from performance.transitions.returns import UNDER_WAY

from .register import XLSX, csv_answer, posted, read_at


def returns(request: HttpRequest) -> HttpResponse:
    context = {"calendar": returns_page(request.user, request.GET), "may_add": may_add_return(person(request))}
    return render(request, "performance/returns.html", context)


def returns_csv(request: HttpRequest) -> HttpResponse:
    lines = listed_returns(request.user, filters_of(request.GET))
    return csv_answer(to_csv(returns_sheet(lines)), dated("returns"))


def returns_xlsx(request: HttpRequest) -> HttpResponse:
    lines = listed_returns(request.user, filters_of(request.GET))
    content = to_xlsx([returns_sheet(lines)], title="Statutory returns")
    headers = {"Content-Disposition": f'attachment; filename="{dated("returns", "xlsx")}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)


def statutory_return(request: HttpRequest, pk: int) -> HttpResponse:
    return _return_page(request, _found(pk))


def _return_page(request: HttpRequest, one: StatutoryReturn, sentence: str = "", status: int = 200) -> HttpResponse:
    context = {
        "one": one,
        "state": state_of(one.status, one.next_due, today()),
        "submissions": one.submissions.all(),
        "keeps": may_keep_return(person(request), one),
        "under_way": [(value.value, value.label) for value in UNDER_WAY],
        "sentence": sentence,
    }
    return render(request, "performance/return.html", context, status=status)


def return_status(request: HttpRequest, pk: int) -> HttpResponse:
    one, status = _found(pk), request.POST.get("status", "")
    try:
        made = transitions.move_return(one.pk, status, by=person(request), counter=read_at(request))
    except Stale as stale:
        asked = dict(ReturnStatus.choices)[status]
        sentence = f"{stale.sentence} You chose {asked.lower()}: choose it again if it still fits."
        return _return_page(request, _found(pk), sentence, 409)
    messages.success(request, f"{made.name}: {made.get_status_display().lower()}.")
    return redirect("statutory_return", pk=pk)


def return_new(request: HttpRequest) -> HttpResponse:
    may_add_return(person(request)).require()
    form, status = ReturnForm(posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                one = transitions.add_return(form.facts, by=person(request))
            except Conflict as conflict:
                form.add_error("name", conflict.sentence)
                status = conflict.status
            else:
                messages.success(request, f"{one.name} is on the register of returns.")
                return redirect("statutory_return", pk=one.pk)
    return _form_page(request, form, status)


def return_edit(request: HttpRequest, pk: int) -> HttpResponse:
    one = _found(pk)
    may_keep_return(person(request), one).require()
    form = ReturnForm(posted(request), stored=one)
    if not (request.method == "POST" and form.is_valid()):
        return _form_page(request, form, 422 if form.errors else 200, one=one)
    try:
        transitions.change_return(pk, form.facts, by=person(request), counter=form.cleaned_data["counter"])
    except Stale as stale:
        texts = differences(form, stale.stored)
        return _form_page(request, _reopened(request, stale), 409, one=one, texts=texts)
    except Conflict as conflict:
        form.add_error("name", conflict.sentence)
        return _form_page(request, form, conflict.status, one=one)
    messages.success(request, f"{one.name} is saved.")
    return redirect("statutory_return", pk=pk)


def _reopened(request: HttpRequest, stale: Stale) -> ReturnForm:
    """The same words at the counter that is stored now, so that saving again is a choice made with both in sight."""
    typed = request.POST.copy()
    typed["counter"] = str(stale.counter)
    return ReturnForm(typed, stored=stale.stored)


def return_submit(request: HttpRequest, pk: int) -> HttpResponse:
    one = _found(pk)
    may_keep_return(person(request), one).require()
    form, status = SubmissionForm(posted(request), stored=one), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                transitions.submit_return(pk, by=person(request), **form.cleaned_data)
            except Stale as stale:
                form.add_error(None, f"{stale.sentence} Look at it again before you record a submission.")
                status = stale.status
            else:
                messages.success(request, f"The submission of {one.name} is recorded.")
                return redirect("statutory_return", pk=pk)
    return render(request, "performance/return_submit.html", {"one": one, "form": form}, status=status)


def _found(pk: int) -> StatutoryReturn:
    rows = StatutoryReturn.objects.select_related("owner_post").prefetch_related("indicators")
    return get_object_or_404(rows, pk=pk)


def _form_page(request: HttpRequest, form: ReturnForm, status: int, **more: Any) -> HttpResponse:
    titles = Post.objects.values_list("title", flat=True)
    return render(request, "performance/return_form.html", {"form": form, "titles": titles, **more}, status=status)
