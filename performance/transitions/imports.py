"""Importing a file: in one transaction, against what is stored at that moment, all or nothing."""

from dataclasses import dataclass

from django.db import transaction

from common.intake import Intake
from common.ledger import record
from common.today import now
from common.verdict import Conflict
from council.models import User
from performance.choices import BatchState
from performance.imports import REFUSED, TABLES, UNCHANGED, Author, Evaluation, digest_of, evaluate, read
from performance.imports.bulk import uncollected
from performance.imports.periods import lock_indicators
from performance.imports.preview import SHOWN, show
from performance.imports.table import Table, Write
from performance.models import ImportBatch, Indicator
from performance.permissions import acting_post, may_import
from performance.standing.state import refresh_soon

from .calculate import recalculate, recalculate_of

ALREADY = "already imported"
COMMAND_LINE = "Command line"


@dataclass(frozen=True)
class ImportDone:
    """What an import did. ``batch`` is None where nothing was written, and ``reason`` then says why."""

    evaluation: Evaluation
    batch: ImportBatch | None = None
    reason: str = ""


class _Moved(Exception):
    """What is stored has changed since the preview was made. ``evaluation`` is the file held against it now."""

    def __init__(self, evaluation: Evaluation | None = None) -> None:
        super().__init__()
        self.evaluation = evaluation


@uncollected()
def confirm(batch_id: int, *, by: User, accept_refusals: bool = False) -> ImportBatch:
    """Import a file that waits. Conflict with its sentence where that cannot be done, or no longer as was shown.

    Where something was changed since the preview, nothing is written but the new preview.
    """
    may_import(by).require()
    try:
        return _confirm(batch_id, None, by, accept_refusals)
    except _Moved:
        waiting = ImportBatch.objects.defer("rows", "plan").get(pk=batch_id)
    intake = read(waiting.table, bytes(waiting.data), waiting.filename, waiting.sheet)
    try:
        return _confirm(batch_id, intake, by, accept_refusals)
    except _Moved as moved:
        if moved.evaluation is None:
            raise
        raise Conflict(_show_again(batch_id, moved.evaluation)) from None


@transaction.atomic
def _confirm(batch_id: int, intake: Intake | None, by: User, accept_refusals: bool) -> ImportBatch:
    """Write what was shown: by the preview's plan while it holds, else by the file, read again."""
    batch = _locked(batch_id)
    table, writes = _planned(batch) if intake is None else _evaluated(batch, intake)
    if not batch.good:
        raise Conflict("There is nothing to import: every row that can be read is already stored as it is.")
    count = batch.counts["refused"]
    if count and not accept_refusals:
        raise Conflict(
            f"{count} {'row is' if count == 1 else 'rows are'} refused, so nothing was imported. Correct the file, or "
            "choose to import the good rows and leave the others."
        )
    author = Author(by.pk, acting_post(by), f"Import of {batch.filename}")
    return _write(batch, table, writes, author)


def _planned(batch: ImportBatch) -> tuple[Table, list[Write]]:
    """The writes of the preview's plan; _Moved where what it rests on has changed, or where there is none."""
    if batch.plan is None:
        raise _Moved
    lock_indicators(batch.plan["indicators"])
    table = TABLES[batch.table](lock=True)
    writes = table.resume(batch.plan)
    if writes is None:
        raise _Moved
    return table, writes


def _evaluated(batch: ImportBatch, intake: Intake) -> tuple[Table, list[Write]]:
    """The writes of the file as it is; _Moved where they are no longer those that were shown."""
    table, evaluation = evaluate(batch.table, intake, lock=True)
    if evaluation.rows_as_json() != batch.rows:
        raise _Moved(evaluation)
    return table, evaluation.writes


@transaction.atomic
def _show_again(batch_id: int, evaluation: Evaluation) -> str:
    """Keep the new preview; the sentence that says what happened."""
    batch = _locked(batch_id)
    show(batch, evaluation)
    batch.plan = None
    batch.save(update_fields=SHOWN)
    if not evaluation.to_write and _imported_before(batch.digest, batch.table):
        return f"{batch.filename} is already imported. Nothing was changed."
    return "Something was changed since this preview was made, so nothing was imported. Check the new preview."


def _locked(batch_id: int) -> ImportBatch:
    batch = ImportBatch.objects.defer("data").select_for_update().get(pk=batch_id)
    if batch.state == BatchState.IMPORTED:
        raise Conflict(f"{batch.filename} is already imported. Nothing was changed.")
    if batch.state == BatchState.UNDONE:
        raise Conflict(f"The import of {batch.filename} was undone. Upload the file again.")
    if batch.state == BatchState.DISCARDED:
        raise Conflict(f"The preview of {batch.filename} was discarded. Upload the file again.")
    return batch


@uncollected()
def import_now(
    table: str,
    data: bytes,
    filename: str,
    *,
    by: User | None = None,
    accept_refusals: bool = False,
    dry_run: bool = False,
    sheet: str = "",
) -> ImportDone:
    """Read and import a file at once: what the command line and loaders do. FileRefused where it is of no use.

    Nothing is written in a dry run, while rows are refused (unless that is accepted), or where nothing would change.
    """
    intake = read(table, data, filename, sheet)
    if dry_run:
        return ImportDone(evaluate(table, intake)[1])
    with transaction.atomic():
        kind, evaluation = evaluate(table, intake, lock=True)
        if evaluation.refusals and not accept_refusals:
            return ImportDone(evaluation, None, "rows refused")
        digest = digest_of(data)
        if not evaluation.to_write:
            return ImportDone(evaluation, None, ALREADY if _imported_before(digest, table) else "")
        batch = ImportBatch(table=table, data=data, digest=digest, uploaded_at=now(), uploaded_by=by)
        show(batch, evaluation)
        batch.save()
        author = Author(by.pk if by else None, acting_post(by) if by else COMMAND_LINE, f"Import of {batch.filename}")
        return ImportDone(evaluation, _write(batch, kind, evaluation.writes, author))


def _write(batch: ImportBatch, table: Table, writes: list[Write], author: Author) -> ImportBatch:
    table.write(writes, author, batch)
    refresh_soon(table.touched(writes) | _recalculated(table, writes))
    batch.state, batch.finished_at = BatchState.IMPORTED, now()
    batch.accepted_refusals, batch.plan, batch.undo = bool(batch.counts["refused"]), None, table.undo
    batch.save(update_fields=["state", "finished_at", "accepted_refusals", "plan", "undo"])
    rows = [row for row in batch.rows if row["outcome"] not in (UNCHANGED, REFUSED)]
    record(
        f"{table.name}.imported",
        f"import {batch.pk}",
        actor_id=author.user_id,
        post=author.post,
        after={"file": batch.filename, "digest": batch.digest, "counts": batch.counts, "rows": rows},
    )
    return batch


def _recalculated(table: Table, writes: list[Write]) -> set[int]:
    """What is calculated from the rows written, or by a formula that they bring."""
    if table.name == "results":
        rows = (write.reading.values for write in writes if write.changed - {"target"})
        return set(recalculate({(row["indicator"].pk, row["when"].key) for row in rows}))
    if table.name == "indicators" and any("formula" in write.changed for write in writes):
        return set(recalculate_of(Indicator.objects.filter(pk__in=table.touched(writes))))
    return set()


def _imported_before(digest: str, table: str) -> bool:
    return ImportBatch.objects.filter(digest=digest, table=table, state=BatchState.IMPORTED).exists()


@transaction.atomic
def discard(batch_id: int, *, by: User) -> ImportBatch:
    """Give up a file that waits; its preview stays for the record."""
    may_import(by).require()
    batch = _locked(batch_id)
    batch.state, batch.finished_at = BatchState.DISCARDED, now()
    batch.save(update_fields=["state", "finished_at"])
    record("import.discarded", f"import {batch.pk}", actor_id=by.pk, post=acting_post(by), after=batch.filename)
    return batch
