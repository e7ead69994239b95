"""What is missing or late, and whose it is; reminding its owners."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from common.documents.sheets import Column, Sheet, to_csv
from common.today import today
from council.permissions import authority, person
from performance import transitions
from performance.chasing import (
    MISSING,
    READS_ALL,
    Owed,
    answers_due,
    asked_quarter,
    by_owner,
    chased_indicators,
    missing_now,
    owed_of,
    quarters,
    returns_due,
    with_reminders,
)
from performance.exports import dated
from performance.permissions import may_remind

from .register import csv_answer

COLUMNS = [
    *(Column("Owner", 36), Column("Reference", 12), Column("Indicator", 50), Column("Period", 14)),
    *(Column("Due", 16, "date"), Column("State", 12), Column("Days late", 10, "integer")),
    Column("Last reminder", 16, "date"),
]


def results_due(request: HttpRequest) -> HttpResponse:
    rows, others = _owed(request, request.GET)
    quarter = asked_quarter(request.GET.get("period", ""))
    context = {
        "groups": by_owner(rows),
        "missing": sum(row.state == MISSING for row in rows),
        "rows": rows,
        "others": others,
        "quarter": quarter,
        "quarters": quarters(today()),
        "may_remind": may_remind(person(request)),
    }
    return render(request, "performance/due.html", context)


def results_due_csv(request: HttpRequest) -> HttpResponse:
    rows, _ = _owed(request, request.GET)
    values: list[list[Any]] = [
        [r.owner, r.reference, r.name, r.period, r.due, r.state, r.days or None, r.reminded] for r in rows
    ]
    return csv_answer(to_csv(Sheet("Results due", COLUMNS, values)), dated("results-due"))


def remind_owners(request: HttpRequest) -> HttpResponse:
    """Remind of one thing (``about``), of all that one owner owes (``owner``), or everybody (neither)."""
    rows, others = _owed(request, request.POST)
    about, owner = request.POST.get("about", ""), request.POST.get("owner", "")
    owed = [row for row in rows if row.state == MISSING] + others
    if about:
        owed = [row for row in owed if row.about == about]
    elif owner:
        owed = [row for row in rows if row.state == MISSING and str(row.post_id or row.owner) == owner]
    reminded = transitions.remind_owners(owed, by=person(request))
    (messages.success if reminded.told else messages.info)(request, reminded.sentence)
    return redirect(_back(request))


def _owed(request: HttpRequest, parameters: QueryDict) -> tuple[list[Owed], list[Owed]]:
    """The results, and the returns and answers, that this person follows, each with its last reminder."""
    quarter, who = asked_quarter(parameters.get("period", "")), authority(request.user)
    indicators = chased_indicators(request.user)
    rows = owed_of(indicators, quarter) if quarter else missing_now(indicators)
    posts, day = None if who.has(*READS_ALL) else who.post_ids, today()
    both: list[Any] = with_reminders(rows + answers_due(day, posts) + returns_due(day, posts))
    return both[: len(rows)], both[len(rows) :]


def _back(request: HttpRequest) -> str:
    quarter = asked_quarter(request.POST.get("period", ""))
    wanted = dict(quarters(today())).get(quarter.label) if quarter else None
    return wanted or "results_due"
