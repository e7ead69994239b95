"""Reads plan templates and plans from readable files, and replays a plan's history through sign-off. Twice is as once."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

from django.db.models import Q

from common.today import pretend
from common.values.period import Period
from council.loading import holder_of, read_yaml
from council.models import DmtMeeting, PlanningCycle, ServiceArea, User
from serviceplans import transitions
from serviceplans.choices import TemplateState
from serviceplans.models import Action, Plan, PlanTemplate, PlanVersion
from serviceplans.replaying import at_work, later_events, moment_of
from serviceplans.template_files import read as read_template
from serviceplans.transitions import templating
from serviceplans.writing import write_plan

Event = tuple[datetime, Callable[[], Any]]
# When the demonstration's first quarterly updates were made, where a file does not say.
UPDATED = time(16, 20)


def load_template(path: Path) -> PlanTemplate:
    """Load one template from its file. One that was loaded before is left alone; where the file says something new, it
    becomes the next version, unless officers have begun or published a version of their own (which has a note)."""
    facts = read_template(path.read_bytes())
    own = PlanTemplate.objects.filter(Q(state=TemplateState.DRAFT) | ~Q(note=""), key=facts["key"]).order_by("number")
    return own.last() or transitions.bring_in(facts, by=None)[0]


def load_default_template(key: str) -> None:
    """New plans begin with this template, unless one has been chosen already."""
    if not PlanTemplate.objects.filter(is_default=True).exists():
        templating.use_for_new_plans(key, by=None)


def load_plans(folder: Path, *, updated_on: date) -> int:
    """Load every plan of a folder that is not there yet, then replay what happened to all of them in order of time."""
    events: list[Event] = []
    new = 0
    for path in sorted(folder.glob("*.yaml")):
        facts = read_yaml(path)
        service = ServiceArea.objects.get(prefix=facts["service"])
        cycle = PlanningCycle.objects.get(name=facts["cycle"])
        plan, made = Plan.objects.get_or_create(
            service=service,
            cycle=cycle,
            defaults={"template": PlanTemplate.objects.current().get(key=facts["template"])},
        )
        if not made:
            continue
        new += 1
        with pretend(facts["begun"]):
            write_plan(plan, facts)
        events += [history_event(plan, row) for row in facts.get("history", [])]
        events += later_events(plan, facts)
        events += update_events(facts, updated_on)
    for moment, happen in sorted(events, key=lambda event: event[0]):
        with pretend(moment):
            happen()
    return new


def history_event(plan: Plan, row: dict[str, Any]) -> Event:
    """One step of a plan's history, to happen at its own time."""
    at = moment_of(row["at"])
    return at, lambda: replay(plan, row, at.date())


def replay(plan: Plan, row: dict[str, Any], day: date) -> None:
    """Take the step through its transition, as whoever held the post on that day."""
    version = at_work(plan)
    version_id = version.pk
    by, comment = holder_of(row["by"], day), row.get("comment") or ""
    digest = version.frozen.digest if version.frozen else ""
    for remark in row.get("comments", []):
        transitions.comment(
            version_id, by=by, part_key=remark["part"], field=remark["field"], text=remark["text"],
            internal=remark.get("internal", False),
        )  # fmt: skip
    if row["step"] == "submit":
        resolve_all(version, by)
        transitions.submit(version_id, by=by, comment=comment)
    elif row["step"] == "withdraw":
        transitions.withdraw(version_id, by=by, comment=comment)
    elif row["step"] == "agree":
        meeting = DmtMeeting.objects.get(directorate=version.plan.service.directorate, date=row["meeting"])
        transitions.agree(version_id, by=by, digest=digest, meeting=meeting, comment=comment)
    elif row["step"] == "return":
        transitions.return_plan(version_id, by=by, digest=digest, comment=comment)
    elif row["step"] == "approve":
        transitions.approve(version_id, by=by, digest=digest, comment=comment)
    elif row["step"] == "publish":
        transitions.publish(version_id, by=by, comment=comment)
    else:
        raise LookupError(f"{version.plan}: no step is called {row['step']!r}.")


def resolve_all(version: PlanVersion, by: User) -> None:
    """A plan that was submitted again had its comments resolved first."""
    for comment in version.comments.filter(resolved_at=None, parent=None):
        transitions.resolve_comment(version.pk, comment.pk, by=by)


def update_events(facts: dict[str, Any], day: date) -> list[Event]:
    """The quarterly updates of a plan's actions, as the posts that made them."""
    return [
        (datetime.combine(day, UPDATED), partial(write_update, action["reference"], row, day))
        for objective in facts.get("objectives", [])
        for action in objective["actions"]
        for row in action.get("updates", [])
    ]


def write_update(reference: str, row: dict[str, Any], day: date) -> None:
    period = Period.parse(row["period"], frequency="quarterly")
    transitions.update_action(
        Action.objects.get(reference=reference).pk,
        by=holder_of(row["by"], day),
        counter=0,
        period_key=period.key,
        period=period.label,
        status=row["status"],
        comment=row["comment"],
        internal=row.get("internal", False),
    )
