"""The rules of plans: pure functions on plain content."""

from .changeable import Changeable, all_changeables, changeables, patch_for
from .changes import DIRECTOR, OFFICER, REVISION, Needed, change_needed
from .comparison import Change, Comparison, FactChange, PartChanges, SectionChanges, compare
from .health import CheckedFinding, blocking, health_check, parts_of, section_name
from .overlay import Laid, lay_over, rows_in
from .summary import rows_of, sentence, summary
from .versions import that_counts, to_open

__all__ = [
    "DIRECTOR",
    "OFFICER",
    "REVISION",
    "Change",
    "Changeable",
    "CheckedFinding",
    "Comparison",
    "FactChange",
    "Laid",
    "Needed",
    "PartChanges",
    "SectionChanges",
    "all_changeables",
    "blocking",
    "change_needed",
    "changeables",
    "compare",
    "health_check",
    "lay_over",
    "parts_of",
    "patch_for",
    "rows_in",
    "rows_of",
    "section_name",
    "sentence",
    "summary",
    "that_counts",
    "to_open",
]
