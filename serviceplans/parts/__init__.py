"""The registry of part kinds: what a template may be made of. A kind reads, checks, sums up and prints its part."""

from typing import TYPE_CHECKING

from serviceplans.parts.actions import ActionsPart
from serviceplans.parts.base import Finding, PartKind
from serviceplans.parts.equalities import EqualitiesPart
from serviceplans.parts.fields import FieldsPart, HeaderPart
from serviceplans.parts.indicators import IndicatorsPart
from serviceplans.parts.items import Fact, Item
from serviceplans.parts.paragraphs import ParagraphsPart
from serviceplans.parts.risks import RisksPart
from serviceplans.parts.tables import TablePart
from serviceplans.parts.years import with_years

if TYPE_CHECKING:
    from serviceplans.models import TemplatePart

KINDS: dict[str, type[PartKind]] = {
    "header": HeaderPart,
    "narrative": FieldsPart,
    "staffing": FieldsPart,
    "achievements": TablePart,
    "savings": TablePart,
    "table": TablePart,
    "paragraphs": ParagraphsPart,
    "actions": ActionsPart,
    "risks": RisksPart,
    "indicators": IndicatorsPart,
    "equalities": EqualitiesPart,
}


def kind_of(part: "TemplatePart", cycle: str = "") -> PartKind:
    """The kind of a template's part, configured by it for a plan of that cycle. KeyError for a kind that is not registered."""
    return KINDS[part.kind](describe(part, cycle))


def describe(part: "TemplatePart", cycle: str = "") -> dict[str, object]:
    """What the frozen content keeps of a part, so that it reads the same when the template has moved on."""
    return {
        "key": part.key,
        "kind": part.kind,
        "number": part.number,
        "heading": part.heading,
        "required": part.required,
        "config": part.config if part.kind == "indicators" else with_years(part.config, cycle),
    }


def kind_for(described: dict[str, object]) -> PartKind:
    """The kind of a part as content describes it (see ``describe``)."""
    return KINDS[str(described["kind"])](described)


__all__ = ["KINDS", "Fact", "Finding", "Item", "PartKind", "describe", "kind_for", "kind_of"]
