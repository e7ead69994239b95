"""Every change of this room: lock, check, change, record."""

from .imports import ImportDone, confirm, discard, import_now
from .results import Entry, enter_result, set_direction

__all__ = ["Entry", "ImportDone", "confirm", "discard", "enter_result", "import_now", "set_direction"]
