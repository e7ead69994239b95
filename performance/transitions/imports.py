"""Importing a file that was shown: in one transaction, against what is stored at that moment, all or nothing."""

from django.db import IntegrityError, transaction

from common.intake import Intake
from common.ledger import record
from common.today import now
from common.verdict import Conflict
from council.models import User
from performance.choices import BatchState
from performance.imports import TABLES, Author, Evaluation, evaluate, read
from performance.imports.bulk import uncollected
from performance.imports.periods import lock_indicators
from performance.imports.preview import SHOWN, show
from performance.imports.table import Table, Write
from performance.models import ImportBatch
from performance.permissions import acting_post, may_import

from .importing import begin, imported_before, locked, settle, write


class Moved(Exception):
    """What is stored has changed since the preview was made. ``evaluation`` is the file held against it now."""

    def __init__(self, evaluation: Evaluation | None = None) -> None:
        super().__init__()
        self.evaluation = evaluation


@uncollected()
def confirm(batch_id: int, *, by: User, accept_refusals: bool = False) -> ImportBatch:
    """Import a file that waits. Conflict with its sentence where that cannot be done, or no longer as was shown.

    Where something was changed since the preview, nothing is written but the new preview. Until it is done the batch
    says that it is being imported; when it breaks off, that it failed, and it can be confirmed again.
    """
    may_import(by).require()
    begin(batch_id)
    with settle(batch_id):
        try:
            return _confirm(batch_id, None, by, accept_refusals)
        except (Moved, IntegrityError):
            waiting = ImportBatch.objects.defer("rows", "plan").get(pk=batch_id)
        intake = read(waiting.table, bytes(waiting.data), waiting.filename, waiting.sheet)
        try:
            return _confirm(batch_id, intake, by, accept_refusals)
        except Moved as moved:
            if moved.evaluation is None:
                raise
            raise Conflict(_show_again(batch_id, moved.evaluation)) from None


@transaction.atomic
def _confirm(batch_id: int, intake: Intake | None, by: User, accept_refusals: bool) -> ImportBatch:
    """Write what was shown: by the preview's plan while it holds, else by the file, read again."""
    batch = locked(batch_id)
    table, writes = planned(batch) if intake is None else _evaluated(batch, intake)
    if not batch.good:
        raise Conflict("There is nothing to import: every row that can be read is already stored as it is.")
    count = batch.counts["refused"]
    if count and not accept_refusals:
        raise Conflict(
            f"{count} {'row is' if count == 1 else 'rows are'} refused, so nothing was imported. Correct the file, or "
            "choose to import the good rows and leave the others."
        )
    author = Author(by.pk, acting_post(by), f"Import of {batch.filename}")
    return write(batch, table, writes, author)


def planned(batch: ImportBatch) -> tuple[Table, list[Write]]:
    """The writes of the preview's plan; Moved where what it rests on has changed, or where there is none."""
    if batch.plan is None:
        raise Moved
    lock_indicators(batch.plan["indicators"])
    table = TABLES[batch.table](lock=True)
    writes = table.resume(batch.plan)
    if writes is None:
        raise Moved
    return table, writes


def _evaluated(batch: ImportBatch, intake: Intake) -> tuple[Table, list[Write]]:
    """The writes of the file as it is; Moved where they are no longer those that were shown."""
    table, evaluation = evaluate(batch.table, intake, lock=True)
    if evaluation.rows_as_json() != batch.rows:
        raise Moved(evaluation)
    return table, evaluation.writes


@transaction.atomic
def _show_again(batch_id: int, evaluation: Evaluation) -> str:
    """Keep the new preview; the sentence that says what happened."""
    batch = locked(batch_id)
    show(batch, evaluation)
    batch.plan = None
    batch.save(update_fields=SHOWN)
    if not evaluation.to_write and imported_before(batch.digest, batch.table):
        return f"{batch.filename} is already imported. Nothing was changed."
    return "Something was changed since this preview was made, so nothing was imported. Check the new preview."


@transaction.atomic
def discard(batch_id: int, *, by: User) -> ImportBatch:
    """Give up a file that waits; its preview stays for the record."""
    may_import(by).require()
    batch = locked(batch_id)
    batch.state, batch.finished_at = BatchState.DISCARDED, now()
    batch.save(update_fields=["state", "finished_at"])
    record("import.discarded", f"import {batch.pk}", actor_id=by.pk, post=acting_post(by), after=batch.filename)
    return batch
