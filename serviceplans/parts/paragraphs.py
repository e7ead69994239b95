"""Numbered paragraphs under headings (Salford 2002): printed numbers are text, and those left empty count on by themselves."""

from collections.abc import Iterator
from typing import Any

from common.documents.blocks import Block, Heading
from common.values.words import word_count
from serviceplans.parts.base import Finding
from serviceplans.parts.settings import Wrong, known_columns, words
from serviceplans.parts.tables import TablePart
from serviceplans.parts.wording import flow, noted

COLUMNS: list[dict[str, Any]] = [
    {"key": "number", "label": "Number", "type": "line", "width": 10},
    {"key": "heading", "label": "Heading", "type": "line"},
    {"key": "text", "label": "Paragraph", "type": "text", "hint": "Begin a line with - for an item of a list."},
]
ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii"]
STYLES = {
    "decimal": "1.1, 1.2, 1.3",
    "letters": "a), b), c)",
    "roman": "i), ii), iii)",
    "none": "No numbers",
}


class ParagraphsPart(TablePart):
    """Rows of a number, a heading and a text. ``numbering`` is the style of the numbers that nobody has typed."""

    settings = ("columns", "numbering", "words", "row_name")

    @classmethod
    def problems(cls, config: dict[str, Any]) -> Iterator[Wrong]:
        yield from known_columns(config, [str(column["key"]) for column in COLUMNS])
        yield from words(config, "row_name")
        if config.get("numbering", "decimal") not in list(STYLES):
            yield "numbering", "unknown-choice", f"its numbering is one of: {', '.join(STYLES)}"
        limit = config.get("words", 1)
        if not isinstance(limit, int) or isinstance(limit, bool) or not 0 < limit <= 20_000:
            yield "words", "not-a-number", "its most words are not a number from 1 to 20,000"

    @property
    def columns(self) -> list[dict[str, Any]]:
        said = {column["key"]: column for column in self.config.get("columns", [])}
        return [{**column, **said.get(str(column["key"]), {})} for column in COLUMNS]

    def summary(self, data: dict[str, Any]) -> str:
        count, limit = len(data["rows"]), self.config.get("words")
        if not count:
            return ""
        words = f" · {self._words(data)} of {limit} words" if limit else ""
        return f"{count} paragraph{'s' * (count != 1)}{words}"

    @staticmethod
    def _words(data: dict[str, Any]) -> int:
        return sum(word_count(row["text"]) for row in data["rows"])

    def findings(self, data: dict[str, Any]) -> list[Finding]:
        found, limit = super().findings(data), self.config.get("words")
        used = self._words(data)
        if limit and used > limit:
            over = f"{self.heading} has {used} words; the template allows {limit}"
            found.append(Finding("narrative-too-long", over, self.key))
        return found

    def numbered(self, place: int, typed: str) -> str:
        """What stands before a paragraph: what was typed, else its place in the template's style."""
        style = self.config.get("numbering", "decimal")
        if typed or style == "none":
            return typed
        if style == "letters" and place <= 26:
            return f"{chr(96 + place)})"
        if style == "roman" and place <= len(ROMAN):
            return f"{ROMAN[place - 1]})"
        return f"{self.number.rstrip('.')}.{place}" if self.number else str(place)

    def blocks(self, data: dict[str, Any]) -> list[Block]:
        blocks: list[Block] = []
        for place, row in enumerate(data["rows"], 1):
            number = self.numbered(place, noted(row, "number", row["number"]))
            text = noted(row, "text", row["text"])
            if row["heading"]:
                blocks.append(Heading(3, f"{number} {noted(row, 'heading', row['heading'])}".strip()))
                number = ""
            blocks.extend(flow(f"{number} {text}".strip()))
        return blocks
