"""How indicators stand in a quarter or a year: what reports, plans, registers and pages show of them."""

from .build import CouncilMethod, Standing, YearResult
from .read import explain, last_years, standings

__all__ = ["CouncilMethod", "Standing", "YearResult", "explain", "last_years", "standings"]
