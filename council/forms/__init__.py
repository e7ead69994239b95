from .appointments import AppointmentForm, LastDayForm
from .cycles import CounterForm, StepFormSet, step_rows
from .fields import DATE_HINT, DayField
from .notices import DeliveryForm

__all__ = [
    "DATE_HINT",
    "AppointmentForm",
    "CounterForm",
    "DayField",
    "DeliveryForm",
    "LastDayForm",
    "StepFormSet",
    "step_rows",
]
