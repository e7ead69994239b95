"""How the columns of an indicator's definition are read: one of a few words, a yes, a whole number, a period."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Choices

from common.intake import CellValue
from common.values.errors import Unreadable
from common.values.period import Period
from common.values.words import quoted
from performance.models import Indicator

from .base import CellWidget, as_cell, text_of

_YES, _NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0"}


def plainly(text: str) -> str:
    """A word without case, blanks and dashes: "Half-yearly" and "half yearly" are the same."""
    return "".join(character for character in text.casefold() if not character.isspace() and character not in "-–_.,")


class NewReferenceWidget(CellWidget):
    """The reference of an indicator that the file defines."""

    code = "missing-reference"

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> str:
        text = " ".join(text_of(cell).split())
        if not text:
            raise Unreadable("The row has no reference. Give the indicator's reference, like CSC07.")
        if len(text) > 40:
            raise Unreadable(f"The reference {quoted(text)} is longer than 40 characters. Shorten it.")
        return text


class ChoiceWidget(CellWidget):
    """One of a few words, or a synonym; written as the word that pages use."""

    def __init__(self, choices: type[Choices], synonyms: Mapping[str, tuple[str, ...]], code: str) -> None:
        super().__init__()
        self.code, self.labels = code, dict(choices.choices)
        self.values = {plainly(text): value for value, label in choices.choices for text in (value, label)}
        self.values |= {plainly(text): value for value, texts in synonyms.items() for text in texts}

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> str | None:
        text = text_of(cell)
        if not text:
            return None
        if plainly(text) not in self.values:
            offered = ", ".join(str(label) for label in self.labels.values())
            raise Unreadable(f"{quoted(text)} is none of the words used here: {offered}.")
        return str(self.values[plainly(text)])

    def render(self, value: Any, obj: Any = None, **_: Any) -> str:
        return str(self.labels.get(value, value or ""))

    def show(self, value: Any, indicator: Indicator) -> str:
        return self.render(value)


class YesNoWidget(CellWidget):
    """Yes or no."""

    code = "unreadable-yes-or-no"

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> bool | None:
        word = text_of(cell).casefold()
        if not word:
            return None
        if word not in _YES | _NO:
            raise Unreadable(f"{quoted(cell.text)} is neither yes nor no.")
        return word in _YES

    def render(self, value: Any, obj: Any = None, **_: Any) -> str:
        return {True: "yes", False: "no"}.get(value, "")

    def show(self, value: Any, indicator: Indicator) -> str:
        return self.render(value)


class WholeNumberWidget(CellWidget):
    """A whole number from 0 to ``most``."""

    code = "unreadable-number"

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> int | None:
        text = text_of(cell)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text) <= self.most):
            raise Unreadable(f"{quoted(text)} is not a whole number from 0 to {self.most}.")
        return int(text)


class PeriodLabelWidget(CellWidget):
    """The first or last period that is measured, as its label; it may be a year for an indicator of quarters."""

    code = "unreadable-period"

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> str | None:
        text = text_of(cell)
        if not text:
            return None
        year_type = plainly(text_of(as_cell(row.get("Year type"))) or "financial")
        known = next((name for name in ("academic", "calendar", "rolling") if year_type.startswith(name)), "financial")
        return Period.parse(text, year_type=known).label
