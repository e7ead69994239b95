"""Take a plan's Word file in again, or say what it would change."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandParser

from common.commands import AnswerCommand, CannotUse, read_file
from common.intake import FileRefused
from common.intake.wording import base_name
from common.verdict import Refused
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.models import PlanVersion
from serviceplans.naming import named_version
from serviceplans.word import WordRead
from serviceplans.word import read_file as read_word_file
from serviceplans.word.telling import Told, changes_of

NOTHING_FOUND = "Nothing in the file is recognised: none of its headings is one of the plan's template."
HEADS = {
    "no_change": "Nothing would change",
    "would_change": "Would change",
    "changed": "Changed",
    "refused": "Refused, and nothing is written",
}


class Command(AnswerCommand):
    help = "Take a plan in from its Word file: import_plan plan.docx --service CSS --cycle 2019/20 --dry-run"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="A .docx file, as export_plan writes it or laid out like the template.")
        parser.add_argument("--service", required=True, help="The service's prefix, such as CSS.")
        parser.add_argument("--cycle", required=True, help="The planning cycle, such as 2019/20.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would change, and write nothing.")

    def answer(self, **options: Any) -> int:
        version = named_version(options["service"], options["cycle"])
        data, name = read_file(options["file"]), base_name(options["file"])
        try:
            found = read_word_file(version, data, name)
        except FileRefused as refused:
            raise CannotUse(refused.sentence) from refused
        changes = changes_of(found.comparison)
        outcome, reason = _settle(version, found, data, name, options["dry_run"])
        answer = {
            "outcome": outcome,
            "template": version.plan.template.key,
            "recognised": [{"section": section, "part": part} for section, part in found.recognised],
            "changes": [{key: text for key, text in told.items() if key != "field"} for told in changes],
            "unrecognised": [{"where": left.place, "text": left.text} for left in found.unread],
        }
        if reason and options["format"] == "json":
            self.stderr.write(reason)
        self.say(answer, _lines(name, outcome, reason, found, changes), options["format"])
        return 1 if outcome == "refused" else 0


def _settle(version: PlanVersion, found: WordRead, data: bytes, name: str, dry: bool) -> tuple[str, str]:
    """What becomes of the file, and why where it is refused."""
    if not found.recognised:
        return "refused", NOTHING_FOUND
    if not found.comparison:
        return "no_change", ""
    locked = may.locked(version)
    if not locked:
        return "refused", locked.sentence
    if dry:
        return "would_change", ""
    said = {
        "file": name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "left": [[left.where, left.text] for left in found.unread],
    }
    try:
        transitions.bring_in_plan(version.pk, found.before, found.after, by=None, stamp=found.stamp, said=said)
    except Refused as refusal:
        return "refused", refusal.sentence
    return "changed", ""


def _lines(name: str, outcome: str, reason: str, found: WordRead, changes: list[Told]) -> Iterator[str]:
    yield f"{HEADS[outcome]}: {name}" + (f" ({reason})" if reason else "")
    yield f"{len(found.recognised)} parts recognised, {len(changes)} changes, {len(found.unread)} not recognised"
    for change in changes:
        where = " ".join(filter(None, [change["part"], change["reference"], change["field"]]))
        yield f"{change['kind']}: {where}: “{change['before']}” → “{change['after']}”"
    for left in found.unread:
        yield f"not taken over: {left.place}: {left.text}"
