"""Plans as they were frozen, with actions, updates and resources, for what reports and the public read of them."""

import json
from datetime import UTC, date, datetime

from common.values.period import Period
from serviceplans.content import frozen_text
from serviceplans.models import Action, ActionUpdate, Decision, FrozenContent, Plan, PlanTemplate, PlanVersion
from tests.council.factories import PlanningCycleFactory

Q1 = Period.quarter("2019/20", 1)
FIELDS = [
    {"key": "fte", "label": "Staff FTEs", "type": "quantity"},
    {"key": "budget", "label": "Net revenue budget", "type": "money"},
]
COLUMNS = [{"key": key, "label": key, "type": "line"} for key in ("area", "saving", "year", "amount")]


def moment(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC) if day else None


def action(service, **said):
    """An action as frozen content has it; its identity is a row of the service's."""
    service.last_action_number += 1
    service.save()
    row = Action.objects.create(service=service, reference=f"{service.prefix}{service.last_action_number:03}")
    plain = {
        "id": row.pk, "reference": row.reference, "text": f"Do {row.reference}", "themes": [{"code": "BSCYP", "name": "B"}],
        "project_types": ["medium"], "priority_level": "must", "grounds": ["council-priority"],
        "completed_by": "31 October 2019", "due": "2019-10-31", "officers": [{"words": "Head of Fostering", "is_post": True}],
        "resources": "£45k", "outcomes": "Fewer moves", "indicators": [], "milestones": [],
    }  # fmt: skip
    return {**plain, **said}


def update(frozen, status="on-track", comment="", period=Q1, on=date(2019, 7, 20), post="Head of Fostering"):
    """What the officer said of an action at the end of a quarter."""
    return ActionUpdate.objects.create(
        action_id=frozen["id"], period_key=period.key, period=period.label, status=status, comment=comment,
        at=moment(on), post=post,
    )  # fmt: skip


def part(key, kind, data, **config):
    described = {"key": key, "kind": kind, "number": "", "heading": key.capitalize(), "required": False}
    return {**described, "config": config, "data": data}


def content(
    plan,
    number=1,
    *,
    actions=(),
    risks=(),
    indicators=(),
    years=(),
    savings=(),
    fte="203.60",
    budget="£20.59m",
    words="",
):
    """A plan of a few parts, in the form that submission freezes."""
    listed = {"years": list(years), "groups": [{"heading": "Finance", "indicators": list(indicators)}]}
    parts = [
        part("vision", "narrative", {"vision": words}, fields=[{"key": "vision", "label": "Vision", "type": "text"}]),
        part("staff", "staffing", {"fte": fte, "budget": budget}, fields=FIELDS),
        part("savings", "savings", {"rows": list(savings)}, columns=COLUMNS),
        part(
            "actions", "actions", {"objectives": [{"id": 1, "text": "Be safe", "themes": [], "actions": list(actions)}]}
        ),
        part("risks", "risks", {"risks": list(risks)}),
        part("indicators", "indicators", listed),
    ]
    header = {"code": plan.code, "service": plan.service.name, "prefix": plan.service.prefix, "cycle": plan.cycle.name}
    header |= {"directorate": plan.service.directorate.name, "template": plan.template.key, "version": number}
    return {"format": 1, "plan": header, "sections": [{"key": "all", "number": "1", "heading": "All", "parts": parts}]}


def version(service, status="approved", number=1, *, approved=None, superseded=None, published=None, **said):
    """A version as sign-off leaves it. An approved one was approved on 3 June 2019 unless ``approved`` says otherwise."""
    template, _ = PlanTemplate.objects.get_or_create(key="plain", defaults={"name": "Plain"})
    plan, _ = Plan.objects.get_or_create(service=service, cycle=PlanningCycleFactory(), template=template)
    signed = status in ("approved", "published", "superseded")
    row = PlanVersion.objects.create(
        plan=plan, number=number, status=status,
        begun_at=moment(date(2019, 5, 1)), changed_at=moment(date(2019, 5, 1)),
        submitted_at=moment(date(2019, 5, 20)) if status != "draft" else None,
        approved_at=moment(approved or date(2019, 6, 3)) if signed else None,
        superseded_at=moment(superseded), published_at=moment(published),
    )  # fmt: skip
    if status != "draft":
        text, digest = frozen_text(content(plan, number, **said))
        row.frozen = FrozenContent.objects.create(version=row, digest=digest, content=text, at=row.submitted_at)
        row.save()
    return row


def decision(of, step, on, comment="", to="draft", post="Director of Children"):
    return Decision.objects.create(
        version=of, step=step, to_status=to, at=moment(on), comment=comment, post_title=post,
        digest=of.frozen.digest if of.frozen else "",
    )  # fmt: skip


def frozen(of):
    return json.loads(of.frozen.content)
