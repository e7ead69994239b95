from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandParser

from common.commands import AnswerCommand, CannotUse
from common.today import today
from performance.chasing import Owed, answers_due, missing_now, returns_due
from performance.models import Indicator
from performance.transitions import Reminded, remind_owners

A_WEEK = 7


class Command(AnswerCommand):
    help = "Remind owners of results that are missing, and of returns and answers to audit that are due: for a daily schedule."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say whom it would remind, and write nothing.")
        parser.add_argument(
            "--every", type=int, default=A_WEEK, help="Days between two reminders of the same thing; 7 if not given."
        )

    def answer(self, **options: Any) -> int:
        if options["every"] < 1:
            raise CannotUse("--every is a number of days, 1 or more.")
        indicators, day = Indicator.objects.entered().select_related("owner_post"), today()
        owed = missing_now(list(indicators)) + returns_due(day) + answers_due(day)
        found = remind_owners(owed, by=None, every=options["every"], dry_run=options["dry_run"])
        answer = as_answer(found, options["dry_run"])
        self.say(answer, _lines(found, options["dry_run"]), options["format"])
        return 0


def as_answer(found: Reminded, dry_run: bool) -> dict[str, Any]:
    """The object that other systems read."""
    return {
        "outcome": "would_remind" if dry_run else "reminded",
        "people": [
            {"to": address, "owed": [_one(one) for one in rows]} for address, rows in sorted(found.told.items())
        ],
        "already": [_one(one) for one in found.already],
        "nobody": [_one(one) for one in found.nobody],
    }


def _one(one: Owed) -> dict[str, Any]:
    said = {"reference": one.reference, "name": one.name, "period": one.period}
    return {"kind": one.kind, **said, "due": one.due.isoformat(), "days_late": one.days, "owner": one.owner}


def _lines(found: Reminded, dry_run: bool) -> Iterator[str]:
    verb = "Would remind" if dry_run else "Reminded"
    for address, rows in sorted(found.told.items()):
        yield f"{verb} {address}: {', '.join(' '.join((one.reference, one.period)).strip() for one in rows)}"
    for one in found.nobody:
        yield f"Nobody to remind: {one.reference} {one.period} ({one.owner})"
    yield f"{len(found.told)} people; {len(found.already)} told before; {len(found.nobody)} with nobody to remind."
