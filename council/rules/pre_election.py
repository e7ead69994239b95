"""What a pre-election period may be. Plain values only."""

from datetime import date, timedelta

LONGEST = timedelta(days=92)


def period_fault(starts: date, ends: date, day: date) -> str:
    """Why publishing cannot be held between these days (both included), as set on ``day``; empty where it can."""
    if ends < starts:
        return "The last day is before the first day."
    if ends < day:
        return "These days have gone by, so nothing would be held."
    if ends - starts > LONGEST:
        return "A pre-election period is of three months at most. Check the years of both days."
    return ""
