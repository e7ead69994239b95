"""Every change of this room: lock, check, change, record."""

from .imports import ImportDone, confirm, discard, import_now
from .results import Entry, enter_result, set_direction
from .scorecards import Details, arrange_scorecard, change_scorecard, create_scorecard, layout_of

__all__ = [
    "Details",
    "Entry",
    "ImportDone",
    "arrange_scorecard",
    "change_scorecard",
    "confirm",
    "create_scorecard",
    "discard",
    "enter_result",
    "import_now",
    "layout_of",
    "set_direction",
]
