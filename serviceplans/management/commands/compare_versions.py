"""What changed between two versions of a plan."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandParser

from common.commands import AnswerCommand, CannotUse
from serviceplans.history import compared
from serviceplans.models import PlanVersion
from serviceplans.naming import add_plan_arguments, named_versions
from serviceplans.rules import Comparison, rows_of, sentence


class Command(AnswerCommand):
    help = "What changed between two versions of a plan: compare_versions PHE 2019/20 1 2"

    def arguments(self, parser: CommandParser) -> None:
        add_plan_arguments(parser)
        parser.add_argument("before", type=int, help="The number of the earlier version.")
        parser.add_argument("after", type=int, help="The number of the later version.")

    def answer(self, **options: Any) -> int:
        versions = {version.number: version for version in named_versions(options["service"], options["cycle"])}
        if options["before"] == options["after"]:
            raise CannotUse("Name two versions: a version does not differ from itself.")
        before, after = (chosen(versions, options[name]) for name in ("before", "after"))
        comparison = compared(None, before, after)
        answer = {
            "plan": after.plan.code,
            "before": before.number,
            "after": after.number,
            "summary": sentence(comparison),
            "changes": rows_of(comparison),
        }
        self.say(answer, lines(comparison, before, after), options["format"])
        return 0


def chosen(versions: dict[int, PlanVersion], number: int) -> PlanVersion:
    if number not in versions:
        plan = next(iter(versions.values())).plan.code
        raise CannotUse(f"{plan} has no version {number}. It has {', '.join(map(str, sorted(versions)))}.")
    return versions[number]


def lines(comparison: Comparison, before: PlanVersion, after: PlanVersion) -> Iterator[str]:
    yield f"{after.plan}: version {before.number} compared with version {after.number}"
    yield sentence(comparison)
    place = ""
    for row in rows_of(comparison):
        if place != f"{row['section']} / {row['part']}":
            place = f"{row['section']} / {row['part']}"
            yield f"\n{place}"
        yield f"  {line(row)}"


def line(row: dict[str, Any]) -> str:
    """One difference: what, and what it was and is."""
    is_within = row["row"] == "milestone" and row["field"]
    named = f"milestone “{row['name']}”" if is_within else "" if row["row"] == "action" else row["row"]
    what = " ".join(part for part in (row["reference"], named) if part)
    label = f"{what}: {row['field'].lower()}" if what and row["field"] else what or row["field"]
    before, after = (" / ".join(str(row[name]).splitlines()) for name in ("before", "after"))
    if row["kind"] == "added":
        return f"+ {label}: {after}"
    if row["kind"] == "removed":
        return f"- {label}: {before}"
    return f"~ {label}: {before} → {after}" if before or after else f"~ {label} changed"
