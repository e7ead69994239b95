"""What happens at meetings and clinics: one named atomic call each."""

from .clinics import ClinicFacts, call_clinic, cancel_clinic, hold_clinic
from .followed import Decided
from .matters import mark_done
from .meetings import (
    add_business,
    call_off_meeting,
    close_minutes,
    record_outcome,
    remove_business,
    reopen_minutes,
)

__all__ = [
    "ClinicFacts",
    "Decided",
    "add_business",
    "call_clinic",
    "call_off_meeting",
    "cancel_clinic",
    "close_minutes",
    "hold_clinic",
    "mark_done",
    "record_outcome",
    "remove_business",
    "reopen_minutes",
]
