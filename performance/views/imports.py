"""A file of results: uploaded, shown, confirmed or discarded."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.documents.sheets import to_csv, to_xlsx
from common.intake import FileRefused
from common.outcome_files import Judged, outcome_sheet
from common.tables import FORMS
from common.verdict import Conflict
from performance import transitions
from performance.exports import TABLES, blank_csv, columns_of, grouped, write_table
from performance.forms import UploadForm
from performance.imports import TABLES as IMPORTED
from performance.imports import preview
from performance.imports.undo import obstacle
from performance.models import ImportBatch

from .register import csv_answer, posted

SHOWN = 200
RECENT = 10


def import_results(request: HttpRequest) -> HttpResponse:
    transitions.mark_interrupted()
    form = UploadForm(posted(request), request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _upload_page(request, form)
    file, table = form.cleaned_data["file"], form.cleaned_data["table"]
    try:
        batch = preview(file.read(), file.name, request.user, table=table)  # type: ignore[arg-type]
    except FileRefused as useless:
        form.add_error("file", useless.sentence)
        return _upload_page(request, form)
    # Rows that cannot be imported are told at once, like any other error of a form.
    refused = batch.counts["refused"]
    return _preview_page(request, batch, 422) if refused else redirect("import_preview", pk=batch.pk)


def _upload_page(request: HttpRequest, form: UploadForm) -> HttpResponse:
    recent = ImportBatch.objects.defer("data", "rows", "plan", "undo").select_related("uploaded_by")[:RECENT]
    kinds = [(name, [column.name for column in columns_of(name)]) for name in IMPORTED]
    context = {"form": form, "recent": recent, "kinds": kinds, "files": list(FORMS)}
    return render(request, "performance/import.html", context, status=422 if form.errors else 200)


def import_blank(request: HttpRequest) -> HttpResponse:
    table = request.GET.get("table", "results")
    if table not in IMPORTED:
        raise Http404
    return csv_answer(blank_csv(table), f"{table}.csv")


def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    transitions.mark_interrupted()
    return _preview_page(request, _batch(pk))


def import_outcome(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    if form not in ("csv", "xlsx"):
        raise Http404
    batch = get_object_or_404(ImportBatch.objects.defer("plan", "undo"), pk=pk)
    file = Judged(bytes(batch.data), batch.filename, IMPORTED[batch.table].columns, batch.sheet, batch.rows)
    sheet = outcome_sheet(file, typed=form == "xlsx")
    made = to_xlsx([sheet], title=batch.filename) if form == "xlsx" else to_csv(sheet)
    headers = {"Content-Disposition": f'attachment; filename="import-{pk}-outcome.{form}"'}
    return HttpResponse(made, content_type=FORMS[form], headers=headers)


def confirm_import(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(pk)
    try:
        transitions.confirm(batch.pk, by=request.user, accept_refusals="accept" in request.POST)  # type: ignore[arg-type]
    except Conflict as conflict:
        return _preview_page(request, _batch(pk), 409, conflict.sentence)
    messages.success(request, f"{batch.filename} is imported.")
    return redirect("import_preview", pk=pk)


def discard_import(request: HttpRequest, pk: int) -> HttpResponse:
    batch = transitions.discard(_batch(pk).pk, by=request.user)  # type: ignore[arg-type]
    messages.success(request, f"The preview of {batch.filename} is discarded. Nothing was imported.")
    return redirect("import_results")


def undo_import(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(pk)
    sentence, status = obstacle(batch), 200
    if request.method == "POST":
        try:
            transitions.undo_import(batch.pk, by=request.user)  # type: ignore[arg-type]
            messages.success(request, f"The import of {batch.filename} is undone.")
            return redirect("import_preview", pk=pk)
        except Conflict as conflict:
            sentence, status = conflict.sentence, 409
    context = {"batch": batch, "sentence": sentence}
    return render(request, "performance/import_undo.html", context, status=status)


def export_table(request: HttpRequest, table: str, form: str) -> HttpResponse:
    if table not in TABLES or form not in FORMS:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{table}.{form}"'}
    return HttpResponse(write_table(table, form), content_type=FORMS[form], headers=headers)


def _batch(pk: int) -> ImportBatch:
    return get_object_or_404(ImportBatch.objects.defer("data", "plan").select_related("uploaded_by"), pk=pk)


def _preview_page(request: HttpRequest, batch: ImportBatch, status: int = 200, sentence: str = "") -> HttpResponse:
    counts = batch.counts
    context = {
        "batch": batch,
        "groups": [(outcome, rows[:SHOWN], len(rows)) for outcome, rows in grouped(batch)],
        "good": counts["new"] + counts["changed"],
        "sentence": sentence,
        "shown": SHOWN,
    }
    return render(request, "performance/import_preview.html", context, status=status)
