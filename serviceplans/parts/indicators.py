"""Table 4.3 (York 2019): directorate performance indicators, with three years' results and the direction of travel."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from common.documents.blocks import Block, Cell, Paragraph, Table
from serviceplans.parts.base import Finding, PartKind
from serviceplans.parts.columns import Column, chosen
from serviceplans.parts.items import Fact, Item, mark_facts
from serviceplans.parts.settings import Wrong, is_words, known_columns, words
from serviceplans.parts.wording import with_mark

if TYPE_CHECKING:
    from serviceplans.content import Loaded


COLUMNS = [
    Column("reference", "Reference ID", 1),
    Column("name", "Indicator description", 3),
    Column("results", "{year} result", 1.1),
    Column("polarity", "Polarity", 1.1),
    Column("direction", "Latest direction of travel", 1.4),
    Column("owner", "Responsible officer", 1.8),
]
# What a template may show besides.
MORE = [Column("target", "Target", 1.1), Column("latest", "Latest result", 1.1)]
ARROWS = {"up": "▲", "down": "▼", "flat": "■"}
NO_ARROW = {"none", "neutral"}


class IndicatorsPart(PartKind):
    one_form = False
    family = "indicators"
    settings = ("groups", "columns", "caption")

    @classmethod
    def problems(cls, config: dict[str, Any]) -> Iterator[Wrong]:
        yield from known_columns(config, [column.key for column in [*COLUMNS, *MORE]])
        yield from words(config, "caption")
        if not is_words(config.get("groups", [])):
            yield "groups", "not-a-list", "its groups are not a list of words"

    @property
    def columns(self) -> list[Column]:
        return chosen(self.config, [*COLUMNS, *MORE]) if "columns" in self.config else COLUMNS

    @property
    def groups(self) -> list[str]:
        return list(self.config.get("groups", []))

    def load(self, loaded: "Loaded", stored: dict[str, Any]) -> dict[str, Any]:
        """Groups in the template's order; an indicator under a group that the template has not keeps its own, last."""
        names = [*self.groups, *sorted({i["group"] for i in loaded.indicators} - set(self.groups))]
        return {
            "years": loaded.years,
            "groups": [
                {"heading": name, "indicators": [i for i in loaded.indicators if i["group"] == name]} for name in names
            ],
        }

    @staticmethod
    def count(data: dict[str, Any]) -> int:
        return sum(len(group["indicators"]) for group in data["groups"])

    def is_empty(self, data: dict[str, Any]) -> bool:
        return not self.count(data)

    def summary(self, data: dict[str, Any]) -> str:
        count = self.count(data)
        return f"{count} indicator{'s' * (count != 1)}" if count else ""

    def findings(self, data: dict[str, Any]) -> list[Finding]:
        empty = self.required and self.is_empty(data)
        return [self.missing(f"{self.heading}: no indicator is listed")] if empty else []

    def items(self, data: dict[str, Any]) -> list[Item]:
        """What group an indicator stands in is the plan's; what it says there is the register's."""
        return [
            Item("indicator", str(i["id"]), i["name"], self._facts(i, data["years"]), i["reference"], i["group"])
            for group in data["groups"]
            for i in group["indicators"]
        ]

    def _facts(self, indicator: dict[str, Any], years: list[str]) -> tuple[Fact, ...]:
        results = zip(years, indicator["results"], strict=True)
        stated = [
            ("name", "Indicator description", indicator["name"]),
            *((f"result-{year}", f"{year} result", text) for year, text in results),
            ("polarity", "Polarity", indicator["polarity"]),
            ("direction", "Latest direction of travel", direction_text(indicator)),
            ("owner", "Responsible officer", indicator["owner"]),
        ]
        group = Fact("group", "Listed under", indicator["group"], "whole")
        told = (Fact(key, label, text, "whole", register=True) for key, label, text in stated)
        return group, *mark_facts(indicator), *told

    def blocks(self, data: dict[str, Any]) -> list[Block]:
        if self.is_empty(data):
            return []
        rows: list[list[Cell]] = []
        for group in data["groups"]:
            rows.extend([[Cell(group["heading"])]] if group["heading"] else [])
            rows.extend(self.row(indicator) for indicator in group["indicators"])
        caption = self.config.get("caption") or "Last three years' results and direction of travel"
        heads, widths = zip(*self._heads(data["years"]), strict=True)
        blocks: list[Block] = [Table(caption, list(heads), rows, list(widths))]
        by_hand = [i for group in data["groups"] for i in group["indicators"] if i["overridden"]]
        blocks.extend(Paragraph(f"{i['reference']}: {i['direction_why']}", style="muted") for i in by_hand)
        return blocks

    def _heads(self, years: list[str]) -> list[tuple[str, float]]:
        """Each column's heading and width; the results have one for each year."""
        return [
            (column.label.replace("{year}", year), column.width)
            for column in self.columns
            for year in (years if column.key == "results" else [""])
        ]

    def row(self, indicator: dict[str, Any]) -> list[Cell]:
        return [cell for column in self.columns for cell in self._cells(indicator, column.key)]

    @staticmethod
    def _cells(indicator: dict[str, Any], key: str) -> list[Cell]:
        if key == "results":
            return [Cell(value, number=True) for value in indicator["results"]]
        if key == "reference":
            return [Cell(indicator["reference"], bookmark=f"indicator_{indicator['id']}")]
        if key == "direction":
            return [Cell(direction_text(indicator), tone=indicator["direction"])]
        if key == "name":
            return [Cell(with_mark(indicator, indicator["name"]))]
        return [Cell(indicator[key], number=key in ("target", "latest"))]


def direction_text(indicator: dict[str, Any]) -> str:
    """Arrow and word, marked where an officer has overridden what was worked out."""
    arrow = ARROWS[indicator["arrow"]] if indicator["direction"] not in NO_ARROW else ""
    by_hand = " (set by hand)" if indicator["overridden"] else ""
    return f"{arrow} {indicator['direction_words']}".strip() + by_hand
