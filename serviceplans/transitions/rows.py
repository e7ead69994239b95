"""A file of rows of plans: kept until somebody has seen what it would do, then written, every plan or none, or given up."""

from typing import Any

from django.db import transaction

from common.ledger import COMMAND_LINE, record
from common.today import now
from common.verdict import Conflict
from council.models import User
from council.permissions import authority
from serviceplans import notifications
from serviceplans import permissions as may
from serviceplans.bulk import Bulk, evaluate
from serviceplans.choices import UploadState
from serviceplans.models import PlanVersion, RowsUpload
from serviceplans.transitions.bringing import bring_in_plan
from serviceplans.transitions.locking import writing_post

CLOSED = {
    UploadState.BROUGHT_IN: "{} is already brought in. Nothing was changed.",
    UploadState.DISCARDED: "{} was discarded. Upload it again.",
}
SHOWN = ["rows", "counts", "notes", "stamps", "counter"]


class _Moved(Exception):
    """What is stored has changed since the preview was made; the file held against it now, and what is then said."""

    def __init__(self, bulk: Bulk, sentence: str) -> None:
        super().__init__(sentence)
        self.bulk, self.sentence = bulk, sentence


@transaction.atomic
def write_rows(bulk: Bulk, *, by: User | None, subject: str = "") -> list[PlanVersion]:
    """Write what the good rows say, every plan or none; the versions written. ``by`` None is the command line.

    Each plan's history has the file, and the ledger one entry of the whole. Conflict where somebody has saved one of
    the plans meanwhile.
    """
    said = {"file": bulk.intake.filename, "sha256": bulk.digest, "table": bulk.table, "counts": bulk.counts}
    written = [
        bring_in_plan(draft.version.pk, draft.before, draft.after, by=by, stamp=draft.stamp, said=said, reviewed=False)
        for draft in sorted(bulk.changed, key=lambda draft: draft.version.pk)
    ]
    if written:
        told = {**said, "plans": sorted(version.plan.code for version in written)}
        _record("plan-rows.imported", subject or f"{bulk.table} of plans", by, told)
    return written


@transaction.atomic
def keep_rows(bulk: Bulk, data: bytes, *, by: User) -> RowsUpload:
    """Keep a file that can be read, with what each of its rows would do."""
    intake = bulk.intake
    upload = RowsUpload(
        table=bulk.table, filename=intake.filename, data=data, digest=bulk.digest, sheet=intake.sheet,
        encoding=intake.encoding, uploaded_at=now(), uploaded_by=by,
    )  # fmt: skip
    _show(upload, bulk)
    upload.save()
    _record("plan-rows.uploaded", _subject(upload), by, _said(upload))
    return upload


def confirm_rows(upload_id: int, *, by: User, counter: int, accept_refusals: bool = False) -> RowsUpload:
    """Write a file as it was shown. Conflict with its sentence where that cannot be done, or no longer as was shown.

    Where a plan was saved since the preview, nothing is written but the new preview.
    """
    try:
        return _confirm(upload_id, by, counter, accept_refusals)
    except _Moved as moved:
        _show_again(upload_id, by, moved.bulk)
        raise Conflict(moved.sentence) from None


@transaction.atomic
def _confirm(upload_id: int, by: User, counter: int, accept_refusals: bool) -> RowsUpload:
    upload = _open(upload_id, by)
    # Nobody saves one of the plans between looking and writing.
    list(PlanVersion.objects.select_for_update().filter(pk__in=upload.stamps).order_by("pk").values_list("pk"))
    bulk = evaluate(upload.table, bytes(upload.data), upload.filename, upload.sheet, by)
    if upload.counter != counter or _stamps(bulk) != upload.stamps or _rows(bulk) != upload.rows:
        raise _Moved(bulk, _why(upload, bulk))
    if not upload.good:
        raise Conflict("There is nothing to bring in: every row that can be read stands in its plan already.")
    count = upload.counts["refused"]
    if count and not accept_refusals:
        raise Conflict(
            f"{count} {'row is' if count == 1 else 'rows are'} refused, so nothing was written. Mend the file, or choose "
            "to bring in the good rows and leave the others."
        )
    for version in write_rows(bulk, by=by, subject=_subject(upload)):
        if not may.may_edit(by, version):
            notifications.rows_brought_in(version, upload, writing_post(by, version))
    _settle(upload, UploadState.BROUGHT_IN)
    return upload


@transaction.atomic
def discard_rows(upload_id: int, *, by: User) -> RowsUpload:
    """Give the file up: nothing of it is written."""
    upload = _open(upload_id, by)
    _settle(upload, UploadState.DISCARDED)
    _record("plan-rows.discarded", _subject(upload), by, _said(upload))
    return upload


@transaction.atomic
def _show_again(upload_id: int, by: User, bulk: Bulk) -> None:
    upload = _open(upload_id, by)
    _show(upload, bulk)
    upload.save(update_fields=SHOWN)


def _open(upload_id: int, by: User) -> RowsUpload:
    """The upload, locked, for who uploaded it. Conflict where it is settled."""
    upload = RowsUpload.objects.select_for_update().get(pk=upload_id, uploaded_by=by)
    if upload.state != UploadState.WAITING:
        raise Conflict(CLOSED[UploadState(upload.state)].format(upload.filename))
    return upload


def _show(upload: RowsUpload, bulk: Bulk) -> None:
    upload.rows, upload.counts, upload.stamps = _rows(bulk), bulk.counts, _stamps(bulk)
    upload.notes = [{"code": note.code, "message": note.message} for note in bulk.intake.notes]
    upload.counter += 1


def _rows(bulk: Bulk) -> list[dict[str, Any]]:
    return [row.as_json() for row in bulk.rows]


def _stamps(bulk: Bulk) -> dict[str, str]:
    return {str(draft.version.pk): draft.stamp for draft in bulk.drafts}


def _why(upload: RowsUpload, bulk: Bulk) -> str:
    """What has changed since the preview was made."""
    plans = [
        draft.plan.code for draft in bulk.drafts if upload.stamps.get(str(draft.version.pk), draft.stamp) != draft.stamp
    ]
    what = f"{', '.join(sorted(plans))} {'was' if len(plans) == 1 else 'were'}" if plans else "Something was"
    return f"{what} changed since this preview was made, so nothing was written. Check the new preview."


def _subject(upload: RowsUpload) -> str:
    return f"rows import {upload.pk}"


def _said(upload: RowsUpload) -> dict[str, Any]:
    return {"file": upload.filename, "sha256": upload.digest, "table": upload.table}


def _record(verb: str, subject: str, by: User | None, after: dict[str, Any]) -> None:
    post = authority(by).main_post if by else None
    title = COMMAND_LINE if by is None else post.title if post else ""
    record(verb, subject, actor_id=by.pk if by else None, post=title, after=after)


def _settle(upload: RowsUpload, state: UploadState) -> None:
    upload.state, upload.finished_at = state, now()
    upload.save(update_fields=["state", "finished_at"])
