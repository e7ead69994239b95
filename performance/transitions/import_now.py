"""Importing a file at once, without a preview that somebody confirms: what the command line and loaders do."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from common.intake import Intake
from common.ledger import COMMAND_LINE
from council.models import User
from performance.choices import BatchState
from performance.imports import Author, Evaluation, batch_of, digest_of, evaluate, read
from performance.imports.bulk import uncollected
from performance.imports.preview import show
from performance.models import ImportBatch
from performance.permissions import acting_post

from .importing import imported_before, locked, settle, write
from .imports import Moved, planned

ALREADY = "already imported"


@dataclass(frozen=True)
class ImportDone:
    """What an import did. ``batch`` is None where nothing was written, and ``reason`` then says why."""

    evaluation: Evaluation
    batch: ImportBatch | None = None
    reason: str = ""


class _Nothing(Exception):
    """The file has nothing to write any more, or rows that are refused now: its batch need not stay."""

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        self.evaluation = evaluation


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
    """Read and import a file at once. FileRefused where it is of no use.

    Nothing is written in a dry run, while rows are refused (unless that is accepted), or where nothing would change.
    """
    intake = read(table, data, filename, sheet)
    kind, evaluation = evaluate(table, intake)
    if dry_run or not _may_go_on(evaluation, accept_refusals):
        return _not_done(evaluation, data, table, accept_refusals, dry_run=dry_run)
    batch = batch_of(table, data, evaluation, by)
    batch.plan, batch.state = kind.plan(evaluation.writes), BatchState.IMPORTING
    batch.save()
    author = Author(by.pk if by else None, acting_post(by) if by else COMMAND_LINE, f"Import of {batch.filename}")
    with settle(batch.pk):
        try:
            return ImportDone(evaluation, _by_plan(batch.pk, author))
        except (Moved, IntegrityError):
            pass
        try:
            return _anew(batch.pk, intake, author, accept_refusals)
        except _Nothing as nothing:
            batch.delete()
            return _not_done(nothing.evaluation, data, table, accept_refusals)


@transaction.atomic
def _by_plan(batch_id: int, author: Author) -> ImportBatch:
    batch = locked(batch_id)
    kind, writes = planned(batch)
    return write(batch, kind, writes, author)


@transaction.atomic
def _anew(batch_id: int, intake: Intake, author: Author, accept_refusals: bool) -> ImportDone:
    """Hold the file against what is stored now: nobody has seen what it would have done before."""
    batch = locked(batch_id)
    kind, evaluation = evaluate(batch.table, intake, lock=True)
    if not _may_go_on(evaluation, accept_refusals):
        raise _Nothing(evaluation)
    show(batch, evaluation)
    batch.save(update_fields=["rows", "counts", "notes"])
    return ImportDone(evaluation, write(batch, kind, evaluation.writes, author))


def _may_go_on(evaluation: Evaluation, accept_refusals: bool) -> bool:
    return bool(evaluation.to_write) and (accept_refusals or not evaluation.refusals)


def _not_done(
    evaluation: Evaluation, data: bytes, table: str, accept_refusals: bool, *, dry_run: bool = False
) -> ImportDone:
    if dry_run:
        return ImportDone(evaluation)
    if evaluation.refusals and not accept_refusals:
        return ImportDone(evaluation, None, "rows refused")
    return ImportDone(evaluation, None, ALREADY if imported_before(digest_of(data), table) else "")
