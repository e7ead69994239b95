"""Submit, withdraw, review, comment, publish: the pages and buttons of sign-off."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from common.verdict import Refused
from council.permissions import person
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.exports import document_of
from serviceplans.forms.signoff import ApproveForm, CommentForm, ReviewForm, StepForm
from serviceplans.models import PlanVersion
from serviceplans.pages import PlanPage
from serviceplans.views.loading import load_version
from serviceplans.views.overview import check_page, submit_form


@require_POST
def submit(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    may.may_submit(request.user, version).require()
    form = submit_form(request.POST)
    if not form.is_valid():
        return check_page(request, version, form, status=422)
    if PlanPage(version, request.user).to_fix:
        # The page lists what stops it, each with its link: better than a refusal.
        return check_page(request, version, form, status=422)
    transitions.submit(version.pk, by=person(request), comment=form.cleaned_data["comment"])
    messages.success(request, f"{version.plan} has been submitted to DMT. It is locked while it is in review.")
    return redirect(version.plan)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    may.may_withdraw(request.user, version).require()
    form = StepForm("Why (optional)", request.POST if request.method == "POST" else None)
    if form.is_valid():
        transitions.withdraw(version.pk, by=person(request), comment=form.cleaned_data["comment"])
        messages.success(request, f"{version.plan} is a draft again.")
        return redirect(version.plan)
    context = {"page": PlanPage(version, request.user), "form": form}
    return render(request, "serviceplans/withdraw.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    """Read, comment, and decide, on one page. The Director agrees or returns; the Executive Member approves or returns."""
    version = load_version(request, prefix, cycle)
    page = PlanPage(version, request.user)
    if request.method == "POST":
        return decide(request, page)
    refuse_unless_reviewer(page)
    return review_page(request, page)


def refuse_unless_reviewer(page: PlanPage) -> None:
    """The most telling sentence where somebody may neither decide nor comment."""
    if not page.may_review:
        (page.may_approve if page.version.status == "member-review" else page.may_agree).require()


def decision_form(page: PlanPage, posted: Any = None) -> Any:
    initial = {"digest": page.version.frozen.digest if page.version.frozen else ""}
    if page.may_approve:
        return ApproveForm(posted, initial=initial)
    if page.may_agree:
        return ReviewForm(page.version, posted, initial=initial)
    return None


def review_page(request: HttpRequest, page: PlanPage, *, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "page": page,
        "document": document_of(page.version, page.content),
        "form": forms.get("form") or decision_form(page),
        "comment_form": forms.get("comment_form") or (CommentForm(page.version) if page.may_comment else None),
        "stage": "member" if page.version.status == "member-review" else "dmt",
    }
    return render(request, "serviceplans/review.html", context, status=status)


def decide(request: HttpRequest, page: PlanPage) -> HttpResponse:
    version, asked = page.version, request.POST.get("decision", "")
    stage = page.may_approve if request.POST.get("stage") == "member" else page.may_agree
    {"agree": page.may_agree, "approve": page.may_approve}.get(asked, stage).require()
    form = decision_form(page, request.POST)
    if asked not in ("agree", "approve", "return"):
        form.add_error(None, "Choose a decision: press one of the two buttons.")
    if not form.is_valid():
        return review_page(request, page, form=form, status=422)
    said = take_decision(version, asked, form.cleaned_data, request.user)
    messages.success(request, said)
    # A plan that the Executive Member returned is no longer theirs to read.
    still_there = PlanVersion.objects.visible_to(request.user).filter(pk=version.pk).exists()
    return redirect(version.plan) if still_there else redirect("plans")


def take_decision(version: PlanVersion, asked: str, said: dict[str, Any], user: Any) -> str:
    """Call the transition that was asked for, and say what happened."""
    shared = {"by": user, "digest": said["digest"], "comment": said["comment"]}
    if asked == "agree":
        transitions.agree(version.pk, meeting=said["meeting"], **shared)
        return f"You agreed {version.plan} at DMT. It is now with the Executive Member."
    if asked == "approve":
        transitions.approve(version.pk, **shared)
        return f"You approved {version.plan}. It is in force."
    if asked == "return" and version.status == "member-review":
        transitions.return_to_director(version.pk, **shared)
        return f"You returned {version.plan} to the Director, with your comment."
    if asked == "return":
        transitions.return_to_holder(version.pk, **shared)
        return f"You returned {version.plan} to the plan holder, with your comments."
    raise Refused("Choose a decision: agree, approve or return.")


@require_POST
def comment(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    may.may_comment(request.user, version).require()
    form = CommentForm(version, request.POST)
    if not form.is_valid():
        return review_page(request, PlanPage(version, request.user), comment_form=form, status=422)
    part_key, field = form.target()
    transitions.comment(version.pk, by=person(request), part_key=part_key, field=field, text=form.cleaned_data["text"])
    messages.success(request, "Comment added. The plan holder sees it beside the field.")
    return redirect(f"{version.plan.address('plan_review')}#comments")


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    may.may_publish(request.user, version).require()
    if request.method == "POST":
        transitions.publish(version.pk, by=person(request))
        messages.success(request, f"{version.plan} is published: anyone can read it.")
        return redirect(version.plan)
    page = PlanPage(version, request.user)
    return render(request, "serviceplans/publish.html", {"page": page})
