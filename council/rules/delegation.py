"""What a delegation of sign-off may be: dates, and to whom. Plain values only."""

from collections.abc import Collection
from datetime import date, timedelta

from common.values.years import format_date

LONGEST = timedelta(days=366)


def delegation_fault(starts: date, ends: date, day: date) -> str:
    """Why a delegation between these days (both included) cannot be made on ``day``; empty where it can."""
    if ends < starts:
        return "The last day is before the first day."
    if starts < day:
        return (
            f"A delegation begins today, {format_date(day)}, or later: what has been decided stays as it was decided."
        )
    if ends - starts > LONGEST:
        return "A delegation is for a year at most. Make another when it ends, or appoint a deputy."
    return ""


def own_plans(signed: Collection[str], held: Collection[str]) -> tuple[list[str], bool]:
    """Of the services whose plans a post decides on, those whose plan the receiver holds; and whether these are all.

    Nobody decides on a plan that they hold: a delegation does not reach it.
    """
    own = sorted(set(signed) & set(held))
    return own, bool(own) and len(own) == len(set(signed))
