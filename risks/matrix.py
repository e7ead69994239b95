"""The council's one risk matrix: read for every rating, loaded from a file."""

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from common.ledger import record
from common.verdict import Refused
from council.models import User
from risks.models import RiskMatrix
from risks.rules import Matrix, matrix_fault


def current_matrix() -> Matrix | None:
    """The council's matrix, or None where it has not set one. One query."""
    return matrix_of(RiskMatrix.objects.order_by("pk").first())


@transaction.atomic
def load_matrix(path: Path | str, by: User | None = None) -> bool:
    """Make the matrix what the YAML file says; returns whether it changed. Raises Refused, naming what is wrong.

    The file holds ``likelihood`` and ``impact`` (each a list of ``{score, name}``, 1 up) and ``levels``: a row for each
    likelihood, each with a level for every impact.
    """
    matrix = _read(Path(path))
    fault = matrix_fault(matrix)
    if fault:
        raise Refused(f"{Path(path).name}: {fault}")
    row = RiskMatrix.objects.select_for_update().order_by("pk").first()
    before = _facts(row) if row else None
    row = row or RiskMatrix()
    row.likelihoods, row.impacts = list(matrix.likelihoods), list(matrix.impacts)
    row.levels = [list(levels) for levels in matrix.levels]
    if _facts(row) == before:
        return False
    row.save()
    record("risk-matrix.set", "risk-matrix", actor_id=by.pk if by else None, before=before, after=_facts(row))
    return True


def _read(path: Path) -> Matrix:
    try:
        stored = yaml.safe_load(path.read_text(encoding="utf-8"))
        rows = stored["levels"]
        return Matrix(
            likelihoods=_names(stored["likelihood"]),
            impacts=_names(stored["impact"]),
            levels=tuple(tuple(rows[number]) for number in sorted(rows)),
        )
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError) as error:
        wanted = "lists likelihood and impact, each with score and name, and levels by likelihood"
        raise Refused(f"{path.name} is no risk matrix ({error}). It should hold {wanted}.") from error


def _names(scale: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(str(step["name"]) for step in sorted(scale, key=lambda step: step["score"]))


def matrix_of(row: RiskMatrix | None) -> Matrix | None:
    """The stored matrix as the rules read it."""
    if row is None:
        return None
    return Matrix(tuple(row.likelihoods), tuple(row.impacts), tuple(tuple(levels) for levels in row.levels))


def _facts(row: RiskMatrix) -> dict[str, Any]:
    return {"likelihoods": row.likelihoods, "impacts": row.impacts, "levels": row.levels}
