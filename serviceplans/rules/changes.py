"""Which change after approval needs whom: a table (domain: sign-off, after approval).

A typing error, a change of owner, and a milestone that is done are put right by the officer; a date is moved by the
director, with a reason; whatever adds, stops or rescopes an action, or lowers a target, is a revision.
"""

from collections.abc import Callable
from dataclasses import dataclass

from common.differences import plain
from serviceplans.choices import ChangeKind
from serviceplans.rules.typing_errors import is_typing_error

OFFICER, DIRECTOR, REVISION = "officer", "director", "revision"


@dataclass(frozen=True)
class Needed:
    """Whom a change needs, and what it is called where it needs no revision."""

    who: str
    kind: str = ""


TYPING_ERROR = Needed(OFFICER, ChangeKind.CORRECTION)
NEW_OWNER = Needed(OFFICER, ChangeKind.OWNER)
DONE = Needed(OFFICER, ChangeKind.DONE)
MOVED_DATE = Needed(DIRECTOR, ChangeKind.DATE)
A_REVISION = Needed(REVISION)


def words(before: str, after: str) -> Needed:
    """Words may be put right; words that say something else are a revision."""
    return TYPING_ERROR if is_typing_error(before, after) else A_REVISION


def always(needed: Needed) -> Callable[[str, str], Needed]:
    """A value is given or changed by these; to leave it empty is a revision."""
    return lambda before, after: needed if after.strip() else A_REVISION


def done(before: str, after: str) -> Needed:
    """A milestone is marked as done, or the day put right."""
    return DONE if after.strip() else A_REVISION


# Field → whom a change of it needs. What is not listed needs a revision, and so does a row that comes or goes.
TABLE: dict[str, Callable[[str, str], Needed]] = {
    "action.text": words,
    "action.resources": words,
    "action.outcomes": words,
    "action.officers": always(NEW_OWNER),
    "action.completed_by": always(MOVED_DATE),
    "milestone.text": words,
    "milestone.owner": always(NEW_OWNER),
    "milestone.due": always(MOVED_DATE),
    "milestone.done_on": done,
    "objective.text": words,
    "words.text": words,
    "words.list": words,
    "words.line": words,
    "row.text": words,
    "row.line": words,
}


def change_needed(field: str, before: str, after: str) -> Needed:
    """Whom it needs to change ``field`` (as "action.completed_by") from one text to another in a plan in force."""
    rule = TABLE.get(field)
    return rule(before, after) if rule and plain(before) != plain(after) else A_REVISION
