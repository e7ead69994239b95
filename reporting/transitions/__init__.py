"""What happens at meetings and clinics, and publishing performance: one named call each."""

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
from .publishing import publish_performance

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
    "publish_performance",
    "record_outcome",
    "remove_business",
    "reopen_minutes",
]
