"""Table 4.2 (York 2019): the plan's part of the council's risk register."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from common.documents.blocks import Block, Cell, Paragraph, Table
from serviceplans.parts.base import Finding, PartKind
from serviceplans.parts.columns import Column, chosen
from serviceplans.parts.items import Fact, How, Item
from serviceplans.parts.settings import Wrong, known_columns, words

if TYPE_CHECKING:
    from serviceplans.content import Loaded

SERIOUS = {"red", "amber"}
COLUMNS = [
    Column("reference", "Reference ID", 1),
    Column("sentence", "Risk", 2.6),
    Column("rating_words", "Rating (RAG)", 1.1),
    Column("escalation", "Escalation", 1.1),
    Column("mitigation", "Actions to mitigate and correct", 3.2),
    Column("target_rating", "Target rating", 0.9),
    Column("target_words", "Date for target rating", 1.1),
    Column("owner", "Responsible officer", 1.7),
]
TONES = {"rating_words": "rating", "target_rating": "target_rating"}
# What table 4.2 shows of a risk. All of it is the register's, which moves without anybody's changing the plan.
STATED: list[tuple[str, str, How]] = [
    ("sentence", "Risk", "words"),
    ("rating_words", "Rating (RAG)", "whole"),
    ("escalation", "Escalation", "whole"),
    ("mitigation", "Actions to mitigate and correct", "words"),
    ("target_rating", "Target rating", "whole"),
    ("target_words", "Date for target rating", "whole"),
    ("owner", "Responsible officer", "whole"),
]


class RisksPart(PartKind):
    one_form = False
    family = "risks"
    settings = ("columns", "caption")

    @classmethod
    def problems(cls, config: dict[str, Any]) -> Iterator[Wrong]:
        yield from known_columns(config, [column.key for column in COLUMNS])
        yield from words(config, "caption")

    def load(self, loaded: "Loaded", stored: dict[str, Any]) -> dict[str, Any]:
        return {"risks": loaded.risks}

    def summary(self, data: dict[str, Any]) -> str:
        count = len(data["risks"])
        red = sum(risk["rating"] == "red" for risk in data["risks"])
        return f"{count} risk{'s' * (count != 1)}" + (f" · {red} red" if red else "") if count else ""

    def findings(self, data: dict[str, Any]) -> list[Finding]:
        found = []
        for risk in data["risks"]:
            name = risk["reference"]
            if risk["rating"] in SERIOUS and not risk["mitigation"].strip():
                said = f"Risk {name} is rated {risk['rating']}, but no mitigating action is written"
                found.append(Finding("risk-no-mitigation", said, self.key, name, "mitigation"))
            lacks = [w for w, has in (("rating", risk["target_rating"]), ("date", risk["target_words"])) if not has]
            if lacks:
                field = "target_words" if risk["target_rating"] else "target_rating"
                said = f"Risk {name} has no target {' and no target '.join(lacks)}"
                found.append(Finding("risk-no-target", said, self.key, name, field))
        return found or (
            [self.missing(f"{self.heading}: no risk is listed")] if self.required and not data["risks"] else []
        )

    def items(self, data: dict[str, Any]) -> list[Item]:
        return [
            Item(
                "risk",
                str(risk["id"]),
                risk["sentence"],
                tuple(Fact(key, label, str(risk[key]), how, register=True) for key, label, how in STATED),
                risk["reference"],
            )
            for risk in data["risks"]
        ]

    def blocks(self, data: dict[str, Any]) -> list[Block]:
        note = withheld_note(data.get("withheld", 0))
        if not data["risks"]:
            return note
        columns = chosen(self.config, COLUMNS)
        rows = [[self._cell(risk, column.key, n == 0) for n, column in enumerate(columns)] for risk in data["risks"]]
        caption = self.config.get("caption") or "Risks to this plan"
        table = Table(caption, [column.label for column in columns], rows, [column.width for column in columns])
        return [table, *note]

    @staticmethod
    def _cell(risk: dict[str, Any], key: str, first: bool) -> Cell:
        said = risk[key].capitalize() if key == "target_rating" else risk[key]
        return Cell(
            said, tone=risk[TONES[key]] if key in TONES else "", bookmark=f"risk_{risk['id']}" if first else ""
        )  # fmt: skip


def withheld_note(count: int) -> list[Block]:
    """What is said in place of risks that the reader may not see."""
    if not count:
        return []
    are = "risks are" if count > 1 else "risk is"
    return [Paragraph(f"{count} {are} confidential and {'are' if count > 1 else 'is'} not shown here.", style="muted")]
