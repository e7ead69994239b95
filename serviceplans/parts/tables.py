"""Parts that are a table with the template's own columns: achievements, savings, drivers, measures, a budget by head."""

from collections.abc import Iterator
from typing import Any

from common.documents.blocks import Block, Cell, Table
from serviceplans.parts.base import Finding, PartKind
from serviceplans.parts.columns import bulleted
from serviceplans.parts.items import Fact, How, Item
from serviceplans.parts.settings import Wrong, is_words, keys_of, specs, words
from serviceplans.parts.wording import noted

COLUMN_TYPES = ("text", "list", "line", "choice", "money")
WIDTHS = {"text": 3.0, "list": 3.0, "line": 1.5, "choice": 1.5, "money": 1.0}
HOW: dict[str, How] = {"text": "words", "list": "lines"}


class TablePart(PartKind):
    """Rows of text cells under the columns of the template's config; a row with nothing in it is no row.

    A column's type is text, list (one item a line), line, choice (of its ``options``) or money. ``group`` in the config
    names columns that stand as headings above the rows that share them, outermost first (a driver's type; the aim,
    approach and objective of South Cambs' operational plan); ``start`` the rows with which a new plan begins.
    """

    in_rows = True
    family = "rows"
    settings: tuple[str, ...] = ("columns", "group", "caption", "row_name", "start")

    @classmethod
    def problems(cls, config: dict[str, Any]) -> Iterator[Wrong]:
        if not config.get("columns"):
            yield "columns", "missing", "it has no columns"
            return
        yield from specs("columns", config["columns"], COLUMN_TYPES)
        yield from words(config, "caption", "row_name")
        keys = keys_of(config["columns"])
        group, start = config.get("group", []), config.get("start", [])
        if not is_words(group) or not set(group) <= set(keys):
            yield (
                "group",
                "unknown-column",
                f"it groups by columns that it has not; it has: {', '.join(keys)}",
            )
        elif keys and set(group) >= set(keys):
            yield "group", "missing", "every column is a heading, so that no column is left for the rows"
        if not isinstance(start, list) or not all(
            isinstance(row, dict) and is_words(list(row.values())) for row in start
        ):
            yield "start", "not-a-list", "the rows that it starts with are not a list of rows of words"

    @property
    def columns(self) -> list[dict[str, Any]]:
        return list(self.config.get("columns", []))

    @property
    def groups(self) -> list[dict[str, Any]]:
        by_key = {column["key"]: column for column in self.columns}
        return [by_key[key] for key in self.config.get("group", []) if key in by_key]

    def load(self, loaded: object, stored: dict[str, Any]) -> dict[str, Any]:
        return {
            "rows": [{c["key"]: str(row.get(c["key"], "")) for c in self.columns} for row in stored.get("rows", [])]
        }

    def clean(self, data: dict[str, Any]) -> dict[str, Any]:
        rows = [
            {c["key"]: str(row.get(c["key"], "")).replace("\r\n", "\n").strip() for c in self.columns}
            for row in data.get("rows", [])
        ]
        return {"rows": [row for row in rows if any(row.values())]}

    def summary(self, data: dict[str, Any]) -> str:
        count = len(data["rows"])
        return f"{count} {'row' if count == 1 else 'rows'}" if count else ""

    def findings(self, data: dict[str, Any]) -> list[Finding]:
        if not data["rows"]:
            return [self.missing(f"{self.heading}: nothing is listed")] if self.required else []
        return [
            self.missing(f"{self.heading}, row {number}: “{column['label']}” is empty", column["key"], str(number))
            for number, row in enumerate(data["rows"], 1)
            for column in self.columns
            if column.get("required") and not row[column["key"]]
        ]

    def items(self, data: dict[str, Any]) -> list[Item]:
        """Rows have no identity of their own: they are recognised by their words."""
        return [
            Item(
                "row",
                "",
                next((row[c["key"]] for c in self.columns if row.get(c["key"])), ""),
                tuple(
                    Fact(c["key"], c["label"], row.get(c["key"], ""), HOW.get(c["type"], "whole")) for c in self.columns
                ),
            )
            for row in data["rows"]
        ]

    def blocks(self, data: dict[str, Any]) -> list[Block]:
        if not data["rows"]:
            return []
        shown = [column for column in self.columns if column not in self.groups]
        rows: list[list[Cell]] = []
        above: list[str] = []
        for row in data["rows"]:
            rows += self._headings(row, above)
            above = [row[column["key"]] for column in self.groups]
            rows.append([self._cell(row, column) for column in shown])
        widths = [float(column.get("share") or _share(column)) for column in shown]
        caption = self.config.get("caption") or self.heading
        return [Table(caption, [column["label"] for column in shown], rows, widths, nested=True)]

    def _headings(self, row: dict[str, Any], above: list[str]) -> list[list[Cell]]:
        """The group rows above a row: from the outermost level that is not as in the row before."""
        levels = [row[column["key"]] for column in self.groups]
        first = next((i for i, level in enumerate(levels) if i >= len(above) or above[i] != level), len(levels))
        return [
            [Cell(f"{column['label']}: {row[column['key']]}" if column.get("named") else noted(row, column["key"], level))]
            for column, level in list(zip(self.groups, levels, strict=True))[first:]
            if level
        ]  # fmt: skip

    @staticmethod
    def _cell(row: dict[str, Any], column: dict[str, Any]) -> Cell:
        said = bulleted(row[column["key"]]) if column["type"] == "list" else row[column["key"]]
        return Cell(noted(row, column["key"], said), number=column["type"] == "money")


def _share(column: dict[str, Any]) -> float:
    """How much of the width a column takes by its type; one line that is short where it is written is short here too."""
    share = WIDTHS.get(column["type"], 1.5)
    return min(share, 0.3 + 0.06 * column["width"]) if column["type"] == "line" and "width" in column else share
