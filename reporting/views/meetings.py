"""DMT meetings: the calendar, a meeting's agenda, what it decides, its minutes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.attempt import attempt
from common.today import today
from common.verdict import Conflict
from council.models import DmtMeeting, Post
from council.permissions import may_keep_meeting, may_keep_meetings_of, person
from council.transitions import add_meetings, change_meeting
from reporting import transitions
from reporting.agenda import Item, agenda_of
from reporting.exports.meeting import KINDS, file_name
from reporting.forms import BusinessForm, CloseForm, MeetingForm, MeetingsForm, OutcomeForm, ReopenForm
from reporting.meetings import MeetingPage, asked_to, directorates_kept_by, meeting_list
from reporting.models import MeetingItem
from serviceplans.exports import FORMATS
from serviceplans.models import PlanVersion


def _meeting(request: HttpRequest, directorate: str, day: Any) -> DmtMeeting:
    seen = DmtMeeting.objects.visible_to(request.user).select_related("directorate", "chair")
    return get_object_or_404(seen, directorate__key=directorate, date=day)


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    listing = meeting_list(request.user, request.GET.get("directorate", ""))
    return render(request, "reporting/meetings.html", {"listing": listing})


@require_http_methods(["GET", "POST"])
def meeting_new(request: HttpRequest) -> HttpResponse:
    form = MeetingsForm(directorates_kept_by(request.user), request.POST if request.method == "POST" else None)
    made, status = attempt(
        form,
        lambda said: add_meetings(
            said["directorate"], form.days, by=person(request), at=said["time"], place=said["place"]
        ),
    )
    if made is None:
        return render(request, "reporting/meeting_new.html", {"form": form}, status=status)
    count = len(made)
    messages.success(request, f"{count} meeting{'s are' if count != 1 else ' is'} in the calendar.")
    return redirect(made[0]) if count == 1 else redirect("meetings")


@require_safe
def meeting(request: HttpRequest, directorate: str, day: Any) -> HttpResponse:
    page = MeetingPage(_meeting(request, directorate, day), request.user)
    return render(request, "reporting/meeting.html", {"page": page})


@require_http_methods(["GET", "POST"])
def meeting_edit(request: HttpRequest, directorate: str, day: Any) -> HttpResponse:
    found = _meeting(request, directorate, day)
    may_keep_meeting(request.user, found).require()
    form = MeetingForm(found, asked_to(found), request.POST if request.method == "POST" else None)
    changed, status = attempt(
        form, lambda said: change_meeting(found.pk, form.facts(), by=person(request), counter=said["counter"])
    )
    if changed is None:
        return render(request, "reporting/meeting_edit.html", {"form": form, "meeting": found}, status=status)
    messages.success(request, "The meeting is saved.")
    return redirect(changed)


@require_http_methods(["GET", "POST"])
def meeting_record(request: HttpRequest, directorate: str, day: Any) -> HttpResponse:
    """What the meeting decided about one item, named in the address as ?item=plan:CSS 2019/20."""
    found = _meeting(request, directorate, day)
    may_keep_meeting(request.user, found).require()
    item = _item(request, found)
    version = _version(request, item)
    digest = version.frozen.digest if version and version.frozen else ""
    form = OutcomeForm(item, request.POST if request.method == "POST" else None, digest=digest)
    row, status = attempt(
        form,
        lambda said: transitions.record_outcome(
            found.pk, item, form.said(), by=person(request), counter=said["counter"]
        ),
    )
    if row is None:
        context = {"form": form, "meeting": found, "item": item, "titles": Post.objects.values_list("title", flat=True)}
        return render(request, "reporting/meeting_record.html", context, status=status)
    messages.success(request, f"Recorded. {item.name}: {row.words.lower()}.")
    return redirect(f"{found.get_absolute_url()}#agenda-{item.kind}")


def _item(request: HttpRequest, meeting: DmtMeeting) -> Item:
    item = agenda_of(meeting, request.user).find(request.GET.get("item", ""))
    if item is None:
        raise Conflict("This item is no longer on the agenda: it has been dealt with, or taken off.")
    return item


def _version(request: HttpRequest, item: Item) -> PlanVersion | None:
    if item.kind != "plan":
        return None
    prefix, _, cycle = item.reference.partition(" ")
    rows = PlanVersion.objects.visible_to(request.user).select_related("frozen")
    return rows.filter(plan__service__prefix=prefix, plan__cycle__name=cycle).order_by("-number").first()


@require_http_methods(["GET", "POST"])
def meeting_business(request: HttpRequest, directorate: str, day: Any) -> HttpResponse:
    found = _meeting(request, directorate, day)
    may_keep_meeting(request.user, found).require()
    form = BusinessForm(request.POST if request.method == "POST" else None)
    made, status = attempt(form, lambda said: transitions.add_business(found.pk, by=person(request), **said))
    if made is None:
        return render(request, "reporting/meeting_business.html", {"form": form, "meeting": found}, status=status)
    messages.success(request, f"“{made.title}” is on the agenda.")
    return redirect(f"{found.get_absolute_url()}#agenda-other")


@require_POST
def meeting_business_remove(request: HttpRequest, directorate: str, day: Any, pk: int) -> HttpResponse:
    found = _meeting(request, directorate, day)
    transitions.remove_business(found.pk, pk, by=person(request))
    messages.success(request, "The item is off the agenda.")
    return redirect(found)


@require_http_methods(["GET", "POST"])
def meeting_close(request: HttpRequest, directorate: str, day: Any) -> HttpResponse:
    found = _meeting(request, directorate, day)
    may_keep_meeting(request.user, found).require()
    initial = {"notes": found.notes, "counter": found.counter}
    form = CloseForm(request.POST if request.method == "POST" else None, initial=initial)
    closed, status = attempt(
        form,
        lambda said: transitions.close_minutes(
            found.pk, by=person(request), counter=said["counter"], notes=said["notes"]
        ),
    )
    if closed is None:
        context = {"form": form, "page": MeetingPage(found, request.user)}
        return render(request, "reporting/meeting_close.html", context, status=status)
    messages.success(request, f"The minutes of {found} are agreed and locked.")
    return redirect(closed)


@require_http_methods(["GET", "POST"])
def meeting_reopen(request: HttpRequest, directorate: str, day: Any) -> HttpResponse:
    found = _meeting(request, directorate, day)
    may_keep_meetings_of(request.user, found.directorate).require()
    form = ReopenForm(request.POST if request.method == "POST" else None)
    opened, status = attempt(form, lambda said: transitions.reopen_minutes(found.pk, by=person(request), **said))
    if opened is None:
        return render(request, "reporting/meeting_reopen.html", {"form": form, "meeting": found}, status=status)
    messages.success(request, "The minutes are open again. Agree them once they are right.")
    return redirect(opened)


@require_http_methods(["GET", "POST"])
def meeting_call_off(request: HttpRequest, directorate: str, day: Any) -> HttpResponse:
    found = _meeting(request, directorate, day)
    may_keep_meeting(request.user, found).require()
    if request.method == "POST":
        transitions.call_off_meeting(found.pk, by=person(request))
        messages.success(request, f"{found} is called off.")
        return redirect("meetings")
    return render(request, "reporting/meeting_call_off.html", {"meeting": found})


@require_POST
def meeting_action_done(request: HttpRequest, pk: int) -> HttpResponse:
    seen = MeetingItem.objects.filter(meeting__in=DmtMeeting.objects.visible_to(request.user).values("pk"))
    mine = MeetingItem.objects.filter(owner_post__in=Post.objects.held_by(person(request).pk, today()))
    row = get_object_or_404((seen | mine).distinct(), pk=pk)
    done = transitions.mark_done(row.pk, by=person(request))
    messages.success(request, f"Done: {done.text}")
    readable = DmtMeeting.objects.visible_to(request.user).filter(pk=row.meeting_id).exists()
    return redirect(row.meeting) if readable else redirect("home")


@require_safe
def meeting_export(request: HttpRequest, directorate: str, day: Any, kind: str, extension: str) -> HttpResponse:
    found, chosen = _meeting(request, directorate, day), FORMATS[extension]
    if kind not in KINDS:
        raise Http404
    document = KINDS[kind](MeetingPage(found, request.user))
    name = file_name(found, kind, extension)
    return HttpResponse(
        chosen.write(document),
        content_type=chosen.mime,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
