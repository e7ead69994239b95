"""Rules on plain values only: who may be in a post when, what a planning year looks like, when a digest is due."""

from .calendar import (
    Step,
    StepFault,
    cycle_name,
    in_order,
    moved_a_year,
    next_year,
    step_faults,
    york_calendar,
)
from .delegation import delegation_fault, own_plans
from .digests import digest_subject, is_due
from .pre_election import period_fault
from .terms import Term, appointment_fault, replaced

__all__ = [
    "Step",
    "StepFault",
    "Term",
    "appointment_fault",
    "cycle_name",
    "delegation_fault",
    "digest_subject",
    "in_order",
    "is_due",
    "moved_a_year",
    "next_year",
    "own_plans",
    "period_fault",
    "replaced",
    "step_faults",
    "york_calendar",
]
