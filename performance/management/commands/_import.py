"""What the commands that import a table of indicators share."""

from common.import_command import ImportTableCommand, Taken, none_written
from performance.transitions import import_now


class ImportCommand(ImportTableCommand):
    def take(self, data: bytes, name: str, *, sheet: str, accept: bool, dry: bool) -> Taken:
        done = import_now(self.table, data, name, accept_refusals=accept, dry_run=dry, sheet=sheet)
        found = done.evaluation
        outcome = "refused" if found.refusals and not accept else "would_import" if dry else "imported"
        reason = none_written(len(found.refusals)) if outcome == "refused" else done.reason
        return Taken(
            outcome, reason, found.filename, found.sheet, found.encoding, found.counts, found.refusals, found.notes
        )
