"""Begin the next cycle's plans from this year's, all or none; with --dry-run, say what would be carried."""

import time
from typing import Any

from django.core.management.base import CommandParser

from common.commands import AnswerCommand
from serviceplans.rolling import would_roll_forward
from serviceplans.transitions import roll_forward


class Command(AnswerCommand):
    help = "Roll every plan forward: roll_forward 2020/21 --dry-run lists what would be carried. Twice is as once."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cycle", help="The planning cycle to roll into, such as 2020/21.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be carried, and write nothing.")

    def answer(self, **options: Any) -> int:
        begun = time.monotonic()
        name = options["cycle"]
        found = would_roll_forward(name) if options["dry_run"] else roll_forward(name, by=None)
        answer = {**found.as_dict(), "seconds": round(time.monotonic() - begun, 3)}
        self.say(answer, found.lines(), options["format"])
        return 0
