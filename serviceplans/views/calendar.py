"""Every plan against the calendar, its files, and reminding whoever is next."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from council.permissions import person
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.calendar import calendar_page
from serviceplans.calendar.files import FILES
from serviceplans.permissions import may_begin


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    page = calendar_page(request.user, request.GET)
    begin = {line.service.pk for line in page.lines if not line.version and may_begin(request.user, line.service)}
    return render(request, "serviceplans/calendar.html", {"page": page, "may_begin": begin})


@require_safe
def calendar_file(request: HttpRequest, form: str) -> HttpResponse:
    """Exactly what the page shows."""
    page, chosen = calendar_page(request.user, request.GET), FILES[form]
    name = f"plans-{page.cycle.slug if page.cycle else 'none'}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(chosen.write(page.lines), content_type=chosen.mime, headers=headers)


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Remind of one plan (``plan``: its service's prefix), or of all that are late among those shown."""
    may.may_remind(request.user).require()
    page = calendar_page(request.user, request.POST)
    prefix = request.POST.get("plan", "")
    lines = [line for line in page.lines if line.service.prefix == prefix] if prefix else page.late
    reminded = transitions.remind_planners(lines, by=person(request))
    (messages.success if reminded.told else messages.info)(request, reminded.sentence)
    return redirect(f"{reverse('plan_calendar')}?{page.query}" if page.query else "plan_calendar")
