"""The rules of rating: pure functions on plain values. Every answer brings the sentence that explains it."""

from .direction import LATEST_THREE, PREVIOUS_PERIOD, SAME_PERIOD_LAST_YEAR, DirectionOfTravel, Point, direction
from .figures import Measure
from .rating import TOLERANCE, TOLERANCE_WITH_TREND, Rating, rate

__all__ = [
    "LATEST_THREE",
    "PREVIOUS_PERIOD",
    "SAME_PERIOD_LAST_YEAR",
    "TOLERANCE",
    "TOLERANCE_WITH_TREND",
    "DirectionOfTravel",
    "Measure",
    "Point",
    "Rating",
    "direction",
    "rate",
]
