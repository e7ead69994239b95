"""Rules on plain values only: who may be in a post when."""

from .terms import Term, appointment_fault, replaced

__all__ = ["Term", "appointment_fault", "replaced"]
