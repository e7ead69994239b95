"""What the import commands share: the same answer for every table."""

import time
from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.management.base import CommandParser

from common.commands import AnswerCommand, CannotUse, read_file
from common.intake import FileRefused
from common.intake.wording import base_name
from performance.imports import Evaluation
from performance.transitions import ImportDone, import_now


class ImportCommand(AnswerCommand):
    """``import_<table> FILE``: exit 0 when it is done (or would be), 1 when rows are refused, 2 for a useless file."""

    table: ClassVar[str]

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="A .csv, .xlsx or .ods file.")
        parser.add_argument("--sheet", default="", help="The sheet to read, where it is not the first that fits.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done, and write nothing.")
        parser.add_argument(
            "--accept-refusals", action="store_true", help="Import the good rows, and report those that are refused."
        )

    def answer(self, **options: Any) -> int:
        began = time.monotonic()
        data = read_file(options["file"])
        accept, dry = options["accept_refusals"], options["dry_run"]
        name = base_name(options["file"])
        try:
            done = import_now(self.table, data, name, accept_refusals=accept, dry_run=dry, sheet=options["sheet"])
        except FileRefused as refused:
            raise CannotUse(refused.sentence) from refused
        refused_rows = bool(done.evaluation.refusals)
        outcome = "refused" if refused_rows and not accept else "would_import" if dry else "imported"
        seconds = round(time.monotonic() - began, 3)
        self.say(as_answer(done, outcome, seconds), _lines(done, outcome), options["format"])
        return 1 if refused_rows else 0


def as_answer(done: ImportDone, outcome: str, seconds: float) -> dict[str, Any]:
    """The object that other systems read (formats: "Command answers")."""
    evaluation = done.evaluation
    return {
        "outcome": outcome,
        "reason": _reason(done, outcome),
        "file": evaluation.filename,
        "sheet": evaluation.sheet,
        "encoding": evaluation.encoding,
        "rows": evaluation.counts,
        "refusals": [
            {
                "sheet": evaluation.sheet,
                "row": row.row,
                "column": row.column,
                "value": row.value,
                "code": row.code,
                "message": row.message,
            }
            for row in evaluation.refusals
        ],
        "notes": evaluation.notes,
        "seconds": seconds,
    }


def _reason(done: ImportDone, outcome: str) -> str:
    count = len(done.evaluation.refusals)
    if outcome == "refused":
        return f"{count} {'row is' if count == 1 else 'rows are'} refused; nothing was written"
    return done.reason


def _lines(done: ImportDone, outcome: str) -> Iterator[str]:
    evaluation: Evaluation = done.evaluation
    counts = evaluation.counts
    heads = {"refused": "Refused", "would_import": "Would import", "imported": "Imported"}
    reason = _reason(done, outcome)
    yield f"{heads[outcome]}: {evaluation.filename}" + (f" ({reason})" if reason else "")
    yield ", ".join(f"{number} {name}" for name, number in counts.items())
    for row in evaluation.refusals:
        yield f"row {row.row}, {row.column} “{row.value}” [{row.code}]: {row.message}"
    for note in evaluation.notes:
        yield note["message"]
