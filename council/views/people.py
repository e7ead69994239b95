from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from common.attempt import attempt
from council import transitions
from council.choices import Role
from council.forms import AppointmentForm, LastDayForm
from council.models import Appointment, User
from council.pages import people_page, structure_page
from council.permissions import authority, person


def structure(request: HttpRequest) -> HttpResponse:
    """Directorates, services, portfolios, themes and the calendar."""
    may_appoint = authority(request.user).has(Role.ADMINISTRATOR)
    return render(request, "council/structure.html", {"page": structure_page(), "may_appoint": may_appoint})


def people(request: HttpRequest) -> HttpResponse:
    """Every post with who holds it, who deputises, and which are empty."""
    page = people_page(request.GET.get("q", ""), request.GET.get("show") == "vacant")
    may_appoint = authority(request.user).has(Role.ADMINISTRATOR)
    may_hand_over = authority(request.user).has(Role.ADMINISTRATOR, Role.PERFORMANCE_OFFICER)
    context = {"page": page, "may_appoint": may_appoint, "may_hand_over": may_hand_over}
    return render(request, "council/people.html", context)


def appoint(request: HttpRequest) -> HttpResponse:
    """Put somebody into a post."""
    if request.method != "POST":
        return render(
            request, "council/appoint.html", {"form": AppointmentForm(initial={"post": request.GET.get("post")})}
        )
    form = AppointmentForm(request.POST)
    made, status = attempt(form, lambda said: transitions.appoint(said.pop("post").pk, by=person(request), **said))
    if made is None:
        return render(request, "council/appoint.html", {"form": form}, status=status)
    messages.success(request, f"{made.person.name} is appointed: {made.post.title}.")
    return redirect("people")


def end_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """End somebody's time in a post."""
    row = get_object_or_404(Appointment.objects.select_related("person", "post"), pk=pk)
    form, ended, status = LastDayForm(request.POST if request.method == "POST" else None), None, 200
    if request.method == "POST":
        ended, status = attempt(form, lambda said: transitions.end_appointment(row.pk, by=person(request), **said))
    if ended is None:
        return render(request, "council/end_appointment.html", {"form": form, "row": row}, status=status)
    messages.success(request, f"The last day is set: {row.person.name}, {row.post.title}.")
    return redirect("people")


def demo_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign in as one of the demonstration's cast, and go where the link led. Not found but in the demonstration."""
    if not settings.DEMO:
        raise Http404
    member = get_object_or_404(User.objects.filter(is_active=True).exclude(cast_line=""), pk=pk)
    login(request, member)
    transitions.accounts.signed_in(member)
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if ours else "home")
