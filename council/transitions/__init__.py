"""Every change of the council's own facts: one named atomic call each."""

from .appointments import Newcomer, appoint, end_appointment

__all__ = ["Newcomer", "appoint", "end_appointment"]
