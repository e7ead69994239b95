"""When a meeting that repeats takes place."""

from calendar import monthcalendar
from datetime import date


def monthly(first: date, until: date | None) -> list[date]:
    """The first day and, up to ``until``, the same weekday of the same week of each later month.

    A fifth weekday falls on the last one in months that have only four.
    """
    days, place = [first], (first.day - 1) // 7
    year, month = first.year, first.month
    while until is not None:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        weekdays = [week[first.weekday()] for week in monthcalendar(year, month) if week[first.weekday()]]
        day = date(year, month, weekdays[min(place, len(weekdays) - 1)])
        if day > until:
            break
        days.append(day)
    return days
