"""Why words give no date by which something is due: they recur, go on, only begin, or name no day at all."""

import re

from .dates import MONTH_PATTERN

_FLAGS = re.IGNORECASE | re.ASCII
# A date after these words is when something begins.
_BEGINNING = r"\b(?:from|since|commenc\w*|start\w*|beg[aiu]n\w*)"
BEGINS = re.compile(rf"{_BEGINNING}(?:\s(?:in|on|from))?\s*$", _FLAGS)
_BEGINS_ONLY = re.compile(rf"{_BEGINNING}\b.*(?:[0-9]|\b{MONTH_PATTERN})", _FLAGS)
_SPAN = rf"(?:day|week|fortnight|month|quarter|term|half|year|spring|summer|autumn|winter|{MONTH_PATTERN})s?\b"
RECURS = re.compile(
    rf"\b(?:annual(?:ly)?|monthly|quarterly|weekly|yearly|termly|twice|per\s(?:annum|{_SPAN}))\b"
    rf"|\b(?:each|every)\s(?:other\s|[0-9]+\s|two\s|three\s|six\s)?{_SPAN}",
    _FLAGS,
)
ONGOING = re.compile(r"\bon-?going\b|\bcontinu", _FLAGS)
_SEASON = re.compile(r"\b(?:spring|summer|autumn|winter|term)\b", _FLAGS)
_LENGTH = re.compile(r"\b(?:next|within|over|for)\s(?:the\s)?(?:next\s)?[\w/]+\s(?:day|week|month|year)s\b", _FLAGS)
_BARE_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def why_none(text: str, *, without_year: bool) -> str:
    """The sentence that a person reads; ``without_year``: the words name a day or a month, and no cycle gives its year."""
    if RECURS.search(text):
        return "No single date: it recurs."
    if without_year:
        return "No date: the words name no year."
    if ONGOING.search(text):
        return "No end date: it is ongoing."
    if _BEGINS_ONLY.search(text):
        return "No end date: the words say only when it begins."
    if _SEASON.search(text):
        return "No date: a season or a term is not a day. Give a month, like March 2020."
    if _LENGTH.search(text):
        return "No date: the words say how long, not when."
    if _BARE_YEAR.search(text):
        return "No date: the words name a year, but no month in it."
    return "No date can be read from these words. Dates are written like 31 October 2019."
