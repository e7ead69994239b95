"""What somebody was told, and how they want to be told."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from common.today import now
from council import transitions
from council.forms import DeliveryForm
from council.models import Notification
from council.notice_pages import notices_page
from council.permissions import person


def notifications(request: HttpRequest) -> HttpResponse:
    page = notices_page(person(request), request.GET.get("show", ""), request.GET.get("page"))
    return render(request, "council/notifications.html", {"notices": page})


def open_notification(request: HttpRequest, pk: str) -> HttpResponse:
    """Mark it as read and go where it leads; with "stay", back to the list."""
    found = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    transitions.mark_read(found)
    return _back(request) if "stay" in request.POST else HttpResponseRedirect(found.link)


def read_notifications(request: HttpRequest) -> HttpResponse:
    """Mark all that the page showed, and what came before it, as read."""
    count = transitions.mark_all_read(person(request), _moment(request.POST.get("until", "")))
    messages.success(request, f"{count} marked as read.")
    return redirect("notifications")


def notice_choices(request: HttpRequest) -> HttpResponse:
    who = person(request)
    form = DeliveryForm(request.POST if request.method == "POST" else None, person=who)
    if not form.is_valid():
        return render(request, "council/notice_choices.html", {"form": form}, status=422 if form.errors else 200)
    transitions.choose_delivery(who, form.cleaned_data)
    messages.success(request, "Your choice is saved. It counts from the next notification on.")
    return redirect("notifications")


def _back(request: HttpRequest) -> HttpResponse:
    query = request.POST.get("back", "")
    show = "unread" if "show=unread" in query else ""
    return HttpResponseRedirect(reverse("notifications") + (f"?show={show}" if show else ""))


def _moment(text: str) -> datetime:
    """The moment that the page posts; a text that is none means now."""
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    return found if found and timezone.is_aware(found) else now()
