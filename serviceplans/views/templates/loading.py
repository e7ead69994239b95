"""Load or refuse: a version of a template, and a section or part of it. What is not there is 404."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from common.verdict import Stale
from council.permissions import person
from serviceplans.forms.fields import CounterField
from serviceplans.models import PlanTemplate
from serviceplans.permissions.templates import may_edit_template


def load(template: str, number: int) -> PlanTemplate:
    return get_object_or_404(PlanTemplate, key=template, number=number)


def load_draft(request: HttpRequest, template: str, number: int) -> PlanTemplate:
    """The version, for somebody who may change it."""
    found = load(template, number)
    may_edit_template(person(request), found).require()
    return found


def counter(request: HttpRequest) -> int:
    return int(CounterField().clean(request.POST.get("counter", "")))


def with_counter(request: HttpRequest, stale: Stale) -> Any:
    """What was posted, with the counter of what is stored now: saving again is then a decision."""
    posted = request.POST.copy()
    posted["counter"] = str(stale.counter)
    return posted
