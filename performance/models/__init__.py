from .batch import ImportBatch
from .benchmark import Benchmark
from .breakdown import Breakdown, BreakdownRow
from .indicator import Indicator
from .marks import DismissedWarning, IndicatorState, Rebase
from .override import Override
from .quality import AuditFinding, DataQualityAssessment
from .reminder import Reminder
from .result import EarlierResult, Result, Target
from .returns import ReturnSubmission, StatutoryReturn
from .scorecard import Scorecard, ScorecardGroup, ScorecardRow

__all__ = [
    "AuditFinding",
    "Benchmark",
    "Breakdown",
    "BreakdownRow",
    "DataQualityAssessment",
    "DismissedWarning",
    "EarlierResult",
    "ImportBatch",
    "Indicator",
    "IndicatorState",
    "Override",
    "Rebase",
    "Reminder",
    "Result",
    "ReturnSubmission",
    "Scorecard",
    "ScorecardGroup",
    "ScorecardRow",
    "StatutoryReturn",
    "Target",
]
