"""Has a workbook read by a child process that is stopped when it takes too much time or memory."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from . import limits
from .columns import ColumnSpec
from .parts import FileRefused, Merge, Note, RawCell, RawRow, RawSheet
from .refusals import damaged, too_large_to_read
from .specs import spec_to_json

logger = logging.getLogger(__name__)

_PROJECT = Path(__file__).resolve().parents[2]
# Nothing of the web process's environment (addresses, keys) reaches the process that opens strangers' files.
_PASSED_ON = ("PYTHONPATH",)
_ENVIRONMENT = {"PYTHONUTF8": "1", **{name: os.environ[name] for name in _PASSED_ON if name in os.environ}}
_COMMAND = (sys.executable, "-m", "common.intake.child")


def read_workbook(data: bytes, filename: str, kind: str, spec: ColumnSpec, sheet: str) -> RawSheet:
    """The sheet's rows. Raises FileRefused, also when the child was stopped."""
    request = {"filename": filename, "kind": kind, "sheet": sheet, "spec": spec_to_json(spec)}
    answer = _ask(json.dumps(request).encode() + b"\n" + data, filename)
    start = answer.rstrip(b"\n").rfind(b"\n") + 1
    last = json.loads(answer[start:])
    if "code" in last:
        raise FileRefused(last["code"], last["sentence"])
    return RawSheet(
        rows=_rows(answer, start),
        name=last["name"],
        merges=[Merge(*merge) for merge in last["merges"]],
        notes=[Note(*note) for note in last["notes"]],
    )


def _ask(request: bytes, filename: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 (a fixed command; the file goes in by standard input)
            _COMMAND,
            input=request,
            capture_output=True,
            cwd=_PROJECT,
            env=_ENVIRONMENT,
            timeout=limits.CHILD_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise too_large_to_read(filename) from error
    if done.returncode < 0:
        raise too_large_to_read(filename)
    if done.returncode or not done.stdout:
        logger.error("reading %s ended with status %s: %s", filename, done.returncode, done.stderr[-2_000:].decode())
        raise damaged(filename)
    return done.stdout


def _rows(answer: bytes, end: int) -> Iterator[RawRow]:
    lines = BytesIO(answer)
    while lines.tell() < end:
        number, hidden, cells = json.loads(lines.readline())
        yield RawRow(number, tuple(RawCell(*cell) for cell in cells), hidden)
