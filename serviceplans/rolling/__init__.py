"""Rolling every plan forward into the next cycle: what would be carried (``would_roll_forward``), and what was."""

from .cycles import UnknownCycle, cycle_to_roll_into, would_roll_forward
from .outcome import PlanOutcome, RollForward
from .survey import Roll, answer, survey

__all__ = [
    "PlanOutcome",
    "Roll",
    "RollForward",
    "UnknownCycle",
    "answer",
    "cycle_to_roll_into",
    "survey",
    "would_roll_forward",
]
