"""How wide words are in the PDF's type, and where they break: in ems, whatever the size."""

from functools import lru_cache
from pathlib import Path

from .fonts import advances

ELLIPSIS = " …"
_UNKNOWN = 0.7


class Ruler:
    """Measures ordinary text of the fonts in a folder. ``bold``: how much wider a heading's letters are."""

    bold = 1.06

    def __init__(self, folder: Path) -> None:
        known = advances(folder / "Inter-Regular.ttf")

        @lru_cache(maxsize=20_000)
        def wide(text: str) -> float:
            return sum(known.get(ord(letter), _UNKNOWN) for letter in text)

        self.wide = wide

    def longest_line(self, text: str) -> float:
        return max(self.wide(line) for line in text.split("\n"))

    def longest_word(self, text: str) -> float:
        return max((self.wide(word) for word in text.split()), default=0.0)

    def lines(self, text: str, room: float) -> list[str]:
        """The lines that the text takes in a column of this width; a word that is wider stands alone."""
        if "\n" not in text and self.wide(text) <= room:
            return [text]
        return [line for part in text.split("\n") for line in self._wrapped(part, room)]

    def _wrapped(self, text: str, room: float) -> list[str]:
        found, line = [], ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if line and self.wide(longer) > room:
                found.append(line)
                line = word
            else:
                line = longer
        return [*found, line]

    def shortened(self, text: str, room: float, most: int) -> str:
        """The text as far as it goes on ``most`` lines, ending in … where something is left out."""
        lines = self.lines(text, room)
        if len(lines) <= most:
            return text
        words = " ".join(lines[:most]).split(" ")
        while len(words) > 1 and len(self.lines(" ".join(words) + ELLIPSIS, room)) > most:
            words.pop()
        return " ".join(words).rstrip(".,;:") + ELLIPSIS
