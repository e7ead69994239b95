"""Every change of this room: lock, check, change, record."""

from .imports import ImportDone, confirm, discard, import_now
from .quality import answer_finding, assess, raise_finding
from .reminders import Reminded, remind_owners
from .results import Entry, enter_result, set_direction
from .returns import ReturnFacts, add_return, change_return, submit_return
from .scorecards import Details, arrange_scorecard, change_scorecard, create_scorecard, layout_of

__all__ = [
    "Details",
    "Entry",
    "ImportDone",
    "Reminded",
    "ReturnFacts",
    "add_return",
    "answer_finding",
    "arrange_scorecard",
    "assess",
    "change_return",
    "change_scorecard",
    "confirm",
    "create_scorecard",
    "discard",
    "enter_result",
    "import_now",
    "layout_of",
    "raise_finding",
    "remind_owners",
    "set_direction",
    "submit_return",
]
