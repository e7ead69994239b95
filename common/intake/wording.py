"""Small pieces of the sentences that refusals and notes are made of."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import PurePosixPath, PureWindowsPath

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")
LONGEST_QUOTE = 60


def shown(text: str, longest: int = LONGEST_QUOTE) -> str:
    """``text`` fit for one line of a sentence: no control characters or line breaks, and cut when long."""
    line = _UNPRINTABLE.sub(" ", text).strip()
    return line if len(line) <= longest else line[: longest - 1] + "…"


def base_name(filename: str) -> str:
    """The file's own name without folders, whichever system it came from, fit to show."""
    return shown(PurePosixPath(PureWindowsPath(filename).name).name, 100) or "The file"


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """The letters that a spreadsheet shows over a 1-based column number: 1 is A, 28 is AB."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def listed(items: Sequence[str], joiner: str = "and", most: int = 8) -> str:
    """ "A, B and C"; beyond ``most`` items, how many more there are."""
    if len(items) > most:
        items = [*items[:most], f"{len(items) - most} more"]
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joiner} {items[-1]}"


def row_list(numbers: Iterable[int]) -> str:
    """Row numbers, ascending, with runs drawn together: "Row 5", "Rows 5 and 9", "Rows 3 to 7 and 12"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    single = len(runs) == 1 and runs[0][0] == runs[0][1]
    parts = [str(first) if first == last else f"{first} to {last}" for first, last in runs]
    return f"{'Row' if single else 'Rows'} {listed(parts)}"
