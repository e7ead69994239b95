"""Check each signature of a plan against the text that it signed and against the ledger; exit 1 when one does not hold."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser

from common.commands import AnswerCommand
from serviceplans.naming import add_plan_arguments, named_versions
from serviceplans.signatures import Signed, SignOff, sign_off


class Command(AnswerCommand):
    help = "Check a plan's signatures: verify_signoff PHE 2019/20. Exit 1, naming it, when one does not hold."

    def arguments(self, parser: CommandParser) -> None:
        add_plan_arguments(parser)

    def answer(self, **options: Any) -> int:
        versions = named_versions(options["service"], options["cycle"])
        found = sign_off(versions)
        answer = {
            "plan": versions[0].plan.code,
            "holds": found.holds,
            "signatures": [{**asdict(signed), "holds": signed.holds} for signed in found.signatures],
            "problems": found.problems,
        }
        self.say(answer, lines(found), options["format"])
        return 0 if found.holds else 1


def lines(found: SignOff) -> Iterator[str]:
    number = 0
    for signed in found.signatures:
        if signed.version != number:
            number = signed.version
            yield f"Version {number}"
        yield f"  {line(signed)}"
    yield from found.problems
    broken = sum(not signed.holds for signed in found.signatures) + len(found.problems)
    held = len(found.signatures)
    if not held and not broken:
        yield "Nothing has been signed yet."
    elif broken:
        yield f"{broken} of {held} do not hold."
    else:
        yield f"{held} signed steps, and all of them hold."


def line(signed: Signed) -> str:
    """One step: what, by whom, when, where, of which text, and whether it holds."""
    who = f"{signed.post} ({signed.by})" if signed.by and signed.by != signed.post else signed.post
    where = f", at {signed.meeting}" if signed.meeting else ""
    state = "holds" if signed.holds else f"BROKEN: {signed.problem}"
    return f"{signed.heading}: {who}, {signed.at}{where}; SHA-256 {signed.digest}; {state}"
