"""Performance clinics: called, held, called off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from common.attempt import attempt
from council.permissions import person
from reporting import transitions
from reporting.clinics import ClinicPage, clinic_list
from reporting.forms import CancelForm, ClinicForm, HoldForm
from reporting.models import Clinic
from reporting.permissions import may_hold_clinic


def _clinic(request: HttpRequest, pk: int) -> Clinic:
    return get_object_or_404(Clinic.objects.visible_to(request.user).for_list(), pk=pk)


@require_safe
def clinics(request: HttpRequest) -> HttpResponse:
    return render(
        request, "reporting/clinics.html", {"listing": clinic_list(request.user, request.GET.get("about", "")[:40])}
    )


@require_http_methods(["GET", "POST"])
def clinic_new(request: HttpRequest) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = ClinicForm(request.user, posted, initial={"about": request.GET.get("about", "")[:40]})
    made, status = attempt(form, lambda said: transitions.call_clinic(form.facts(), by=person(request)))
    if made is None:
        return render(request, "reporting/clinic_new.html", {"form": form}, status=status)
    messages.success(request, f"The clinic on {made.about} is called. Its chair and owner have been told.")
    return redirect(made)


@require_safe
def clinic(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "reporting/clinic.html", {"page": ClinicPage(_clinic(request, pk), request.user)})


@require_http_methods(["GET", "POST"])
def clinic_hold(request: HttpRequest, pk: int) -> HttpResponse:
    found = _clinic(request, pk)
    may_hold_clinic(request.user, found).require()
    form = HoldForm(found, request.POST if request.method == "POST" else None)
    held, status = attempt(
        form,
        lambda said: transitions.hold_clinic(
            found.pk,
            by=person(request),
            counter=said["counter"],
            answers=form.answers,
            outcomes=said["outcomes"],
            conclusion=said["conclusion"],
        ),
    )
    if held is None:
        return render(request, "reporting/clinic_hold.html", {"form": form, "clinic": found}, status=status)
    messages.success(request, f"What the clinic on {held.about} found is written down.")
    return redirect(held)


@require_http_methods(["GET", "POST"])
def clinic_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = _clinic(request, pk)
    may_hold_clinic(request.user, found).require()
    form = CancelForm(request.POST if request.method == "POST" else None, initial={"counter": found.counter})
    gone, status = attempt(form, lambda said: transitions.cancel_clinic(found.pk, by=person(request), **said))
    if gone is None:
        return render(request, "reporting/clinic_cancel.html", {"form": form, "clinic": found}, status=status)
    messages.success(request, f"The clinic on {gone.about} is called off.")
    return redirect("clinics")
