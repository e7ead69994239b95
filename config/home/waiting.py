"""What waits for a person, and for officers: what is missing and who has it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from common.values.period import Period
from common.values.years import format_date
from config.home.viewer import Viewer
from council.choices import Role
from performance.checking import waiting_for as checks_waiting
from performance.due import due_for, entry_url
from performance.models import Indicator
from performance.standing import Standing
from risks.due import due_for as overdue_reviews
from risks.models import Risk
from serviceplans.due import Waiting, waiting_for
from serviceplans.models import ActionVersion

BUTTONS = {
    "Agree or return": "Review",
    "Approve or return": "Review",
    "Answer and resubmit": "Answer",
    "Comment on equalities": "Comment",
}
FIRST = 6  # shown at once; the others unfold
NOBODY = "Nobody: no post is named"


@dataclass(frozen=True)
class Task:
    """One thing to do: a line, a note below it, and the button that begins it."""

    title: str
    note: str
    url: str
    button: str


@dataclass(frozen=True)
class Tasks:
    first: list[Task]
    others: list[Task]


@dataclass
class Missing:
    """What one post has not yet handed in: (reference, address) each."""

    owner: str
    results: list[tuple[str, str]] = field(default_factory=list)
    updates: list[tuple[str, str]] = field(default_factory=list)
    since: date | None = None


@dataclass(frozen=True)
class MissingPage:
    quarter: str
    rows: list[Missing]
    results: int
    updates: int


def tasks(viewer: Viewer) -> Tasks:
    """Decisions first, then plans to write, updates, results and reviews.

    A performance officer may enter everything: what others owe is in ``missing``, and not in their own list.
    """
    chases = viewer.who.has(Role.PERFORMANCE_OFFICER)
    waiting = [w for w in waiting_for(viewer.user) if not (chases and w.verb == "Update")]
    results = [] if chases else [_of_result(*due) for due in results_due(viewer)]
    checks = [Task(_shorter(one.title), one.note, one.url, one.button) for one in checks_waiting(viewer.user)]
    found = [*map(_of_plans, waiting), *checks, *results, *(_of_review(risk) for risk in reviews_due(viewer))]
    return Tasks(found[:FIRST], found[FIRST:])


def results_due(viewer: Viewer) -> list[tuple[Indicator, str, date, str]]:
    """Results past their day that are this person's to enter: indicator, period, day, address. Longest overdue first."""
    if not viewer.whole_corner:
        return [(due.indicator, due.period, due.due, due.url) for due in due_for(viewer.user)]
    all_of_them, posts = viewer.who.has(Role.PERFORMANCE_OFFICER), viewer.who.post_ids
    found = [
        (one.indicator, one.missing, one.due, entry_url(one.indicator, _period(one)))
        for one in viewer.attention.late
        if one.due and not one.indicator.formula and (all_of_them or one.indicator.owner_post_id in posts)
    ]
    return sorted(found, key=lambda due: (due[2], due[0].reference_key))


def _period(standing: Standing) -> Period:
    indicator = standing.indicator
    return Period.parse(standing.missing, frequency=indicator.frequency, year_type=indicator.year_type)


def reviews_due(viewer: Viewer) -> list[Risk]:
    """Risks whose review is overdue and this person's."""
    if not viewer.whole_corner:
        return [risk for risk, _, _ in overdue_reviews(viewer.user)]
    mine = [one.risk for one in viewer.risks if one.review_overdue and one.risk.owner_post_id in viewer.who.post_ids]
    return sorted(mine, key=lambda risk: (risk.review_date or date.max, risk.reference))


def missing(viewer: Viewer) -> MissingPage:
    """Results past their day and actions without an update for the quarter, by the post that has them."""
    rows: dict[str, Missing] = defaultdict(lambda: Missing(""))
    late, silent = results_due(viewer), without_update(viewer)
    for indicator, _, due, url in late:
        row = rows[indicator.owner or NOBODY]
        row.results.append((indicator.reference, url))
        row.since = min(row.since or due, due)
    for action in silent:
        reference = action.action.reference
        rows[action.lead or NOBODY].updates.append((reference, reverse("action_update", args=[reference])))  # type: ignore[attr-defined]
    for owner, row in rows.items():
        row.owner = owner
    most = sorted(rows.values(), key=lambda row: (-len(row.results) - len(row.updates), row.owner))
    return MissingPage(viewer.quarter.label, most, len(late), len(silent))


def without_update(viewer: Viewer) -> list[ActionVersion]:
    """Open actions in force that have no update for the quarter that has closed."""
    key = viewer.quarter.key
    return [a for a in viewer.actions if a.said_for is None or a.said_for < key]  # type: ignore[attr-defined]


def _of_plans(waiting: Waiting) -> Task:
    title = f"{waiting.verb}: {waiting.what}"
    return Task(_shorter(title), waiting.note, waiting.url, BUTTONS.get(waiting.verb, waiting.verb))


def _of_result(indicator: Indicator, period: str, due: date, url: str) -> Task:
    title = f"Enter {period}: {indicator.reference} {indicator.name}"
    return Task(_shorter(title), f"Was due on {format_date(due)}", url, "Enter")


def _of_review(risk: Risk) -> Task:
    note = f"Was due on {format_date(risk.review_date)}" if risk.review_date else ""
    return Task(
        _shorter(f"Review {risk.reference}: {risk.event}"), note, reverse("risk_review", args=[risk.slug]), "Review"
    )


def _shorter(text: str, words: int = 22) -> str:
    """A line of a list: an action's whole wording is on its own page."""
    parts = text.split()
    return text if len(parts) <= words else " ".join(parts[:words]) + " …"
