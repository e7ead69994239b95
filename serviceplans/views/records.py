"""A decision taken off the system: recorded by an officer with the minute attached, confirmed or disputed by the Member."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from common.attachments import served, too_large
from common.values.years import format_date
from council.permissions import person
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.forms.records import AnswerForm, RecordForm
from serviceplans.models import OffSystemRecord, PlanVersion
from serviceplans.pages import PlanPage
from serviceplans.views.loading import load_version, visible_versions


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    refusal = too_large(request)
    if refusal:
        return render(request, "413.html", {"sentence": refusal, "back_url": request.path}, status=413)
    version = load_version(request, prefix, cycle)
    may.may_record(request.user, version).require()
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RecordForm(version, *posted)
    if form.is_valid() and recorded(request, version, form):
        messages.success(request, f"Recorded. {form.cleaned_data['post'].title} has been told and can dispute it.")
        return redirect(version.plan)
    context = {"page": PlanPage(version, request.user), "form": form}
    return render(request, "serviceplans/record.html", context, status=422 if form.errors else 200)


def recorded(request: HttpRequest, version: PlanVersion, form: RecordForm) -> bool:
    """Whether the decision could be recorded; a day that cannot be is the form's error, and nothing typed is lost."""
    try:
        transitions.record_decision(version.pk, by=person(request), **form.cleaned_data)
    except transitions.WrongDay as refusal:
        form.add_error("decided_on", refusal.sentence.removesuffix("."))
        return False
    return True


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, prefix: str, cycle: str, pk: int) -> HttpResponse:
    """The Member's word on what was recorded as theirs."""
    found, version = load_record(request, prefix, cycle, pk)
    may.may_answer_record(request.user, found).require()
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if form.cleaned_data["answer"] == "confirm":
            transitions.confirm_record(found.pk, by=person(request))
            messages.success(request, "Confirmed: the recorded decision is yours.")
        else:
            transitions.dispute_record(found.pk, by=person(request), reason=form.cleaned_data["reason"])
            messages.success(request, "Disputed. The officer who recorded the decision has been told.")
        return redirect(version.plan)
    context = {
        "page": PlanPage(version, request.user),
        "form": form,
        "page_rows": summary_of(found),
        "file_url": version.plan.address("plan_record_file", found.pk),
        "reopens": transitions.can_reopen(version, found.decision),
    }
    return render(request, "serviceplans/record_answer.html", context, status=422 if form.errors else 200)


def summary_of(found: OffSystemRecord) -> list[dict[str, str]]:
    """What was recorded, as a summary list."""
    decision = found.decision
    return [
        {"key": "Decision", "value": decision.heading},
        {"key": "Decided by", "value": decision.post_title},
        {"key": "On", "value": format_date(found.decided_on)},
        {
            "key": "Recorded by",
            "value": f"{decision.by.name if decision.by else ''}, {format_date(localdate(decision.at))}",
        },
        {"key": "Comment", "value": decision.comment or "None"},
    ]


@require_safe
def file(request: HttpRequest, prefix: str, cycle: str, pk: int) -> HttpResponse:
    found, version = load_record(request, prefix, cycle, pk)
    may.may_read_record(request.user, version).require()
    return served(found.attachment)


def load_record(request: HttpRequest, prefix: str, cycle: str, pk: int) -> tuple[OffSystemRecord, PlanVersion]:
    """A recorded decision on a version that this person may read, and that version."""
    records = OffSystemRecord.objects.select_related("decision__post", "decision__by", "version")
    found = get_object_or_404(records.filter(version__in=visible_versions(request, prefix, cycle)), pk=pk)
    version = load_version(request, prefix, cycle, found.version.number)
    found.version = found.decision.version = version
    return found, version
