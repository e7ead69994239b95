"""Which columns a table has, and which of them the headings of a file name. Nothing is guessed: it is suggested."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache

from .parts import FileRefused, RawRow
from .wording import letters, listed, shown

_NOT_WORD = re.compile(r"[\W_]+")
# A required column that is missing is worth a loose suggestion; an extra column must look much like a known one
# before the whole file is refused for it.
LOOSE, CLOSE = 0.6, 0.8
_SHORT = 40


@dataclass(frozen=True)
class Column:
    """A column of the table. ``identifier``: its cells name a record, so a number or date there has lost its form."""

    name: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    identifier: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading that means this column."""
        return (self.name, *self.synonyms)


@dataclass(frozen=True)
class ColumnSpec:
    """The columns of a table. ``one_of`` holds alternatives, the fullest first: exactly one of them applies."""

    columns: tuple[Column, ...]
    one_of: tuple[tuple[Column, ...], ...] = ()

    def choices(self) -> Iterator[tuple[Column, ...]]:
        """The columns under each alternative; just the columns when there are none."""
        for alternative in self.one_of or ((),):
            yield (*self.columns, *alternative)


@dataclass
class Headings:
    """How the headings of one row (by 1-based column number) answer to one choice of columns."""

    columns: tuple[Column, ...]
    texts: Mapping[int, str]
    found: dict[int, Column] = field(default_factory=dict)
    extra: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = {plain(heading): column for column in self.columns for heading in column.headings}
        for number, text in self.texts.items():
            column = known.get(plain(text))
            if column:
                self.found[number] = column
            elif text:
                self.extra[number] = text

    @property
    def missing(self) -> list[Column]:
        """Required columns that no heading names."""
        names = {column.name for column in self.found.values()}
        return [column for column in self.columns if column.required and column.name not in names]


def plain(heading: str) -> str:
    """A heading without case, spaces and punctuation: "E-mail " and "EMAIL" are the same."""
    return _plain_once(heading) if len(heading) <= _SHORT else _plain(heading)


def _plain(heading: str) -> str:
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", heading)).casefold()


# Every row's first cell is asked whether it says "total", and a file's rows begin with the same few hundred texts.
_plain_once = lru_cache(maxsize=2048)(_plain)


def read_headings(spec: ColumnSpec, row: RawRow) -> Headings:
    """The headings in ``row`` under the alternative that they fit, or else the one that they come nearest to."""
    texts = row.texts()
    tried = [Headings(columns, texts) for columns in spec.choices()]
    fitting = [headings for headings in tried if not headings.missing]
    return fitting[0] if fitting else min(tried, key=lambda headings: len(headings.missing))


def heading_row(spec: ColumnSpec, rows: list[RawRow]) -> tuple[int, Headings] | None:
    """Position and headings of the first row that has all required columns, or else of the one that has most."""
    best: tuple[int, Headings] | None = None
    for position, row in enumerate(rows):
        if row.hidden:
            continue
        headings = read_headings(spec, row)
        if not headings.missing:
            return position, headings
        if best is None or len(headings.found) > len(best[1].found):
            best = position, headings
    return best


def check_headings(headings: Headings, row: int, where: str, spec: ColumnSpec) -> None:
    """Refuse headings (of row ``row``) that are repeated, misspelt or missing. ``where`` names the file or sheet."""
    _refuse_repeated(headings, row, where)
    _refuse_missing(headings, row, where, spec)
    _refuse_misspelt(headings, row, where)


def _refuse_repeated(headings: Headings, row: int, where: str) -> None:
    seen: dict[str, int] = {}
    for number, text in headings.texts.items():
        column = headings.found.get(number)
        key = plain(column.name) if column else plain(text)
        if key and key in seen:
            first = seen[key]
            pair = [f'"{shown(headings.texts[n])}" ({letters(n)}{row})' for n in (first, number)]
            means = f" and both mean {column.name}" if column else ""
            raise FileRefused(
                "duplicate-column",
                f"{where} has two columns headed {listed(pair)}{means}. Delete or rename one of them.",
            )
        seen[key] = number


def _refuse_missing(headings: Headings, row: int, where: str, spec: ColumnSpec) -> None:
    if not headings.missing:
        return
    sentences = []
    for column in headings.missing:
        suggestion = _nearest(column, headings, LOOSE)
        if suggestion:
            raise _misspelt(where, row, *suggestion)
        sentences.append(f'"{column.name}"')
    alternatives = ""
    if len(spec.one_of) > 1 and any(column in headings.missing for choice in spec.one_of for column in choice):
        wordings = [" and ".join(column.name for column in choice) for choice in reversed(spec.one_of)]
        alternatives = f" It needs {', or else '.join(wordings)}."
    seen = listed([f'"{shown(text)}"' for text in headings.texts.values() if text])
    raise FileRefused(
        "missing-column",
        f"{where} has no column {listed(sentences, 'or')}; its headings in row {row} are {seen}.{alternatives} "
        "Add the column or correct its heading.",
    )


def _refuse_misspelt(headings: Headings, row: int, where: str) -> None:
    taken = {column.name for column in headings.found.values()}
    for column in headings.columns:
        suggestion = None if column.name in taken else _nearest(column, headings, CLOSE)
        if suggestion:
            raise _misspelt(where, row, *suggestion)


def _nearest(column: Column, headings: Headings, cutoff: float) -> tuple[int, str, str] | None:
    """The extra heading most like one of the column's: column number, heading, what it may have meant."""
    meant = {plain(heading): heading for heading in column.headings}
    for number, text in headings.extra.items():
        close = get_close_matches(plain(text), meant, n=1, cutoff=cutoff)
        if close:
            return number, text, meant[close[0]]
    return None


def _misspelt(where: str, row: int, number: int, text: str, meant: str) -> FileRefused:
    return FileRefused(
        "misspelt-column",
        f'{where}: there is no column "{shown(text)}" (cell {letters(number)}{row}). Did you mean "{meant}"? '
        "Correct the heading, or delete the column if it is something else.",
    )
