"""Labels that name a year: "{year+1} target" in a template reads "2009/10 target" in the plan for 2008/09."""

import re
from typing import Any

from common.values.errors import Unreadable
from common.values.period import Period
from common.values.years import shift, year_label, year_start

TOKEN = re.compile(r"\{year(?:([+-])([1-9]))?\}")
NEAR = {-1: "last year", 0: "this year", 1: "next year", 2: "the year after"}


def with_years(config: Any, cycle: str) -> Any:
    """A part's settings with the years of the plan's cycle in their words; in words where there is no cycle."""
    if isinstance(config, dict):
        return {key: with_years(value, cycle) for key, value in config.items()}
    if isinstance(config, list):
        return [with_years(value, cycle) for value in config]
    if isinstance(config, str) and "{year" in config:
        return TOKEN.sub(lambda found: _year(int(f"{found[1] or ''}{found[2] or 0}"), cycle), config)
    return config


def _year(ahead: int, cycle: str) -> str:
    """The year so many after the cycle's."""
    try:
        begins = year_start(Period.parse(cycle).start, "financial")
    except Unreadable:
        return NEAR.get(ahead, f"{abs(ahead)} years {'later' if ahead > 0 else 'before'}")
    return year_label(shift(begins, 12 * ahead), "financial")
