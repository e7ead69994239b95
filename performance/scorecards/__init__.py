"""Scorecards: what an audience reads on one page, for the screen and as files."""

from .page import ScorecardLine, ScorecardPage, ScorecardSection, scorecard_page
from .periods import closed_quarter, quarter_of, slug_of

__all__ = [
    "ScorecardLine",
    "ScorecardPage",
    "ScorecardSection",
    "closed_quarter",
    "quarter_of",
    "scorecard_page",
    "slug_of",
]
