"""What waits for a person, and for officers: what is missing and who has it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from config.home.viewer import Viewer
from council.choices import Role
from performance.standing import Standing
from risks.due import due_for as reviews_due
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
    results = [] if chases else [_result(s) for s in overdue(viewer, mine=True)]
    reviews = [Task(_shorter(sentence), "", url, "Review") for _, sentence, url in reviews_due(viewer.user)]
    found = [*map(_of_plans, waiting), *results, *reviews]
    return Tasks(found[:FIRST], found[FIRST:])


def overdue(viewer: Viewer, *, mine: bool = False) -> list[Standing]:
    """Indicators whose result is past its day, of the viewer's corner or of their own posts."""
    posts = viewer.who.post_ids
    return [s for s in viewer.standings if s.overdue and (not mine or s.indicator.owner_post_id in posts)]


def missing(viewer: Viewer) -> MissingPage:
    """Results past their day and actions without an update for the quarter, by the post that has them."""
    rows: dict[str, Missing] = defaultdict(lambda: Missing(""))
    late, silent = overdue(viewer), without_update(viewer)
    for standing in late:
        row = rows[standing.indicator.owner or NOBODY]
        row.results.append((standing.indicator.reference, _enter(standing)))
        row.since = min(filter(None, (row.since, standing.due)), default=None)
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


def _result(standing: Standing) -> Task:
    indicator = standing.indicator
    title = f"Enter {standing.missing}: {indicator.reference} {indicator.name}"
    note = f"Was due on {standing.due.day} {standing.due:%B %Y}" if standing.due else ""
    return Task(_shorter(title), note, _enter(standing), "Enter")


def _enter(standing: Standing) -> str:
    return reverse("enter_result", args=[standing.indicator.slug])


def _shorter(text: str, words: int = 22) -> str:
    """A line of a list: an action's whole wording is on its own page."""
    parts = text.split()
    return text if len(parts) <= words else " ".join(parts[:words]) + " …"
