"""The numbers that a template gives its sections and parts by itself."""

from collections.abc import Sequence

from serviceplans.choices import Numbering

ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def numbers(style: str, parts: Sequence[int]) -> list[tuple[str, list[str]]] | None:
    """For each section its number and those of its parts, ``parts`` saying how many it has; None where they are typed."""
    if style == Numbering.WRITTEN:
        return None
    found = []
    for place, count in enumerate(parts, 1):
        number = _number(style, place)
        inner = [f"{number}.{n}" if style == Numbering.ALL else "" for n in range(1, count + 1)]
        found.append((number, inner))
    return found


def _number(style: str, place: int) -> str:
    if style == Numbering.NONE:
        return ""
    if style == Numbering.LETTERS:
        return chr(64 + place) if place <= 26 else str(place)
    if style == Numbering.ROMAN:
        return _roman(place)
    return str(place)


def _roman(number: int) -> str:
    said = ""
    for value, letters in ROMAN:
        said += letters * (number // value)
        number %= value
    return said
