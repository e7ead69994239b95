from .batch import ImportBatch
from .benchmark import Benchmark
from .breakdown import Breakdown, BreakdownRow
from .indicator import Indicator
from .marks import DismissedWarning, IndicatorState, Rebase
from .quality import AuditFinding, DataQualityAssessment
from .reminder import Reminder
from .result import DirectionOverride, EarlierResult, Result, Target
from .returns import ReturnSubmission, StatutoryReturn
from .scorecard import Scorecard, ScorecardGroup, ScorecardRow

__all__ = [
    "AuditFinding",
    "Benchmark",
    "Breakdown",
    "BreakdownRow",
    "DataQualityAssessment",
    "DirectionOverride",
    "DismissedWarning",
    "EarlierResult",
    "ImportBatch",
    "Indicator",
    "IndicatorState",
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
