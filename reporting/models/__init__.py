from .clinic import Clinic
from .minutes import MeetingItem

__all__ = ["Clinic", "MeetingItem"]
