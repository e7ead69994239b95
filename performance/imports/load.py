"""Loading a file whole, as a loader of demonstration data or another system does: all of it or none."""

from pathlib import Path

from .outcome import Evaluation


class ImportRefused(Exception):
    """Rows of a file that was to be loaded whole are refused, and nothing was written. ``evaluation`` holds them."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        rows = [f"row {row.row}, {row.column} {row.value!r}: {row.message}" for row in evaluation.refusals]
        super().__init__(f"{evaluation.filename} is refused:\n" + "\n".join(rows))


def load_indicators(path: str | Path) -> Evaluation:
    """Load a file of indicators; what is already as in the file stays untouched."""
    return _load("indicators", Path(path))


def load_targets(path: str | Path) -> Evaluation:
    """Load a file of targets; what is already as in the file stays untouched."""
    return _load("targets", Path(path))


def load_results(path: str | Path) -> Evaluation:
    """Load a file of results; what is already as in the file stays untouched."""
    return _load("results", Path(path))


def load_benchmarks(path: str | Path) -> Evaluation:
    """Load a file of others' figures; what is already as in the file stays untouched."""
    return _load("benchmarks", Path(path))


def _load(table: str, path: Path) -> Evaluation:
    # Not at the top: transitions build on this package.
    from performance.transitions import import_now

    evaluation = import_now(table, path.read_bytes(), path.name).evaluation
    if evaluation.refusals:
        raise ImportRefused(evaluation)
    return evaluation
