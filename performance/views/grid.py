"""Entering the results of a period, many at a time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.crispy import problems
from common.verdict import Stale
from council.permissions import person
from performance import transitions
from performance.grid import Grid, grid
from performance.transitions.grid import RowsRefused
from performance.transitions.writing import NEEDS_REASON

from .register import posted


def enter_results(request: HttpRequest) -> HttpResponse:
    found = grid(request.user, request.GET, posted(request))
    if request.method != "POST":
        return _page(request, found)
    touched = found.touched
    if not all(row.form.is_valid() for row in touched):
        return _page(request, found, 422)
    try:
        done = transitions.enter_results([row.entry for row in touched], by=person(request))
    except RowsRefused as refused:
        return _page(request, found, _told(found, refused))
    said = f"{len(done)} {'result is' if len(done) == 1 else 'results are'} saved." if done else "Nothing was changed."
    messages.success(request, said)
    return redirect(found.url)


def _told(found: Grid, refused: RowsRefused) -> int:
    """Tell each row what stands in its way; 409 where somebody else saved one, 422 otherwise."""
    status = 422
    for row in found.touched:
        problem = refused.rows.get(row.indicator.pk)
        if isinstance(problem, Stale):
            row.stale(problem.stored)
            status = 409
        elif problem is not None:
            field = "reason" if problem.sentence == NEEDS_REASON else "result"
            row.form.add_error(field, f"{row.indicator.reference}: {problem.sentence}")
    return status


def _page(request: HttpRequest, found: Grid, status: int = 200) -> HttpResponse:
    wrong = [line for row in found.touched for line in problems(row.form)]
    context = {"grid": found, "problems": wrong, "stale": [row for row in found.rows if row.texts]}
    return render(request, "performance/enter.html", context, status=status)
