"""A spreadsheet of rows of plans: uploaded, shown, brought in or discarded; and the same columns to download."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.intake import FileRefused
from common.intake.wording import base_name
from common.outcome_files import Judged, outcome_sheet
from common.tables import FORMS, write_sheet
from common.verdict import Conflict
from council.permissions import person
from serviceplans import transitions
from serviceplans.bulk import TABLES, evaluate
from serviceplans.bulk.tables import blank_sheet, rows_sheet
from serviceplans.choices import UploadState
from serviceplans.forms.bulk import RowsUploadForm
from serviceplans.models import RowsUpload
from serviceplans.pages.bulk import RowsPage, columns, named, open_to

FILES = ("xlsx", "csv")


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    form = RowsUploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method != "POST" or not form.is_valid():
        return _upload_page(request, form)
    file, user = form.cleaned_data["file"], person(request)
    data = file.read()
    try:
        bulk = evaluate(form.cleaned_data["table"], data, base_name(file.name), user=user)
    except FileRefused as useless:
        form.add_error("file", useless.sentence)
        return _upload_page(request, form)
    kept = transitions.keep_rows(bulk, data, by=user)
    # Rows that cannot be taken are told at once, like any other error of a form.
    return _preview_page(request, kept, 422) if bulk.refused else redirect("plan_rows_preview", pk=kept.pk)


@require_safe
def table(request: HttpRequest, table: str, form: str) -> HttpResponse:
    """The rows of the plans that this person may bring rows into, or of one of them; or the columns alone."""
    if table not in TABLES or form not in FILES:
        raise Http404
    if "blank" in request.GET:
        return _file(write_sheet(blank_sheet(table), form), f"{table}.{form}", form)
    versions = named(open_to(request.user), request.GET.get("plan", ""))
    name = f"{table}-{versions[0].plan.slug}" if len(versions) == 1 else table
    return _file(write_sheet(rows_sheet(table, versions=versions), form), f"{name}.{form}", form)


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    return _preview_page(request, _upload(request, pk))


@require_safe
def refused(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The refused rows with what is wrong with each beside it, to be mended and uploaded again."""
    if form not in FILES:
        raise Http404
    kept = get_object_or_404(RowsUpload, pk=pk, uploaded_by=person(request))
    file = Judged(bytes(kept.data), kept.filename, TABLES[kept.table], kept.sheet, kept.rows)
    sheet = outcome_sheet(file, typed=form == "xlsx", only="refused")
    return _file(write_sheet(sheet, form), f"to-mend-{pk}.{form}", form)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    kept, counter = _upload(request, pk), request.POST.get("counter", "")
    try:
        transitions.confirm_rows(
            kept.pk, by=person(request), counter=int(counter) if counter.isdecimal() and len(counter) < 9 else 0,
            accept_refusals="accept" in request.POST,
        )  # fmt: skip
    except Conflict as conflict:
        return _preview_page(request, _upload(request, pk), 409, conflict.sentence)
    messages.success(request, f"{kept.filename} is brought in. Every change is in its plan’s history.")
    return redirect("plan_rows_preview", pk=pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    kept = transitions.discard_rows(_upload(request, pk).pk, by=person(request))
    messages.success(request, f"{kept.filename} is discarded. Nothing of it was written.")
    return redirect("plan_rows")


def _upload(request: HttpRequest, pk: int) -> RowsUpload:
    return get_object_or_404(RowsUpload.objects.defer("data"), pk=pk, uploaded_by=person(request))


def _upload_page(request: HttpRequest, form: RowsUploadForm) -> HttpResponse:
    versions = open_to(request.user)
    shown = named(versions, request.GET.get("plan", ""))
    waiting = RowsUpload.objects.filter(uploaded_by=person(request), state=UploadState.WAITING)
    context: dict[str, Any] = {
        "form": form,
        "versions": versions,
        "one": shown[0] if len(shown) == 1 else None,
        "plan": shown[0].plan.slug if len(shown) == 1 else "",
        "columns": columns(),
        "files": FILES,
        "waiting": waiting.defer("data", "rows"),
    }
    return render(request, "serviceplans/import.html", context, status=422 if form.errors else 200)


def _preview_page(request: HttpRequest, kept: RowsUpload, status: int = 200, sentence: str = "") -> HttpResponse:
    context = {"page": RowsPage(kept), "upload": kept, "sentence": sentence}
    return render(request, "serviceplans/import_preview.html", context, status=status)


def _file(content: bytes, name: str, form: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=FORMS[form], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
