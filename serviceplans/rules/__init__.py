"""The rules of plans: pure functions on plain content."""

from .comparison import Change, Comparison, FactChange, PartChanges, SectionChanges, compare
from .health import CheckedFinding, blocking, health_check, parts_of, section_name
from .summary import rows_of, sentence, summary

__all__ = [
    "Change",
    "CheckedFinding",
    "Comparison",
    "FactChange",
    "PartChanges",
    "SectionChanges",
    "blocking",
    "compare",
    "health_check",
    "parts_of",
    "rows_of",
    "section_name",
    "sentence",
    "summary",
]
