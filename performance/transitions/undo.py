"""Undoing an import as one step, while nothing later depends on it."""

from django.db import models, transaction

from common.ledger import record
from common.today import now
from common.verdict import Conflict
from council.models import User
from performance.choices import BatchState
from performance.imports.bulk import insert_all, update_all
from performance.imports.periods import lock_indicators
from performance.imports.placing import hold_scorecards
from performance.imports.results import KEPT, kept
from performance.imports.table import Author
from performance.imports.undo import Restored, obstacle, put_back
from performance.models import EarlierResult, ImportBatch, Indicator, Result
from performance.permissions import acting_post, may_import
from performance.standing.state import refresh_soon

from .calculate import recalculate, recalculate_of

_FIELDS = {field.attname: field for field in Result._meta.concrete_fields}
_WRITTEN = tuple(_FIELDS[name].name for name in (*KEPT, "counter"))


@transaction.atomic
def undo_import(batch_id: int, *, by: User) -> ImportBatch:
    """Put back what an import replaced and delete what it added. Conflict, saying what depends on it, where it may not.

    A result that is restored keeps what the import had made of it as its earlier value.
    """
    may_import(by).require()
    batch = ImportBatch.objects.defer("data").select_for_update().get(pk=batch_id)
    if batch.state != BatchState.IMPORTED:
        raise Conflict(f"{batch.filename} is not imported, so there is nothing to undo.")
    touched = set(Result.objects.filter(batch=batch).values_list("indicator_id", flat=True))
    touched |= {one["indicator"] for one in batch.undo or () if "indicator" in one}
    if batch.table == "indicators":
        hold_scorecards()
    lock_indicators(touched)
    sentence = obstacle(batch)
    if sentence:
        raise Conflict(sentence)
    author = Author(by.pk, acting_post(by), f"The import of {batch.filename} was undone")
    back = put_back(batch)
    _restore(back, author)
    Indicator.objects.filter(pk__in=back.new).delete()
    moved = {(result.indicator_id, result.period_key) for result, _ in back.results}
    again = set(recalculate(moved)) | set(recalculate_of(back.indicators))
    refresh_soon((touched | again) - set(back.new))
    batch.state, batch.finished_at, batch.undo = BatchState.UNDONE, now(), None
    batch.save(update_fields=["state", "finished_at", "undo"])
    counts = {"restored": back.restored, "deleted": back.deleted}
    after = {"file": batch.filename, "digest": batch.digest, **counts}
    record(f"{batch.table}.import_undone", f"import {batch.pk}", actor_id=by.pk, post=author.post, after=after)
    return batch


def _restore(back: Restored, author: Author) -> None:
    """Restore results to what each was, or delete those that were new."""
    at = now()
    new = [result.pk for result, earlier in back.results if earlier is None]
    Result.objects.filter(pk__in=new).delete()
    corrected = [(result, earlier) for result, earlier in back.results if earlier is not None]
    insert_all(EarlierResult, [kept(result, author, at) for result, _ in corrected])
    for result, earlier in corrected:
        for name in KEPT:
            if name in earlier.was:
                _put(result, _FIELDS[name], earlier.was[name])
        result.counter += 1
    update_all(Result, [result for result, _ in corrected], _WRITTEN)
    back.deleted += len(new) + len(back.new)
    back.restored += len(corrected)


def _put(result: Result, field: "models.Field[object, object]", text: str | None) -> None:
    foreign = isinstance(field, models.ForeignKey)
    value = None if text is None else int(text) if foreign else field.to_python(text)
    setattr(result, field.attname, value)
