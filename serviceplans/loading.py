"""Reads plan templates and plans from readable files, and replays a plan's history through sign-off. Twice is as once."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

from common.today import pretend
from common.values.period import Period
from council.loading import holder_of, read_yaml
from council.models import DmtMeeting, PlanningCycle, Post, ServiceArea, Theme, User
from equalities import transitions as equality_register
from equalities.models import EqualityArea
from performance.models import Indicator
from risks.models import Risk
from serviceplans import transitions
from serviceplans.models import Action, Plan, PlanTemplate, PlanVersion, TemplatePart, TemplateSection
from serviceplans.transitions import ActionData, MilestoneData

Event = tuple[datetime, Callable[[], Any]]
# When the demonstration's first quarterly updates were made, where a file does not say.
UPDATED = time(16, 20)


def load_template(path: Path) -> PlanTemplate:
    """Load one template: its checks, its sections in order, and each section's parts in order."""
    facts = read_yaml(path)
    defaults = {"name": facts["name"], "source": facts["source"], "checks": facts["checks"]}
    template, _ = PlanTemplate.objects.update_or_create(key=facts["key"], defaults=defaults)
    for place, row in enumerate(facts["sections"], 1):
        section, _ = TemplateSection.objects.update_or_create(
            template=template,
            key=row["key"],
            defaults={"number": row["number"], "heading": row["heading"], "position": place},
        )
        for position, part in enumerate(row["parts"], 1):
            shared = {"key", "kind", "number", "heading", "guidance", "required"}
            defaults = {name: part[name] for name in shared - {"key"} if name in part}
            config = {name: value for name, value in part.items() if name not in shared}
            defaults |= {"section": section, "config": config, "position": position}
            TemplatePart.objects.update_or_create(template=template, key=part["key"], defaults=defaults)
    return template


def load_plans(folder: Path, *, updated_on: date) -> int:
    """Load every plan of a folder that is not there yet, then replay what happened to all of them in order of time."""
    events: list[Event] = []
    updates: list[Event] = []
    new = 0
    for path in sorted(folder.glob("*.yaml")):
        facts = read_yaml(path)
        service = ServiceArea.objects.get(prefix=facts["service"])
        cycle = PlanningCycle.objects.get(name=facts["cycle"])
        plan, made = Plan.objects.get_or_create(
            service=service, cycle=cycle, defaults={"template": PlanTemplate.objects.get(key=facts["template"])}
        )
        if not made:
            continue
        new += 1
        with pretend(facts["begun"]):
            version = write_plan(plan, facts)
        events += [history_event(version, row) for row in facts.get("history", [])]
        updates += update_events(facts, updated_on)
    for moment, happen in [*sorted(events, key=lambda event: event[0]), *updates]:
        with pretend(moment):
            happen()
    return new


def write_plan(plan: Plan, facts: dict[str, Any]) -> PlanVersion:
    """Begin the plan and write everything that the file says, as its holder."""
    holder_post = plan.service.holder_post
    assert holder_post is not None, f"{plan} has no holder"
    by = holder_of(holder_post, facts["begun"])
    version = transitions.begin_plan(plan, by=by)
    for title in facts.get("contributors", []):
        transitions.invite(version.pk, Post.objects.get(title=title), by=by)
    parts = {part.key: part for part in TemplatePart.objects.filter(template=plan.template)}
    for key, data in facts.get("parts", {}).items():
        transitions.save_part(version.pk, parts[key], by=by, counter=0, data=data)
    for objective in facts.get("objectives", []):
        write_objective(version, objective, by)
    for reference in facts.get("risks", []):
        transitions.link_row(version.pk, "risks", Risk.objects.get(reference=reference).pk, by=by)
    for group, references in facts.get("indicators", {}).items():
        for reference in references:
            indicator = Indicator.objects.get(reference=reference)
            transitions.link_row(version.pk, "indicators", indicator.pk, by=by, group=group)
    for row in facts.get("equalities", []):
        area = EqualityArea.objects.get(number=row["area"])
        data = {**row, "area": area, "text": row["objective"], "duty": row.get("duty", "")}
        objective = equality_register.add_objective(plan.service, data, by)
        transitions.link_row(version.pk, "equalities", objective.pk, by=by)
    return version


def write_objective(version: PlanVersion, facts: dict[str, Any], by: User) -> None:
    row = transitions.save_objective(
        version.pk, None, by=by, counter=0, text=facts["objective"], themes=theme_ids(facts["themes"])
    )
    for action in facts["actions"]:
        transitions.save_action(
            version.pk,
            None,
            by=by,
            counter=0,
            objective_id=row.pk,
            data=action_of(action),
            reference=action["reference"],
        )
        number = int("".join(c for c in action["reference"] if c.isdigit()))
        ServiceArea.objects.filter(pk=version.plan.service_id, last_action_number__lt=number).update(
            last_action_number=number
        )


def theme_ids(codes: list[str]) -> list[int]:
    return list(Theme.objects.filter(code__in=codes).values_list("pk", flat=True))


def action_of(facts: dict[str, Any]) -> ActionData:
    return ActionData(
        text=facts["action"],
        themes=theme_ids(facts["themes"]),
        project_types=facts["project_types"],
        priority_level=facts["priority_level"],
        grounds=facts["grounds"],
        completed_by=facts["completed_by"],
        officers=facts["accountable"],
        resources=facts["resources"],
        outcomes=facts["outcomes"],
        indicators=list(Indicator.objects.filter(reference__in=facts["indicators"]).values_list("pk", flat=True)),
        milestones=[
            MilestoneData(row["milestone"], row["due"], row["owner"], _day(row["done_on"]))
            for row in facts["milestones"]
        ],
    )


def _day(text: str | date) -> date | None:
    if not text:
        return None
    return text if isinstance(text, date) else datetime.strptime(text, "%d/%m/%Y").date()


def history_event(version: PlanVersion, row: dict[str, Any]) -> Event:
    """One step of a plan's history, to happen at its own time."""
    at = datetime.strptime(row["at"], "%Y-%m-%d %H:%M")
    return at, lambda: replay(version.pk, row, at.date())


def replay(version_id: int, row: dict[str, Any], day: date) -> None:
    """Take the step through its transition, as whoever held the post on that day."""
    version = PlanVersion.objects.with_plan().get(pk=version_id)
    by, comment = holder_of(row["by"], day), row.get("comment") or ""
    digest = version.frozen.digest if version.frozen else ""
    for remark in row.get("comments", []):
        transitions.comment(version_id, by=by, part_key=remark["part"], field=remark["field"], text=remark["text"])
    if row["step"] == "submit":
        answer_all(version, by)
        transitions.submit(version_id, by=by, comment=comment)
    elif row["step"] == "withdraw":
        transitions.withdraw(version_id, by=by, comment=comment)
    elif row["step"] == "agree":
        meeting = DmtMeeting.objects.get(directorate=version.plan.service.directorate, date=row["meeting"])
        transitions.agree(version_id, by=by, digest=digest, meeting=meeting, comment=comment)
    elif row["step"] == "return" and version.status == "member-review":
        transitions.return_to_director(version_id, by=by, digest=digest, comment=comment)
    elif row["step"] == "return":
        transitions.return_to_holder(version_id, by=by, digest=digest, comment=comment)
    elif row["step"] == "approve":
        transitions.approve(version_id, by=by, digest=digest, comment=comment)
    elif row["step"] == "publish":
        transitions.publish(version_id, by=by, comment=comment)
    else:
        raise LookupError(f"{version.plan}: no step is called {row['step']!r}.")


def answer_all(version: PlanVersion, by: User) -> None:
    """A plan that was submitted again had its comments answered first."""
    for comment in version.comments.filter(answered_at=None):
        transitions.answer_comment(version.pk, comment.pk, by=by)


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
    )
