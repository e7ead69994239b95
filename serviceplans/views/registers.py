"""What a plan shows of the registers: risks, indicators and equality objectives, added, changed, linked and unlinked."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from common.verdict import Stale
from council.models import Post
from council.permissions import person
from equalities import transitions as equality_register
from equalities.forms import EqualityObjectiveForm
from equalities.models import EqualityObjective
from performance.new_indicator import NewIndicatorForm, add_indicator
from risks import transitions as risk_register
from risks.forms import RiskForm
from risks.models import Risk
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.models import PlanVersion, TemplatePart
from serviceplans.pages import PlanPage
from serviceplans.transitions.committing import nearest_group
from serviceplans.views.actions import with_counter
from serviceplans.views.loading import load_part, load_version
from serviceplans.views.rows import REGISTERS, linkable


def open_part(request: HttpRequest, prefix: str, cycle: str, key: str, *kinds: str) -> tuple[PlanVersion, TemplatePart]:
    version = load_version(request, prefix, cycle)
    may.may_edit(request.user, version).require()
    return version, load_part(version, key, *kinds)


@require_POST
def link(request: HttpRequest, prefix: str, cycle: str, key: str) -> HttpResponse:
    """Show a row of a register in the plan."""
    version, part = open_part(request, prefix, cycle, key, *REGISTERS)
    target = find_row(linkable(request.user, version, part.kind), request)
    back = version.plan.address("plan_part", part.key)
    if target is None:
        messages.error(request, "Choose one from the list before you add it.")
        return redirect(f"{back}#add")
    extra = {"group": chosen_group(request, part)} if part.kind == "indicators" else {}
    transitions.link_row(version.pk, part.kind, target.pk, by=person(request), **extra)
    messages.success(request, f"Added to the plan: {target}")
    return redirect(back)


def find_row(rows: Any, request: HttpRequest) -> Any:
    """The row that was posted, among these; None for any other."""
    posted = request.POST.get("row", "")
    return rows.filter(pk=int(posted)).first() if posted.isdecimal() and len(posted) <= 18 else None


def chosen_group(request: HttpRequest, part: TemplatePart) -> str:
    """The posted group where the template has it, else its first; "" where it has none."""
    groups: list[str] = part.config.get("groups") or [""]
    return next((group for group in groups if group == request.POST.get("group")), groups[0])


@require_POST
def unlink(request: HttpRequest, prefix: str, cycle: str, key: str) -> HttpResponse:
    """Show it no longer in the plan; the register keeps it."""
    version, part = open_part(request, prefix, cycle, key, *REGISTERS)
    target = find_row(REGISTERS[part.kind].objects.visible_to(request.user), request)
    if target is None:
        raise Http404("No such row.")
    transitions.unlink_row(version.pk, part.kind, target.pk, by=person(request))
    messages.success(request, f"Taken out of the plan: {target}. The register keeps it.")
    return redirect(version.plan.address("plan_part", part.key))


@require_http_methods(["GET", "POST"])
def risk(request: HttpRequest, prefix: str, cycle: str, key: str, slug: str = "") -> HttpResponse:
    """Add a risk to the register and the plan at once, or change one that the plan shows."""
    version, part = open_part(request, prefix, cycle, key, "risks")
    row = get_object_or_404(Risk, slug=slug, plan_links__version=version) if slug else None
    allowed = may.may_change_risk(request.user, version, row)
    if row and not allowed and request.method == "GET":
        messages.info(request, allowed.sentence)
        return redirect("risk", row.slug)
    allowed.require()
    form = RiskForm(request.POST or None, risk=row)
    status, stale = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                saved = save_risk(request, version, row, form)
                messages.success(request, f"Saved: risk {saved.reference}.")
                return redirect(version.plan.address("plan_part", part.key))
            except Stale as refusal:
                status, stale = 409, refusal
                form = RiskForm(with_counter(request, refusal), risk=row)
    pairs = pairs_of(stale, request, {"event": "Risk", "mitigation": "Actions to mitigate and correct"})
    crumb = row.reference if row else ""
    context = {"form": form, "row": row, "stale": stale, "pairs": pairs, "kind": "risk", "crumb": crumb}
    return register_page(request, version, part, context, status)


def save_risk(request: HttpRequest, version: PlanVersion, row: Risk | None, form: RiskForm) -> Risk:
    user = person(request)
    with transaction.atomic():
        if row:
            return risk_register.edit_risk(row.pk, form.cleaned_data["counter"], form.cleaned_data, user)
        saved = risk_register.add_risk(version.plan.service, form.cleaned_data, user)
        transitions.link_row(version.pk, "risks", saved.pk, by=user)
        return saved


def pairs_of(stale: Stale | None, request: HttpRequest, shown: dict[str, str]) -> list[dict[str, str]]:
    """Both texts, where a stale save meets what is stored now."""
    if stale is None:
        return []
    pairs = [
        {"label": label, "theirs": str(stale.stored.get(key) or ""), "mine": request.POST.get(key, "")}
        for key, label in shown.items()
    ]
    return [pair for pair in pairs if pair["theirs"] != pair["mine"].replace("\r\n", "\n")]


def register_page(
    request: HttpRequest, version: PlanVersion, part: TemplatePart, context: dict[str, Any], status: int
) -> HttpResponse:
    shared = {
        "page": PlanPage(version, request.user),
        "part": part,
        "part_url": version.plan.address("plan_part", part.key),
        "posts": Post.objects.values_list("title", flat=True),
    }
    return render(request, "serviceplans/edit_row.html", {**shared, **context}, status=status)


@require_http_methods(["GET", "POST"])
def equality(request: HttpRequest, prefix: str, cycle: str, key: str, pk: int | None = None) -> HttpResponse:
    """Add an equality objective to the service and the plan, or change one that the plan shows."""
    version, part = open_part(request, prefix, cycle, key, "equalities")
    row = get_object_or_404(EqualityObjective, pk=pk, plan_links__version=version) if pk else None
    form = EqualityObjectiveForm(request.POST or None, objective=row)
    status, stale = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                save_equality(request, version, row, form)
                messages.success(request, "Saved: equality objective.")
                return redirect(version.plan.address("plan_part", part.key))
            except Stale as refusal:
                status, stale = 409, refusal
                form = EqualityObjectiveForm(with_counter(request, refusal), objective=row)
    pairs = pairs_of(stale, request, {"text": "Equality objective", "duty": "How it supports the duty"})
    context = {
        "form": form,
        "row": row,
        "stale": stale,
        "pairs": pairs,
        "kind": "equality objective",
        "article": "an",
        "crumb": "Objective",
    }
    return register_page(request, version, part, context, status)


def save_equality(request: HttpRequest, version: PlanVersion, row: Any, form: EqualityObjectiveForm) -> None:
    user = person(request)
    with transaction.atomic():
        if row:
            equality_register.edit_objective(row.pk, form.cleaned_data["counter"], form.cleaned_data, user)
            return
        saved = equality_register.add_objective(version.plan.service, form.cleaned_data, user)
        transitions.link_row(version.pk, "equalities", saved.pk, by=user)


@require_http_methods(["GET", "POST"])
def indicator(request: HttpRequest, prefix: str, cycle: str, key: str) -> HttpResponse:
    """Add an indicator to the register and the plan at once."""
    version, part = open_part(request, prefix, cycle, key, "indicators")
    form = NewIndicatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = person(request)
        with transaction.atomic():
            saved = add_indicator(version.plan.service, form.cleaned_data, user)
            near = nearest_group(part, saved)
            transitions.link_row(version.pk, "indicators", saved.pk, by=user, group=near)
        messages.success(request, f"Saved: indicator {saved.reference}.")
        return redirect(version.plan.address("plan_part", part.key))
    context = {"form": form, "row": None, "kind": "indicator", "article": "an"}
    return register_page(request, version, part, context, 422 if form.errors else 200)
