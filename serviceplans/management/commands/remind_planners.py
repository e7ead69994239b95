"""Remind whoever is next with a plan that is late, or due within some days: for a daily schedule."""

from typing import Any

from django.core.management.base import CommandParser

from common.commands import AnswerCommand, CannotUse
from council.models import PlanningCycle
from serviceplans.calendar import CalendarLine, calendar_lines
from serviceplans.transitions import Reminded, remind_planners

A_WEEK = 7


class Command(AnswerCommand):
    help = "Remind whoever is next with a plan that is late or due soon, each person once a day at most."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say whom it would remind, and write nothing.")
        parser.add_argument(
            "--before", type=int, default=A_WEEK, help="Days before a step's day from which to remind; 7 if not given."
        )
        parser.add_argument(
            "--every", type=int, default=A_WEEK, help="Days between two reminders of one plan; 7 if not given."
        )

    def answer(self, **options: Any) -> int:
        if options["before"] < 0 or options["every"] < 1:
            raise CannotUse("--before is a number of days, 0 or more; --every is 1 or more.")
        lines = due_lines(options["before"])
        reminded = remind_planners(lines, by=None, every=options["every"], dry_run=options["dry_run"])
        self.say(as_dict(reminded, options["dry_run"]), said(reminded, options["dry_run"]), options["format"])
        return 0


def due_lines(before: int) -> list[CalendarLine]:
    """The plans of every open cycle that are late, or due within so many days."""
    cycles = PlanningCycle.objects.filter(is_open=True).order_by("starts")
    lines = [line for cycle in cycles for line in calendar_lines(cycle)]
    return [line for line in lines if line.standing.days is not None and line.standing.days <= before]


def as_dict(reminded: Reminded, dry_run: bool) -> dict[str, Any]:
    return {
        "outcome": "would_remind" if dry_run else "reminded",
        "people": [
            {"to": email, "plans": [_facts(line) for line in lines]} for email, lines in sorted(reminded.told.items())
        ],
        "already": sorted(reminded.already),
        "nobody": [_facts(line) for line in reminded.nobody],
    }


def said(reminded: Reminded, dry_run: bool) -> list[str]:
    """The same to read."""
    verb = "Would remind" if dry_run else "Reminded"
    lines = []
    for email, theirs in sorted(reminded.told.items()):
        lines.append(f"{verb} {email}:")
        lines += [f"  {line.code}: {line.standing.due_words} ({line.standing.words.lower()})" for line in theirs]
    lines += [f"Reminded of it lately, and not again: {email}" for email in sorted(reminded.already)]
    lines += [f"Nobody is in the post that is next: {line.code}" for line in reminded.nobody]
    return lines or ["Nothing is due of anybody."]


def _facts(line: CalendarLine) -> dict[str, Any]:
    step = line.standing.step
    return {
        "plan": line.code,
        "state": line.standing.state.value,
        "step": step.name if step else "",
        "due": step.date.isoformat() if step else "",
        "days": line.standing.days,
        "next": [seat.post.title for seat in line.seats],
    }
