"""What the commands that import rows of plans share: the same answer as for every table."""

import time
from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.management.base import CommandParser

from common.commands import AnswerCommand, CannotUse, read_file
from common.intake import FileRefused
from common.intake.wording import base_name
from common.verdict import Refused
from serviceplans.bulk import Bulk, evaluate
from serviceplans.bulk.load import REFUSED

HEADS = {"refused": "Refused", "would_import": "Would import", "imported": "Imported"}


class ImportRowsCommand(AnswerCommand):
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
        began, name = time.monotonic(), base_name(options["file"])
        try:
            bulk = evaluate(self.table, read_file(options["file"]), name, options["sheet"])
        except FileRefused as refused:
            raise CannotUse(refused.sentence) from refused
        outcome, reason = _settle(bulk, options["accept_refusals"], options["dry_run"])
        answer = {**as_answer(bulk, outcome, reason), "seconds": round(time.monotonic() - began, 3)}
        self.say(answer, _lines(bulk, outcome, reason), options["format"])
        return 1 if bulk.counts["refused"] or outcome == "refused" else 0


def _settle(bulk: Bulk, accept: bool, dry: bool) -> tuple[str, str]:
    """What becomes of the file, and why where it is refused."""
    count = bulk.counts["refused"]
    if count and not accept:
        return "refused", f"{count} {'row is' if count == 1 else 'rows are'} refused; nothing was written"
    if dry:
        return "would_import", ""
    try:
        bulk.write()
    except Refused as refusal:
        return "refused", refusal.sentence
    return "imported", ""


def as_answer(bulk: Bulk, outcome: str, reason: str) -> dict[str, Any]:
    """The object that other systems read (formats: "Command answers")."""
    intake = bulk.intake
    return {
        "outcome": outcome,
        "reason": reason,
        "file": intake.filename,
        "sheet": intake.sheet,
        "encoding": intake.encoding,
        "rows": bulk.counts,
        "refusals": [
            {
                "sheet": intake.sheet,
                "row": row.row,
                "column": row.column,
                "value": row.value,
                "code": row.code,
                "message": row.message,
            }
            for row in bulk.rows
            if row.outcome == REFUSED
        ],
        "notes": [{"code": note.code, "message": note.message} for note in intake.notes],
    }


def _lines(bulk: Bulk, outcome: str, reason: str) -> Iterator[str]:
    yield f"{HEADS[outcome]}: {bulk.intake.filename}" + (f" ({reason})" if reason else "")
    yield ", ".join(f"{number} {name}" for name, number in bulk.counts.items())
    for row in bulk.rows:
        if row.outcome == REFUSED:
            yield f"row {row.row}, {row.column} “{row.value}” [{row.code}]: {row.message}"
    for note in bulk.intake.notes:
        yield note.message
