from typing import Any

from django.core.management.base import CommandParser

from common.commands import AnswerCommand
from council.transitions import send_digests


class Command(AnswerCommand):
    help = "Send each person the notifications that they chose to hear of once a day or once a week. For every morning."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say who would get one, and write nothing.")

    def answer(self, **options: Any) -> int:
        found = send_digests(dry_run=options["dry_run"])
        verb = "Would send" if options["dry_run"] else "Sent"
        lines = [f"{verb} {address}: {count}" for address, count in found.sent.items()]
        lines.append(f"{len(found.sent)} digests; {len(found.already)} had one today.")
        outcome = "would_send" if options["dry_run"] else "sent"
        self.say({"outcome": outcome, "digests": found.sent, "already": found.already}, lines, options["format"])
        return 0
