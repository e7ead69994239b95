"""The audit trail: searched, one entry, exported, verified."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.ledger import verify
from common.models import LedgerEntry
from council.permissions import person
from reporting.audit.exports import FORMS, file_name, write_trail
from reporting.audit.filters import AuditFilterForm
from reporting.audit.page import audit_page, entry_line, neighbours


def audit(request: HttpRequest) -> HttpResponse:
    return render(request, "reporting/audit/trail.html", {"audit": audit_page(request.GET)})


def audit_entry(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(LedgerEntry, pk=pk)
    context = {"line": entry_line(entry), "neighbours": neighbours(entry)}
    return render(request, "reporting/audit/entry.html", context)


def audit_export(request: HttpRequest, form: str) -> HttpResponse:
    rows = AuditFilterForm(request.GET).narrowed()
    headers = {"Content-Disposition": f'attachment; filename="{file_name(form)}"'}
    return HttpResponse(write_trail(rows, form), content_type=FORMS[form], headers=headers)


def audit_verify(request: HttpRequest) -> HttpResponse:
    """Check the whole trail now; what was found stands on the page."""
    found = verify(by=person(request).pk)
    (messages.success if found else messages.error)(request, " ".join(found.lines))
    return redirect("audit")
