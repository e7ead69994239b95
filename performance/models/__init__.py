from .batch import ImportBatch
from .indicator import Indicator
from .result import DirectionOverride, EarlierResult, Result, Target

__all__ = ["DirectionOverride", "EarlierResult", "ImportBatch", "Indicator", "Result", "Target"]
