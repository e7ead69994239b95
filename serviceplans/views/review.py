"""Read, comment and decide on one page; the timeline of sign-off; completing an approval after a reshuffle."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from common.verdict import Verdict
from council.permissions import person
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.amendments import amendments_seen
from serviceplans.exports import document_of
from serviceplans.forms.review import DecisionForm
from serviceplans.forms.signoff import CommentForm
from serviceplans.models import PlanVersion
from serviceplans.pages import PlanPage
from serviceplans.views.loading import load_version

DECISIONS = ("agree", "amend", "approve", "return")


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    """The Director agrees, asks for amendments or returns; the Executive Member approves or returns."""
    version = load_version(request, prefix, cycle)
    page = PlanPage(version, request.user)
    if request.method == "POST":
        return decide(request, page)
    refuse_unless_reviewer(page)
    return review_page(request, page)


def refuse_unless_reviewer(page: PlanPage) -> None:
    """The most telling sentence where somebody may neither decide nor comment."""
    if not page.may_review:
        at_last = page.version.current_stage == page.version.stages[-1]
        (page.may_approve if at_last else page.may_agree).require()


def review_page(request: HttpRequest, page: PlanPage, *, status: int = 200, **forms: Any) -> HttpResponse:
    stage = page.version.current_stage
    form = forms.get("form") or (DecisionForm(page) if page.may_decide else None)
    context = {
        "page": page,
        "document": document_of(page.version, page.content),
        "amended": amendments_seen(page.version, page.content),
        "form": form,
        "comment_form": forms.get("comment_form") or (CommentForm(page.version) if page.may_comment else None),
        "stage": stage.key if stage else "",
    }
    return render(request, "serviceplans/review.html", context, status=status)


def decide(request: HttpRequest, page: PlanPage) -> HttpResponse:
    version, asked = page.version, request.POST.get("decision", "")
    wanted(page, asked, request.POST.get("stage", "")).require()
    form = DecisionForm(page, request.POST)
    if asked not in DECISIONS:
        form.add_error(None, "Choose a decision: press one of the buttons.")
    if not form.is_valid():
        return review_page(request, page, form=form, status=422)
    messages.success(request, take_decision(version, asked, form.cleaned_data, request.user))
    # A plan that the Executive Member returned is no longer theirs to read.
    still_there = PlanVersion.objects.visible_to(request.user).filter(pk=version.pk).exists()
    return redirect(version.plan) if still_there else redirect("plans")


def wanted(page: PlanPage, asked: str, stage: str) -> Verdict:
    """Whether the decision that was pressed is this person's now; ``stage`` is the review on the page that they read."""
    if asked in ("agree", "amend"):
        return page.may_agree
    if asked == "approve":
        return page.may_approve
    at_last = stage == page.version.stages[-1].key
    return page.may_return or (page.may_approve if at_last else page.may_agree)


def take_decision(version: PlanVersion, asked: str, said: dict[str, Any], user: Any) -> str:
    """Call the transition that was asked for, and say what happened."""
    shared = {"by": user, "digest": said["digest"], "comment": said["comment"]}
    if asked == "return":
        now = transitions.return_plan(version.pk, **shared)
        to = "the Director" if now.current_stage and now.current_stage.meeting else "the plan holder"
        to = now.current_stage.to if now.current_stage and not now.current_stage.meeting else to
        return f"You returned {version.plan} to {to}, with your comment{'s' * (now.current_stage is None)}."
    shared["meeting"] = said.get("meeting")
    if asked == "amend":
        transitions.agree_with_amendments(version.pk, amendments=said["amendments"], **shared)
        return f"You agreed {version.plan} with amendments. You or the plan holder can make them now."
    stage = version.current_stage
    now = (transitions.agree if asked == "agree" else transitions.approve)(version.pk, **shared)
    if now.current_stage == stage:
        left = may.names(may.outstanding(now))
        return f"You {'agreed' if asked == 'agree' else 'approved'} {version.plan}. It waits for {left}."
    if now.current_stage is None:
        return f"You approved {version.plan}. It is in force."
    at = " at DMT" if stage and stage.meeting else ""
    return f"You agreed {version.plan}{at}. It is now with {now.current_stage.to}."


@require_safe
def timeline(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    """Every step of a plan's sign-off, and whose decision it waits for."""
    version = load_version(request, prefix, cycle, asked_number(request))
    return render(request, "serviceplans/signoff.html", {"page": PlanPage(version, request.user)})


def asked_number(request: HttpRequest) -> int | None:
    """The version asked for with ``?version=``, if any."""
    number = request.GET.get("version", "")
    return int(number) if number.isdecimal() and len(number) < 5 else None


@require_http_methods(["GET", "POST"])
def complete(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    """After a reshuffle: nobody's approval is outstanding any more."""
    version = load_version(request, prefix, cycle)
    may.may_complete(request.user, version).require()
    if request.method == "POST":
        transitions.complete_approval(version.pk, by=person(request))
        messages.success(request, f"The approval of {version.plan} is complete.")
        return redirect(version.plan)
    return render(request, "serviceplans/complete.html", {"page": PlanPage(version, request.user)})
