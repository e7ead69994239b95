"""Hand-over: what a post has open, and one button that passes all of it to another post."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from common.verdict import Refused
from council import transitions
from council.forms import HandOverForm
from council.handover import mark_of, open_work
from council.permissions import person


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    form = HandOverForm(asked if "from_post" in asked else None)
    if not form.is_valid():
        return render(request, "council/hand_over.html", {"form": form}, status=422 if form.errors else 200)
    post, to = form.cleaned_data["from_post"], form.cleaned_data["to_post"]
    if request.method == "POST":
        try:
            transitions.hand_over(post.pk, to.pk, by=person(request), seen=request.POST.get("seen", ""))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
            return page(request, form, refusal.status)
        messages.success(request, f"Handed over: {to.title} has the open work of {post.title}.")
        return redirect("people")
    return page(request, form, 200)


def page(request: HttpRequest, form: HandOverForm, status: int) -> HttpResponse:
    """The list that a confirmation is about; a role that cannot take it over is said before anybody presses."""
    post, to = form.cleaned_data["from_post"], form.cleaned_data["to_post"]
    work = open_work(post)
    wrong = transitions.unfit(work, to)
    if wrong and not form.non_field_errors():
        form.add_error("to_post", wrong)
    context = {"form": form, "work": work, "post": post, "to": to, "seen": mark_of(work), "unfit": wrong}
    return render(request, "council/hand_over.html", context, status=status)
