"""Files of results, targets and indicators: read, shown before anything is written, and loaded."""

from .evaluate import TABLES, evaluate, read
from .load import ImportRefused, load_benchmarks, load_indicators, load_results, load_targets
from .outcome import CHANGED, NEW, OUTCOMES, REFUSED, UNCHANGED, Evaluation, RowOutcome
from .preview import batch_of, digest_of, preview
from .table import Author, Table

__all__ = [
    "CHANGED",
    "NEW",
    "OUTCOMES",
    "REFUSED",
    "TABLES",
    "UNCHANGED",
    "Author",
    "Evaluation",
    "ImportRefused",
    "RowOutcome",
    "Table",
    "batch_of",
    "digest_of",
    "evaluate",
    "load_benchmarks",
    "load_indicators",
    "load_results",
    "load_targets",
    "preview",
    "read",
]
