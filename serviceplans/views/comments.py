"""Comments on a plan: made on the review page, answered on a page of their own, resolved and opened again by a button."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from council.permissions import person
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.forms.signoff import CommentForm, ReplyForm
from serviceplans.models import Comment, PlanVersion
from serviceplans.pages import PlanPage
from serviceplans.threads import thread_lines
from serviceplans.views.loading import load_version
from serviceplans.views.review import review_page


def load_comment(request: HttpRequest, version: PlanVersion, pk: int) -> Comment:
    """A comment that this person may read; any other is not found."""
    first = get_object_or_404(version.comments.filter(parent=None), pk=pk)
    if not may.reads_comment(request.user, version, first):
        raise Http404("No comment here that you may read.")
    return first


@require_POST
def comment(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    may.may_comment(request.user, version).require()
    form = CommentForm(version, request.POST)
    if not form.is_valid():
        return review_page(request, PlanPage(version, request.user), comment_form=form, status=422)
    part_key, field = form.target()
    said = {name: form.cleaned_data[name] for name in ("text", "internal")}
    transitions.comment(version.pk, by=person(request), part_key=part_key, field=field, **said)
    messages.success(request, "Comment added. The plan holder sees it beside the field.")
    return redirect(f"{version.plan.address('plan_review')}#comments")


@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, prefix: str, cycle: str, pk: int) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    first = load_comment(request, version, pk)
    may.may_reply(request.user, version, first).require()
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        transitions.reply(version.pk, pk, by=person(request), text=form.cleaned_data["text"])
        messages.success(request, "Reply added.")
        return redirect(back_to(request, version, first))
    page = PlanPage(version, request.user)
    lines = thread_lines(version, None, [first, *first.replies.all()])
    place = next((group["title"] for group in page.threads if group["key"] == first.part_key), first.part_key)
    context = {"page": page, "form": form, "lines": lines, "back": back_to(request, version, first), "place": place}
    return render(request, "serviceplans/reply.html", context, status=422 if form.errors else 200)


def back_to(request: HttpRequest, version: PlanVersion, first: Comment) -> str:
    """Where this person works with the comment: the part that they write, the review, else the plan's page."""
    if may.may_edit(request.user, version):
        return f"{version.plan.address('plan_part', first.part_key)}#comment-{first.pk}"
    if may.may_comment(request.user, version):
        return f"{version.plan.address('plan_review')}#comment-{first.pk}"
    return f"{version.plan.address('plan_read')}#comment-{first.pk}"


@require_POST
def resolve(request: HttpRequest, prefix: str, cycle: str, pk: int) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    first = load_comment(request, version, pk)
    transitions.resolve_comment(version.pk, pk, by=person(request))
    messages.success(request, "Comment marked as resolved.")
    return redirect(back_to(request, version, first))


@require_POST
def reopen(request: HttpRequest, prefix: str, cycle: str, pk: int) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    first = load_comment(request, version, pk)
    transitions.reopen_comment(version.pk, pk, by=person(request))
    messages.success(request, "Comment opened again. The plan holder is told.")
    return redirect(back_to(request, version, first))


@require_POST
def inside(request: HttpRequest, prefix: str, cycle: str, pk: int) -> HttpResponse:
    """Kept for the directorate and performance, or opened to the plan's other readers."""
    version = load_version(request, prefix, cycle)
    first = load_comment(request, version, pk)
    keep = request.POST.get("inside") == "yes"
    transitions.keep_comment_inside(version.pk, pk, by=person(request), inside=keep)
    said = "Only the directorate and performance read this comment now." if keep else "Others read this comment again."
    messages.success(request, said)
    return redirect(back_to(request, version, first))
