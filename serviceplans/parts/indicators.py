"""Table 4.3 (York 2019): directorate performance indicators, with three years' results and the direction of travel."""

from typing import TYPE_CHECKING, Any

from common.documents.blocks import Block, Cell, Paragraph, Table
from serviceplans.parts.base import Finding, PartKind
from serviceplans.parts.items import Fact, Item

if TYPE_CHECKING:
    from serviceplans.content import Loaded


ARROWS = {"up": "▲", "down": "▼", "flat": "■"}
NO_ARROW = {"none", "neutral"}


class IndicatorsPart(PartKind):
    one_form = False

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
        return group, *(Fact(key, label, text, "whole", register=True) for key, label, text in stated)

    def blocks(self, data: dict[str, Any]) -> list[Block]:
        if self.is_empty(data):
            return []
        columns = [
            "Reference ID", "Indicator description", *[f"{year} result" for year in data["years"]], "Polarity",
            "Latest direction of travel", "Responsible officer",
        ]  # fmt: skip
        rows: list[list[Cell]] = []
        for group in data["groups"]:
            rows.append([Cell(group["heading"])])
            rows.extend(self.row(indicator) for indicator in group["indicators"])
        blocks: list[Block] = [
            Table(
                "Last three years' results and direction of travel",
                columns,
                rows,
                [1, 3, *[1.1] * len(data["years"]), 1.1, 1.4, 1.8],
            )
        ]
        by_hand = [i for group in data["groups"] for i in group["indicators"] if i["overridden"]]
        blocks.extend(Paragraph(f"{i['reference']}: {i['direction_why']}", style="muted") for i in by_hand)
        return blocks

    @staticmethod
    def row(indicator: dict[str, Any]) -> list[Cell]:
        return [
            Cell(indicator["reference"], bookmark=f"indicator_{indicator['id']}"),
            Cell(indicator["name"]),
            *[Cell(value, number=True) for value in indicator["results"]],
            Cell(indicator["polarity"]),
            Cell(direction_text(indicator), tone=indicator["direction"]),
            Cell(indicator["owner"]),
        ]


def direction_text(indicator: dict[str, Any]) -> str:
    """Arrow and word, marked where an officer has overridden what was worked out."""
    arrow = ARROWS[indicator["arrow"]] if indicator["direction"] not in NO_ARROW else ""
    by_hand = " (set by hand)" if indicator["overridden"] else ""
    return f"{arrow} {indicator['direction_words']}".strip() + by_hand
