"""The tables of this room as django-import-export resources: what each column means, read and written in one place."""

from .base import Known, TableResource
from .benchmarks import BenchmarkResource
from .breakdowns import BreakdownResource
from .indicators import IndicatorResource
from .results import ResultResource
from .targets import TargetResource

__all__ = [
    "BenchmarkResource",
    "BreakdownResource",
    "IndicatorResource",
    "Known",
    "ResultResource",
    "TableResource",
    "TargetResource",
]
