"""Every change of the council's own facts: one named atomic call each."""

from . import accounts
from .appointments import Newcomer, appoint, end_appointment
from .cycles import close_cycle, create_cycle, move_steps, open_cycle, steps_of
from .delegations import delegate, own_plans_of, revoke
from .digests import Digests, send_digests
from .handover import hand_over, unfit
from .meetings import MeetingFacts, add_meetings, change_meeting
from .notices import choose_delivery, mark_all_read, mark_read
from .pre_election import end_pre_election, set_pre_election

__all__ = [
    "Digests",
    "MeetingFacts",
    "Newcomer",
    "accounts",
    "add_meetings",
    "appoint",
    "change_meeting",
    "choose_delivery",
    "close_cycle",
    "create_cycle",
    "delegate",
    "end_appointment",
    "end_pre_election",
    "hand_over",
    "mark_all_read",
    "mark_read",
    "move_steps",
    "open_cycle",
    "own_plans_of",
    "revoke",
    "send_digests",
    "set_pre_election",
    "steps_of",
    "unfit",
]
