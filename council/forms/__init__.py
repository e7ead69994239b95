from .appointments import AppointmentForm, LastDayForm
from .cycles import CounterForm, StepFormSet, step_rows
from .delegations import DelegationForm
from .fields import DATE_HINT, DayField, PersonField, PostField
from .handover import HandOverForm
from .notices import DeliveryForm
from .pre_election import PreElectionForm, UrgentForm

__all__ = [
    "DATE_HINT",
    "AppointmentForm",
    "CounterForm",
    "DayField",
    "DelegationForm",
    "DeliveryForm",
    "HandOverForm",
    "LastDayForm",
    "PersonField",
    "PostField",
    "PreElectionForm",
    "StepFormSet",
    "UrgentForm",
    "step_rows",
]
