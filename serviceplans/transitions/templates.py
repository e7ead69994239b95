"""Plan templates come in from files: a new one, or the next version of one that is known."""

from collections.abc import Mapping
from typing import Any, Literal

from django.db import transaction

from common.ledger import COMMAND_LINE, record
from common.today import now
from common.verdict import Conflict, Refused
from council.models import User
from council.permissions import authority
from serviceplans.choices import TemplateState
from serviceplans.models import PlanTemplate, TemplatePart, TemplateSection
from serviceplans.rules.route import read_route
from serviceplans.rules.template_facts import PART_KEYS
from serviceplans.template_files import facts_of
from serviceplans.transitions.route import unknown_posts

Outcome = Literal["new", "changed", "unchanged"]


@transaction.atomic
def bring_in(facts: Mapping[str, Any], *, by: User | None, draft: bool = False) -> tuple[PlanTemplate, Outcome]:
    """Store a template in its normal form; ``by`` None is the command line.

    What some version of it says already is not stored again. Otherwise it becomes the next version, published unless
    ``draft``. Conflict while a draft of it is being written.
    """
    versions = locked_versions(facts["key"])
    same = next((version for version in reversed(versions) if says(version, facts)), None)
    if same:
        return same, "unchanged"
    under_way = next((version for version in versions if version.is_draft), None)
    if under_way:
        said = f"Version {under_way.number} of “{under_way.name}” is being written. Publish or discard it first."
        raise Conflict(said)
    route = facts.get("route") or (versions[-1].route if versions else [])
    faults = unknown_posts(read_route(route))
    if faults:
        raise Refused(faults[0])
    template = store({**facts, "route": route}, versions[-1].number + 1 if versions else 1, draft=draft)
    if not draft:
        take_default(template)
    after = {"version": template.number, "state": template.state, "template": dict(facts)}
    write_template_ledger("template.import", template, by, None, after)
    return template, "changed" if versions else "new"


def locked_versions(key: str) -> list[PlanTemplate]:
    """Every version of a template, oldest first, once nobody else is about to add one.

    The lock is on the first template of all: a row that waits sees what was added meanwhile only when it reads again.
    """
    PlanTemplate.objects.select_for_update().order_by("pk").first()
    return list(PlanTemplate.objects.select_for_update().filter(key=key).order_by("number"))


def says(version: PlanTemplate, facts: Mapping[str, Any]) -> bool:
    """Whether a version says what the facts say; a route only counts where they name one."""
    said = facts_of(version)
    return said == facts or ("route" not in facts and {**said, "route": []} == {**facts, "route": []})


def store(facts: Mapping[str, Any], number: int, *, draft: bool) -> PlanTemplate:
    """A version of a template with its sections and parts, as its facts have them."""
    template = PlanTemplate.objects.create(
        **{name: facts[name] for name in ("key", "name", "source", "numbering", "checks")},
        route=facts.get("route", []),
        number=number,
        state=TemplateState.DRAFT if draft else TemplateState.PUBLISHED,
        published_at=None if draft else now(),
    )
    for place, row in enumerate(facts["sections"], 1):
        named = {name: row[name] for name in ("key", "number", "heading")}
        section = TemplateSection.objects.create(template=template, position=place, **named)
        TemplatePart.objects.bulk_create(
            TemplatePart(template=template, section=section, position=position, **part_fields(part))
            for position, part in enumerate(row["parts"], 1)
        )
    return template


def part_fields(part: Mapping[str, Any]) -> dict[str, Any]:
    """A part's facts as its row keeps them."""
    head = {name: part[name] for name in sorted(PART_KEYS)}
    return head | {"config": {name: value for name, value in part.items() if name not in PART_KEYS}}


def take_default(template: PlanTemplate) -> None:
    """A new version stands in for the one before it, where new plans begin with that."""
    if PlanTemplate.objects.filter(key=template.key, is_default=True).update(is_default=False):
        template.is_default = True
        template.save(update_fields=["is_default"])


def write_template_ledger(verb: str, template: PlanTemplate, by: User | None, before: Any, after: Any) -> None:
    post = authority(by).main_post if by else None
    title = post.title if post else by.name if by else COMMAND_LINE
    subject = f"template {template.key} v{template.number}"
    record(verb, subject, actor_id=by.pk if by else None, post=title, before=before, after=after)
