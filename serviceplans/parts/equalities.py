"""Equality objectives under the five areas of performance (York 2019, Equalities)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from common.documents.blocks import Block, Cell, Paragraph, Table
from equalities.choices import Facing
from serviceplans.parts.base import Finding, PartKind
from serviceplans.parts.columns import Column, chosen
from serviceplans.parts.items import Fact, Item
from serviceplans.parts.settings import Wrong, known_columns, words

if TYPE_CHECKING:
    from serviceplans.content import Loaded


COLUMNS = [
    Column("text", "Equality objective", 3),
    Column("supports", "Supports", 1.6),
    Column("facing", "Facing", 1.2),
    Column("duty", "How it supports the Public Sector Equality Duty", 3),
]


class EqualitiesPart(PartKind):
    one_form = False
    family = "equalities"
    settings = ("columns", "caption")

    @classmethod
    def problems(cls, config: dict[str, Any]) -> Iterator[Wrong]:
        yield from known_columns(config, [column.key for column in COLUMNS])
        yield from words(config, "caption")

    def load(self, loaded: "Loaded", stored: dict[str, Any]) -> dict[str, Any]:
        return {
            "areas": [
                {**area, "objectives": [o for o in loaded.equality_objectives if o["area"] == area["number"]]}
                for area in loaded.equality_areas
            ]
        }

    @staticmethod
    def objectives(data: dict[str, Any]) -> list[dict[str, Any]]:
        return [objective for area in data["areas"] for objective in area["objectives"]]

    def is_empty(self, data: dict[str, Any]) -> bool:
        return not self.objectives(data)

    def summary(self, data: dict[str, Any]) -> str:
        count = len(self.objectives(data))
        areas = sum(bool(area["objectives"]) for area in data["areas"])
        return f"{count} objective{'s' * (count != 1)} in {areas} of {len(data['areas'])} areas" if count else ""

    def is_complete(self, data: dict[str, Any]) -> bool:
        return not self.is_empty(data)

    def findings(self, data: dict[str, Any]) -> list[Finding]:
        if self.is_empty(data):
            return [Finding("no-equality-objective", "The plan has no equality objective", self.key)]
        return []

    def items(self, data: dict[str, Any]) -> list[Item]:
        return [
            Item(
                "equality objective",
                str(objective["id"]),
                objective["text"],
                (
                    Fact("area", "Area of performance", area["name"], "whole"),
                    Fact("text", "Equality objective", objective["text"]),
                    Fact("supports", "Supports", supports(objective), "whole"),
                    Fact("facing", "Facing", str(Facing(objective["facing"]).label), "whole"),
                    Fact("duty", "How it supports the Public Sector Equality Duty", objective["duty"]),
                ),
                group=str(area["number"]),
            )
            for area in data["areas"]
            for objective in area["objectives"]
        ]

    def blocks(self, data: dict[str, Any]) -> list[Block]:
        blocks: list[Block] = []
        if self.is_empty(data):
            return blocks
        rows: list[list[Cell]] = []
        for area in data["areas"]:
            if not area["objectives"]:
                continue
            rows.append([Cell(f"{area['name']}: {area['council_objective']}")])
            rows.extend(self.row(objective) for objective in area["objectives"])
        columns = chosen(self.config, COLUMNS)
        caption = self.config.get("caption") or "Objectives by area of performance"
        blocks.append(Table(caption, [c.label for c in columns], rows, [c.width for c in columns]))
        without = [area["name"] for area in data["areas"] if not area["objectives"]]
        if without:
            blocks.append(Paragraph(f"No objective in this plan under: {'; '.join(without)}.", style="muted"))
        return blocks

    def row(self, objective: dict[str, Any]) -> list[Cell]:
        said = {
            "text": objective["text"],
            "supports": supports(objective),
            "facing": str(Facing(objective["facing"]).label),
            "duty": objective["duty"],
        }
        mark = f"equality_{objective['id']}"
        return [
            Cell(said[column.key], bookmark="" if place else mark)
            for place, column in enumerate(chosen(self.config, COLUMNS))
        ]


def supports(objective: dict[str, Any]) -> str:
    """What the objective supports, in words: the Equality Strategy, CMT's objective, or both."""
    named = [("supports_strategy", "Equality Strategy"), ("supports_cmt", "CMT's equality objective")]
    return " and ".join(words for key, words in named if objective[key]) or "Not said"
