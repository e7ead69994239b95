"""A plan's Word file: uploaded, read against the plan, what was not recognised placed by hand, brought in or discarded."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from common.intake import FileRefused
from common.intake.wording import base_name
from common.verdict import Conflict
from council.permissions import person
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.choices import UploadState
from serviceplans.forms.word import PlacingForm, WordUploadForm
from serviceplans.models import PlanUpload, PlanVersion
from serviceplans.pages import PlanPage
from serviceplans.pages.word import WordPage
from serviceplans.views.loading import load_version
from serviceplans.word import read_file
from serviceplans.word.placing import pieces_of, targets_of


def load_draft(request: HttpRequest, prefix: str, cycle: str) -> PlanVersion:
    """The version, for somebody who may bring a file into it."""
    version = load_version(request, prefix, cycle)
    may.may_bring_in(request.user, version).require()
    return version


def load_upload(request: HttpRequest, prefix: str, cycle: str, pk: int) -> PlanUpload:
    version = load_draft(request, prefix, cycle)
    upload = get_object_or_404(PlanUpload, pk=pk, version=version)
    upload.version = version
    return upload


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    version = load_draft(request, prefix, cycle)
    page = PlanPage(version, request.user)
    form = WordUploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data, name = file.read(), base_name(file.name)
        try:
            read_file(version, data, name, lambda: page.content)
            kept = transitions.keep_upload(version.pk, by=person(request), filename=name, data=data)
            return redirect(version.plan.address("plan_word_read", kept.pk))
        except FileRefused as refused:
            form.add_error("file", refused.sentence)
    waiting = version.uploads.filter(state=UploadState.WAITING).select_related("uploaded_by").defer("data")
    context = {"page": page, "form": form, "waiting": waiting}
    return render(request, "serviceplans/word.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def read(request: HttpRequest, prefix: str, cycle: str, pk: int) -> HttpResponse:
    """What the file would change; posted, it is brought in as it was read."""
    upload = load_upload(request, prefix, cycle, pk)
    if request.method == "GET":
        return reading(request, upload)
    word = WordPage(upload, request.user)
    read = word.read
    # A comparison that was read at another state than this one's fits no state: it is refused under the lock.
    stamp = read.stamp if request.POST.get("stamp") == read.stamp else ""
    try:
        transitions.confirm_upload(
            upload.pk, by=person(request), before=read.before, after=read.after, stamp=stamp, left=word.left
        )
    except Conflict as conflict:
        upload.refresh_from_db(fields=["state"])
        return reading(request, upload, 409, conflict.sentence)
    messages.success(request, f"{upload.filename} is brought in. Every change is in the plan’s history.")
    return redirect(upload.version.plan)


def reading(request: HttpRequest, upload: PlanUpload, status: int = 200, sentence: str = "") -> HttpResponse:
    context = {"word": WordPage(upload, request.user), "sentence": sentence}
    return render(request, "serviceplans/word_read.html", context, status=status)


@require_POST
def place(request: HttpRequest, prefix: str, cycle: str, pk: int) -> HttpResponse:
    """Where what was not recognised belongs; choices that are none are left out."""
    upload = load_upload(request, prefix, cycle, pk)
    found = WordPage(upload, request.user).found
    form = PlacingForm(pieces_of(found), targets_of(found.before), upload.placed, request.POST)
    form.is_valid()
    transitions.place_upload(upload.pk, by=person(request), placed=form.cleaned_data)
    return redirect(upload.version.plan.address("plan_word_read", pk))


@require_POST
def discard(request: HttpRequest, prefix: str, cycle: str, pk: int) -> HttpResponse:
    upload = load_upload(request, prefix, cycle, pk)
    transitions.discard_upload(upload.pk, by=person(request))
    messages.success(request, f"{upload.filename} is discarded. Nothing of it was written.")
    return redirect(upload.version.plan)
