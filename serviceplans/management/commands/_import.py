"""What the commands that import rows of plans share."""

from common.import_command import ImportTableCommand, Taken, none_written
from common.verdict import Refused
from serviceplans import transitions
from serviceplans.bulk import Bulk, evaluate


class ImportCommand(ImportTableCommand):
    def take(self, data: bytes, name: str, *, sheet: str, accept: bool, dry: bool) -> Taken:
        bulk = evaluate(self.table, data, name, sheet)
        refusals = bulk.refused
        outcome, reason = ("refused", none_written(len(refusals))) if refusals and not accept else _settle(bulk, dry)
        notes = [{"code": note.code, "message": note.message} for note in bulk.intake.notes]
        read = bulk.intake
        return Taken(outcome, reason, read.filename, read.sheet, read.encoding, bulk.counts, refusals, notes)


def _settle(bulk: Bulk, dry: bool) -> tuple[str, str]:
    """What becomes of a file whose rows are taken, and why where its plans refuse it."""
    if dry:
        return "would_import", ""
    try:
        transitions.write_rows(bulk, by=None)
    except Refused as refusal:
        return "refused", refusal.sentence
    return "imported", ""
