"""What a plan's pages show, worked out once."""

from .findings import FindingLine, finding_url
from .plan import PlanPage, Task

__all__ = ["FindingLine", "PlanPage", "Task", "finding_url"]
