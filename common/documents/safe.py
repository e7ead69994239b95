"""Text that a spreadsheet must not take for a formula."""

from decimal import Decimal
from typing import Any

from .prepare import printable

# What a spreadsheet may read as the start of a formula, the fullwidth forms and a leading line end included.
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_text(value: Any) -> Any:
    """The value as it may stand in a CSV file: text that could be read as a formula gets a leading apostrophe.

    Numbers, negative ones too, are returned as they are. Text that already looks so treated gets another apostrophe,
    so that ``original_text`` gives back exactly what was there.
    """
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if _looks_treated(text) or text.startswith(BEGINNINGS) else text


def original_text(text: str) -> str:
    """What ``safe_text`` was given: the text without the apostrophe that was added."""
    return text[1:] if _looks_treated(text) else text


def typed_text(value: Any) -> Any:
    """The value as it may stand in a workbook that is to be read again: cells there are text by their type.

    Only text that looks as if ``safe_text`` had treated it gets an apostrophe, for ``original_text`` to take.
    """
    return f"'{value}" if isinstance(value, str) and _looks_treated(value) else value


def is_number(value: Any) -> bool:
    """Whether the value is a real, finite number: a whole number, a decimal or a float; a yes or no is none."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return True
    return isinstance(value, Decimal | float) and Decimal(value).is_finite()


def _looks_treated(text: str) -> bool:
    return text.startswith("'") and text.lstrip("'").startswith(BEGINNINGS)
