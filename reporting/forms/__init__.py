from .clinics import CancelForm, ClinicForm, HoldForm
from .meetings import BusinessForm, CloseForm, MeetingForm, MeetingsForm, ReopenForm
from .outcome import OutcomeForm

__all__ = [
    "BusinessForm",
    "CancelForm",
    "ClinicForm",
    "CloseForm",
    "HoldForm",
    "MeetingForm",
    "MeetingsForm",
    "OutcomeForm",
    "ReopenForm",
]
