"""A Word file for a draft: kept until somebody has seen what it would change, then brought in or given up."""

import hashlib
from typing import Any

from django.db import transaction

from common.today import now
from common.verdict import Conflict
from council.models import User
from serviceplans import notifications
from serviceplans import permissions as may
from serviceplans.choices import UploadState
from serviceplans.models import PlanUpload, PlanVersion
from serviceplans.transitions.bringing import bring_in_plan
from serviceplans.transitions.locking import editable, write_ledger, writing_post

CLOSED = {
    UploadState.BROUGHT_IN: "{} is already brought in. Nothing was changed.",
    UploadState.DISCARDED: "{} was discarded. Upload it again.",
}


@transaction.atomic
def keep_upload(version_id: int, *, by: User, filename: str, data: bytes) -> PlanUpload:
    """Keep a file that can be read for a draft; what it would change is worked out each time that somebody looks."""
    version, digest = editable(version_id, by, may.may_bring_in), hashlib.sha256(data).hexdigest()
    upload = PlanUpload.objects.create(
        version=version, filename=filename, data=data, digest=digest, uploaded_at=now(), uploaded_by=by
    )
    _record("plan.file-upload", version, by, {"file": filename, "sha256": digest})
    return upload


@transaction.atomic
def place_upload(upload_id: int, *, by: User, placed: dict[str, str]) -> PlanUpload:
    """Say by hand where what was not recognised belongs."""
    upload, version = _open(upload_id, by)
    upload.placed = {name: target for name, target in placed.items() if target}
    upload.save(update_fields=["placed"])
    _record("plan.file-place", version, by, {"file": upload.filename, "placed": sorted(upload.placed.values())})
    return upload


@transaction.atomic
def confirm_upload(
    upload_id: int, *, by: User, before: dict[str, Any], after: dict[str, Any], stamp: str, left: list[list[str]]
) -> PlanVersion:
    """Bring the file in as it was read at ``stamp``. Conflict where it was settled, or the plan was saved meanwhile."""
    upload, known = _open(upload_id, by)
    said = {"file": upload.filename, "sha256": upload.digest, "left": left}
    if not may.may_edit(by, known):
        notifications.file_brought_in(known, upload, writing_post(by, known))
    version = bring_in_plan(upload.version_id, before, after, by=by, stamp=stamp, said=said)
    _settle(upload, UploadState.BROUGHT_IN)
    return version


@transaction.atomic
def discard_upload(upload_id: int, *, by: User) -> PlanUpload:
    """Give the file up: nothing of it is written."""
    upload, version = _open(upload_id, by)
    _settle(upload, UploadState.DISCARDED)
    _record("plan.file-discard", version, by, {"file": upload.filename, "sha256": upload.digest})
    return upload


def _open(upload_id: int, by: User) -> tuple[PlanUpload, PlanVersion]:
    """The upload and its version, locked, for somebody who may change the plan. Conflict where it is settled."""
    version = editable(PlanUpload.objects.only("version").get(pk=upload_id).version_id, by, may.may_bring_in)
    upload = PlanUpload.objects.select_for_update().defer("data").get(pk=upload_id)
    if upload.state != UploadState.WAITING:
        raise Conflict(CLOSED[UploadState(upload.state)].format(upload.filename))
    return upload, version


def _record(verb: str, version: PlanVersion, by: User, said: dict[str, Any]) -> None:
    write_ledger(verb, version, by, writing_post(by, version), None, said)


def _settle(upload: PlanUpload, state: UploadState) -> None:
    upload.state, upload.finished_at = state, now()
    upload.save(update_fields=["state", "finished_at"])
