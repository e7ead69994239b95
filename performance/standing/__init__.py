"""How indicators stand in a quarter or a year: what reports, plans, registers and pages show of them."""

from .attention import Attention, attention
from .build import Standing, YearResult
from .hidden import Hidden, withheld_since
from .judge import CouncilMethod
from .read import explain, last_years, standings
from .state import State, refresh, refresh_soon, states
from .table import plan_table
from .year_end import YearEnd

__all__ = [
    "Attention",
    "CouncilMethod",
    "Hidden",
    "Standing",
    "State",
    "YearEnd",
    "YearResult",
    "attention",
    "explain",
    "last_years",
    "plan_table",
    "refresh",
    "refresh_soon",
    "standings",
    "states",
    "withheld_since",
]
