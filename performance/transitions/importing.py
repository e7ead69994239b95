"""What every import goes through, from the page or the command line: it begins, writes all or nothing, and says how it ended.

That a file is being imported is stored before the transaction that imports it. Whoever finds a file in that state whose
transaction nobody holds knows that it was broken off: it is marked as failed, nothing of it is written, and it can be
imported again.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import transaction

from common.ledger import record
from common.today import now
from common.verdict import Conflict, Refused
from performance.choices import BatchState
from performance.imports import REFUSED, UNCHANGED, Author
from performance.imports.table import Table, Write
from performance.models import ImportBatch, Indicator
from performance.standing.state import refresh_soon

from .calculate import recalculate, recalculate_of

# What can still be confirmed or discarded.
OPEN = (BatchState.WAITING, BatchState.IMPORTING, BatchState.FAILED)
_CLOSED = {
    BatchState.IMPORTED: "{} is already imported. Nothing was changed.",
    BatchState.UNDONE: "The import of {} was undone. Upload the file again.",
    BatchState.DISCARDED: "The preview of {} was discarded. Upload the file again.",
}


@transaction.atomic
def begin(batch_id: int) -> None:
    """Say that the file is being imported. Conflict where it was imported, undone or discarded."""
    batch = locked(batch_id, "state", "filename")
    batch.state = BatchState.IMPORTING
    batch.save(update_fields=["state"])


@contextmanager
def settle(batch_id: int) -> Iterator[None]:
    """A block that imports: a refusal lets the file wait again, and anything else that breaks it off marks it as failed."""
    try:
        yield
    except Refused:
        _leave(batch_id, BatchState.WAITING)
        raise
    except BaseException:
        # Where not even that can be stored, the error that broke it off is the one to tell; ``mark_interrupted`` follows.
        with suppress(Exception):
            _leave(batch_id, BatchState.FAILED)
        raise


def mark_interrupted() -> int:
    """Mark as failed what was being imported by a process that is no longer there; how many files that were.

    An import that goes on holds its file, so that it is passed over (or, on SQLite, waited for).
    """
    if not ImportBatch.objects.filter(state=BatchState.IMPORTING).exists():
        return 0
    with transaction.atomic():
        rows = ImportBatch.objects.filter(state=BatchState.IMPORTING).only("pk")
        found = list(rows.order_by("pk").select_for_update(skip_locked=True))
        for batch in found:
            _fail(batch)
    return len(found)


def locked(batch_id: int, *names: str) -> ImportBatch:
    """The batch (the fields named of it), held until the transaction ends. Conflict where it is no longer open."""
    rows = ImportBatch.objects.only(*names) if names else ImportBatch.objects.defer("data")
    batch = rows.select_for_update().get(pk=batch_id)
    if batch.state not in OPEN:
        raise Conflict(_CLOSED[BatchState(batch.state)].format(batch.filename))
    return batch


def write(batch: ImportBatch, table: Table, writes: list[Write], author: Author) -> ImportBatch:
    """Write the rows, what is calculated from them, and the one entry of the ledger. Called within a transaction."""
    table.write(writes, author, batch)
    refresh_soon(table.touched(writes) | _recalculated(table, writes))
    batch.state, batch.finished_at = BatchState.IMPORTED, now()
    batch.accepted_refusals, batch.plan, batch.undo = bool(batch.counts["refused"]), None, table.memories()
    batch.save(update_fields=["state", "finished_at", "accepted_refusals", "plan", "undo"])
    written = (row for row in batch.rows if row["outcome"] not in (UNCHANGED, REFUSED))
    rows = [{name: value for name, value in row.items() if value} for row in written]
    record(
        f"{table.name}.imported",
        f"import {batch.pk}",
        actor_id=author.user_id,
        post=author.post,
        after={"file": batch.filename, "digest": batch.digest, "counts": batch.counts, "rows": rows},
    )
    return batch


def imported_before(digest: str, table: str) -> bool:
    """Whether this very file was imported, and not undone."""
    return ImportBatch.objects.filter(digest=digest, table=table, state=BatchState.IMPORTED).exists()


@transaction.atomic
def _leave(batch_id: int, state: str) -> None:
    """Leave a file that was being imported in another state, unless somebody else has imported it meanwhile."""
    rows = ImportBatch.objects.filter(pk=batch_id, state=BatchState.IMPORTING).only("pk")
    for batch in rows.select_for_update():
        if state == BatchState.FAILED:
            _fail(batch)
        else:
            batch.state = state
            batch.save(update_fields=["state"])


def _fail(batch: ImportBatch) -> None:
    batch.state, batch.finished_at = BatchState.FAILED, now()
    batch.save(update_fields=["state", "finished_at"])
    record("import.failed", f"import {batch.pk}")


def _recalculated(table: Table, writes: list[Write]) -> set[int]:
    """What is calculated from the rows written, or by a formula that they bring."""
    if table.name == "results":
        keys: Any = {write.reading.key for write in writes if write.changed - {"target"}}
        return set(recalculate(keys))
    if table.name == "indicators" and any("formula" in write.changed for write in writes):
        return set(recalculate_of(Indicator.objects.filter(pk__in=table.touched(writes))))
    return set()
