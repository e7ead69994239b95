"""Every change of the council's own facts: one named atomic call each."""

from .appointments import Newcomer, appoint, end_appointment
from .cycles import close_cycle, create_cycle, move_steps, open_cycle, steps_of

__all__ = [
    "Newcomer",
    "appoint",
    "close_cycle",
    "create_cycle",
    "end_appointment",
    "move_steps",
    "open_cycle",
    "steps_of",
]
