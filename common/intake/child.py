"""The process that opens a workbook: ``python -m common.intake.child``. Small, limited, and without Django or secrets.

Standard input: one line of JSON (filename, kind, sheet, spec), then the file's bytes. Standard output: one JSON line a
row, then a last line with the sheet's name, merged ranges and notes, or with the refusal.
"""

import json
import resource
import sys
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from . import limits
from .archive import DAMAGED
from .ods import OpenDocument
from .parts import FileRefused, RawRow
from .refusals import damaged, too_large_to_read
from .sheets import Book, choose_sheet
from .specs import spec_from_json
from .xlsx import Workbook

_READERS: dict[str, Any] = {"xlsx": Workbook, "ods": OpenDocument}


class _Answer:
    """Writes rows to standard output as they are read, up to a limit, so that neither process holds them twice."""

    def __init__(self, filename: str) -> None:
        self._filename = filename
        self._bytes = 0

    def row(self, row: RawRow) -> None:
        cells = [(cell.column, cell.kind, cell.value, cell.number_format) for cell in row.cells]
        line = json.dumps((row.number, row.hidden, cells), separators=(",", ":"))
        self._bytes += len(line)
        if self._bytes > limits.MAX_ANSWER_BYTES:
            raise too_large_to_read(self._filename)
        sys.stdout.write(line + "\n")


def main() -> None:
    """Read one workbook from standard input and answer on standard output."""
    _limit()
    request = json.loads(sys.stdin.buffer.readline())
    try:
        last = _read(request, sys.stdin.buffer.read())
    except FileRefused as refused:
        last = _refusal(refused)
    except MemoryError:
        last = _refusal(too_large_to_read(request["filename"]))
    except (*DAMAGED, RecursionError):
        last = _refusal(damaged(request["filename"]))
    sys.stdout.write(json.dumps(last) + "\n")


def _read(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    filename = request["filename"]
    with ZipFile(BytesIO(data)) as archive:
        book: Book = _READERS[request["kind"]](archive, filename)
        chosen, notes = choose_sheet(book, spec_from_json(request["spec"]), request["sheet"], filename)
        merges = book.scan(chosen, _Answer(filename).row)
    return {
        "name": book.sheets[chosen].name,
        "merges": [(merge.top, merge.left, merge.bottom, merge.right) for merge in merges],
        "notes": [(note.code, note.message) for note in notes],
    }


def _refusal(refused: FileRefused) -> dict[str, Any]:
    return {"code": refused.code, "sentence": refused.sentence}


def _limit() -> None:
    """Memory beyond what the bare process uses, processor time, no files written, no memory image of council data."""
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 0
    memory = pages * resource.getpagesize() + limits.CHILD_MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CHILD_SECONDS, limits.CHILD_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
