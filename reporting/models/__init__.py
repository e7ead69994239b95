from .clinic import Clinic
from .minutes import MeetingItem
from .publication import Publication, PublishedIndicator

__all__ = ["Clinic", "MeetingItem", "Publication", "PublishedIndicator"]
