"""The preview of an uploaded file, kept in the database until somebody confirms or discards it."""

import hashlib

from common.today import now
from council.models import User
from performance.models import ImportBatch

from .bulk import uncollected
from .evaluate import evaluate, read
from .outcome import Evaluation

# What ``show`` puts into a batch, and the plan that belongs to it.
SHOWN = ("filename", "sheet", "encoding", "rows", "counts", "notes", "plan")


@uncollected()
def preview(data: bytes, filename: str, user: User | None, *, table: str = "results", sheet: str = "") -> ImportBatch:
    """Read the file, hold it against what is stored, and keep both. Raises FileRefused for a file that is of no use."""
    intake = read(table, data, filename, sheet)
    kind, evaluation = evaluate(table, intake)
    batch = batch_of(table, data, evaluation, user)
    batch.plan = kind.plan(evaluation.writes)
    batch.save()
    return batch


def batch_of(table: str, data: bytes, evaluation: Evaluation, user: User | None) -> ImportBatch:
    """A file with its evaluation (unsaved)."""
    batch = ImportBatch(table=table, data=data, digest=digest_of(data), uploaded_at=now(), uploaded_by=user)
    show(batch, evaluation)
    return batch


def show(batch: ImportBatch, evaluation: Evaluation) -> None:
    """Put an evaluation into its batch (unsaved)."""
    batch.filename, batch.sheet, batch.encoding = evaluation.filename[:255], evaluation.sheet, evaluation.encoding
    batch.rows, batch.counts, batch.notes = evaluation.rows_as_json(), evaluation.counts, evaluation.notes


def digest_of(data: bytes) -> str:
    """SHA-256 of the file, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
