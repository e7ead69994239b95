"""How indicators stand in a quarter or a year: what reports, plans, registers and pages show of them."""

from .build import CouncilMethod, Standing, YearResult
from .read import explain, last_years, standings
from .state import State, refresh, refresh_soon, states
from .table import plan_table

__all__ = [
    "CouncilMethod",
    "Standing",
    "State",
    "YearResult",
    "explain",
    "last_years",
    "plan_table",
    "refresh",
    "refresh_soon",
    "standings",
    "states",
]
