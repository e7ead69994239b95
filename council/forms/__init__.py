from .appointments import AppointmentForm, LastDayForm
from .fields import DATE_HINT, DayField

__all__ = ["DATE_HINT", "AppointmentForm", "DayField", "LastDayForm"]
