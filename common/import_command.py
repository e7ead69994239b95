"""What the commands that import a table share, whichever room the table is in: the same arguments and the same answer."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from django.core.management.base import CommandParser

from common.commands import AnswerCommand, CannotUse, read_file
from common.intake import FileRefused
from common.intake.wording import base_name

HEADS = {"refused": "Refused", "would_import": "Would import", "imported": "Imported"}


class RefusedRow(Protocol):
    """A row that cannot be taken: where, what stands there, a stable code and the sentence."""

    @property
    def row(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def message(self) -> str: ...


@dataclass(frozen=True)
class Taken:
    """What became of a file. ``outcome`` is one of ``HEADS``; ``reason`` says why, where that needs saying."""

    outcome: str
    reason: str
    filename: str
    sheet: str
    encoding: str
    counts: Mapping[str, int]
    refusals: Sequence[RefusedRow]
    notes: Sequence[Mapping[str, str]]


class ImportTableCommand(AnswerCommand):
    """``import_<table> FILE``: exit 0 when it is done (or would be), 1 when rows are refused, 2 for a useless file."""

    table: ClassVar[str]

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="A .csv, .xlsx or .ods file.")
        parser.add_argument("--sheet", default="", help="The sheet to read, where it is not the first that fits.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done, and write nothing.")
        parser.add_argument(
            "--accept-refusals", action="store_true", help="Import the good rows, and report those that are refused."
        )

    def take(self, data: bytes, name: str, *, sheet: str, accept: bool, dry: bool) -> Taken:
        """Take the file in, or say what would become of it; FileRefused where nothing of it can be read."""
        raise CannotUse(f"{type(self).__module__} takes no file")

    def answer(self, **options: Any) -> int:
        began, data = time.monotonic(), read_file(options["file"])
        accept, dry = options["accept_refusals"], options["dry_run"]
        try:
            taken = self.take(data, base_name(options["file"]), sheet=options["sheet"], accept=accept, dry=dry)
        except FileRefused as refused:
            raise CannotUse(refused.sentence) from refused
        self.say(as_answer(taken, round(time.monotonic() - began, 3)), _lines(taken), options["format"])
        return 1 if taken.refusals or taken.outcome == "refused" else 0


def none_written(count: int) -> str:
    """Why a file with so many refused rows was refused."""
    return f"{count} {'row is' if count == 1 else 'rows are'} refused; nothing was written"


def as_answer(taken: Taken, seconds: float) -> dict[str, Any]:
    """The object that other systems read (formats: "Command answers")."""
    return {
        "outcome": taken.outcome,
        "reason": taken.reason,
        "file": taken.filename,
        "sheet": taken.sheet,
        "encoding": taken.encoding,
        "rows": taken.counts,
        "refusals": [
            {
                "sheet": taken.sheet,
                "row": row.row,
                "column": row.column,
                "value": row.value,
                "code": row.code,
                "message": row.message,
            }
            for row in taken.refusals
        ],
        "notes": list(taken.notes),
        "seconds": seconds,
    }


def _lines(taken: Taken) -> Iterator[str]:
    yield f"{HEADS[taken.outcome]}: {taken.filename}" + (f" ({taken.reason})" if taken.reason else "")
    yield ", ".join(f"{number} {name}" for name, number in taken.counts.items())
    for row in taken.refusals:
        yield f"row {row.row}, {row.column} “{row.value}” [{row.code}]: {row.message}"
    for note in taken.notes:
        yield note["message"]
