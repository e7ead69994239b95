"""Every change of the council's own facts: one named atomic call each."""

from .appointments import Newcomer, appoint, end_appointment
from .cycles import close_cycle, create_cycle, move_steps, open_cycle, steps_of
from .meetings import MeetingFacts, add_meetings, change_meeting

__all__ = [
    "MeetingFacts",
    "Newcomer",
    "add_meetings",
    "appoint",
    "change_meeting",
    "close_cycle",
    "create_cycle",
    "end_appointment",
    "move_steps",
    "open_cycle",
    "steps_of",
]
