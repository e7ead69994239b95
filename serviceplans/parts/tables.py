"""Parts that are a table with the template's own columns: key achievements, savings."""

from typing import Any

from common.documents.blocks import Block, Cell, Table
from serviceplans.parts.base import Finding, PartKind
from serviceplans.parts.items import Fact, How, Item
from serviceplans.parts.wording import noted

WIDTHS = {"text": 3.0, "line": 1.5, "money": 1.0}


class TablePart(PartKind):
    """Rows of text cells under the columns of the template's config; a row with nothing in it is no row."""

    @property
    def columns(self) -> list[dict[str, Any]]:
        return list(self.config.get("columns", []))

    def load(self, loaded: object, stored: dict[str, Any]) -> dict[str, Any]:
        return {
            "rows": [{c["key"]: str(row.get(c["key"], "")) for c in self.columns} for row in stored.get("rows", [])]
        }

    def clean(self, data: dict[str, Any]) -> dict[str, Any]:
        rows = [{c["key"]: str(row.get(c["key"], "")).strip() for c in self.columns} for row in data.get("rows", [])]
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
        ways: dict[str, How] = {
            column["key"]: "words" if column["type"] == "text" else "whole" for column in self.columns
        }
        return [
            Item(
                "row",
                "",
                next((row[c["key"]] for c in self.columns if row.get(c["key"])), ""),
                tuple(Fact(c["key"], c["label"], row.get(c["key"], ""), ways[c["key"]]) for c in self.columns),
            )
            for row in data["rows"]
        ]

    def blocks(self, data: dict[str, Any]) -> list[Block]:
        if not data["rows"]:
            return []
        rows = [
            [Cell(noted(row, c["key"], row[c["key"]]), number=c["type"] == "money") for c in self.columns]
            for row in data["rows"]
        ]
        widths = [WIDTHS.get(c["type"], 1.5) for c in self.columns]
        return [Table(self.config.get("caption", self.heading), [c["label"] for c in self.columns], rows, widths)]
