"""Whether the ledger is as it was written: exit 0 with the number of entries, or exit 1 naming the first fault."""

from typing import Any

from common.commands import AnswerCommand
from common.ledger import verify


class Command(AnswerCommand):
    help = (
        "Check every entry of the audit trail against its hash and the entry before it, and the triggers that guard it."
    )

    def answer(self, **options: Any) -> int:
        found = verify()
        answer = {"verified": found.entries, "fault": found.fault, "triggers": found.triggers}
        self.say(answer, found.lines, options["format"])
        return 0 if found else 1
