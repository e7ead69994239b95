"""Whether the ledger is as it was written: exit 0 with the number of entries, or exit 1 naming the first fault."""

from typing import Any

from common.commands import AnswerCommand
from common.ledger import first_fault


class Command(AnswerCommand):
    help = "Check every entry of the audit trail against its hash and the entry before it."

    def answer(self, **options: Any) -> int:
        verified, fault = first_fault()
        line = f"{verified} entries verified, then: {fault}." if fault else f"{verified} entries verified."
        self.say({"verified": verified, "fault": fault}, [line], options["format"])
        return 1 if fault else 0
