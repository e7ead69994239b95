"""Table 4.2 (York 2019): the plan's part of the council's risk register."""

from typing import TYPE_CHECKING, Any

from common.documents.blocks import Block, Cell, Paragraph, Table
from serviceplans.parts.base import Finding, PartKind
from serviceplans.parts.items import Fact, How, Item

if TYPE_CHECKING:
    from serviceplans.content import Loaded

SERIOUS = {"red", "amber"}
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
        columns = [
            "Reference ID", "Risk", "Rating (RAG)", "Escalation", "Actions to mitigate and correct", "Target rating",
            "Date for target rating", "Responsible officer",
        ]  # fmt: skip
        rows = [
            [
                Cell(r["reference"], bookmark=f"risk_{r['id']}"),
                Cell(r["sentence"]),
                Cell(r["rating_words"], tone=r["rating"]),
                Cell(r["escalation"]),
                Cell(r["mitigation"]),
                Cell(r["target_rating"].capitalize(), tone=r["target_rating"]),
                Cell(r["target_words"]),
                Cell(r["owner"]),
            ]
            for r in data["risks"]
        ]
        return [Table("Risks to this plan", columns, rows, [1, 2.6, 1.1, 1.1, 3.2, 0.9, 1.1, 1.7]), *note]


def withheld_note(count: int) -> list[Block]:
    """What is said in place of risks that the reader may not see."""
    if not count:
        return []
    are = "risks are" if count > 1 else "risk is"
    return [Paragraph(f"{count} {are} confidential and {'are' if count > 1 else 'is'} not shown here.", style="muted")]
