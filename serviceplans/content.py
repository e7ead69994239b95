"""A version's whole content as plain JSON: what is checked, read, frozen, signed and exported is this, and only this."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.timezone import localdate

from common import today
from common.ledger import canonical, digest
from council.models import Theme
from performance.models import Indicator
from performance.standing import Standing, plan_table
from risks.standing import describe as describe_risks
from serviceplans.choices import ChangeState
from serviceplans.gathering import Rows, by, gather_content, named, parts_of_template
from serviceplans.left import last_part, left_contents, left_part, left_section, missing_kinds
from serviceplans.models import (
    ActionOfficer,
    ActionVersion,
    MilestoneVersion,
    PartContent,
    PlanChange,
    PlanVersion,
    TemplatePart,
    VersionEqualityObjective,
    VersionIndicator,
)
from serviceplans.parts import describe, kind_of
from serviceplans.rules import Laid, lay_over
from serviceplans.withholding import without_withheld_figures

FORMAT = 1


@dataclass
class Loaded:
    """Everything that the parts of one version may show, loaded in a fixed number of queries, as plain values."""

    header: dict[str, str] = field(default_factory=dict)
    strategies: dict[str, str] = field(default_factory=dict)
    objectives: list[dict[str, Any]] = field(default_factory=list)
    # The keys of the template's tables of actions, in its order.
    action_parts: list[str] = field(default_factory=list)
    risks: list[dict[str, Any]] = field(default_factory=list)
    indicators: list[dict[str, Any]] = field(default_factory=list)
    years: list[str] = field(default_factory=list)
    equality_areas: list[dict[str, Any]] = field(default_factory=list)
    equality_objectives: list[dict[str, Any]] = field(default_factory=list)


def content_of(version: PlanVersion, only: str = "", kinds: Collection[str] = ()) -> dict[str, Any]:
    """The content that counts: what was frozen at submission, or what is written now while it is a draft.

    In a version that was approved, the changes made since are laid over what was signed. ``only``: the key of the one
    part that a page is about, ``kinds``: the kinds of part that are asked about; the others need not then be loaded.
    """
    if version.frozen is not None and version.is_locked:
        return without_withheld_figures(standing_content(version))
    return written(version, only, kinds)


def signed_content(version: PlanVersion) -> dict[str, Any]:
    """Exactly what was frozen and signed. ValueError for a version that was never frozen."""
    if version.frozen is None:
        raise ValueError(f"{version} was never frozen")
    frozen: dict[str, Any] = json.loads(version.frozen.content)
    return frozen


def standing_content(version: PlanVersion, on: date | None = None) -> dict[str, Any]:
    """What was signed, with the changes made since, up to the day ``on`` where one is given, laid over it."""
    content = signed_content(version)
    made = changes_made(version, on)
    return lay_over(content, made_as_laid(made)) if made else content


def changes_made(version: PlanVersion, on: date | None = None) -> list[PlanChange]:
    """The changes made to a version since its approval, in order; the first is number 1 wherever it is named."""
    if version.approved_at is None:
        return []
    made = [change for change in version.changes.all() if change.state == ChangeState.MADE and change.at]
    made.sort(key=lambda change: (change.at, change.pk))
    return [change for change in made if on is None or localdate(change.at) <= on]


def made_as_laid(made: list[PlanChange]) -> list[Laid]:
    return [
        Laid(number, change.part_key, change.row, change.field, change.patch) for number, change in enumerate(made, 1)
    ]


def written(version: PlanVersion, only: str = "", kinds: Collection[str] = ()) -> dict[str, Any]:
    """What the version holds at this moment, with the present state of the risks and indicators that it shows."""
    plan, every = version.plan, parts_of_template(version)
    parts = [part for part in every if (not only or part.key == only) and (not kinds or part.kind in kinds)]
    missing = set() if only or kinds else missing_kinds(version, every)
    rows = gather_content(version, {part.kind for part in parts} | missing, only)
    stored = {row.part_id: row for row in rows["contents"]}
    loaded = load(version, rows)
    loaded.action_parts = [part.key for part in every if part.kind == "actions"]
    return {
        "format": FORMAT,
        "plan": {
            "code": plan.code,
            "service": plan.service.name,
            "prefix": plan.service.prefix,
            "cycle": plan.cycle.name,
            "directorate": plan.service.directorate.name,
            "template": plan.template.key,
            "template_version": plan.template.number,
            "version": version.number,
        },
        "sections": [
            {
                "key": section.key,
                "number": section.number,
                "heading": section.heading,
                "parts": [part_as_dict(part, loaded, stored.get(part.pk), plan.cycle.name) for part in within],
            }
            for section, within in groupby(parts, key=lambda part: part.section)
        ]
        + ([] if only or kinds else without_place(version, set(stored) - {part.pk for part in every}, missing, loaded)),
    }


def without_place(version: PlanVersion, left: set[int], missing: set[str], loaded: Loaded) -> list[dict[str, Any]]:
    """The section of what the template has no place for, where there is any: no query where nothing was moved."""
    cycle = version.plan.cycle.name
    rows = [(row.part, row.data) for row in left_contents(version)] if left else []
    held = {"actions": "objectives", "risks": "risks", "indicators": "indicators", "equalities": "equality_objectives"}
    for kind in sorted(kind for kind in missing if getattr(loaded, held[kind])):
        part = last_part(version, kind)
        rows += [(part, {})] if part else []
    found = (left_part(part, data, loaded, cycle) for part, data in rows)
    return left_section([part for part in found if part])


def part_as_dict(part: TemplatePart, loaded: Loaded, stored: PartContent | None, cycle: str) -> dict[str, Any]:
    """A part with its data; ``review``, where it is there, names the cycle from which nobody has reviewed it since."""
    found = {**describe(part, cycle), "data": kind_of(part, cycle).load(loaded, stored.data if stored else {})}
    return {**found, "review": stored.review_from} if stored and stored.review_from else found


def frozen_text(content: dict[str, Any]) -> tuple[str, str]:
    """Canonical JSON of the content, and its SHA-256."""
    text = canonical(content)
    return text, digest(text)


def load(version: PlanVersion, rows: Rows) -> Loaded:
    """What the gathered rows say, with the present state of the risks and indicators among them."""
    loaded = Loaded(header=header(version))
    loaded.strategies = {strategy.key: strategy.name for strategy in rows.get("strategies", [])}
    loaded.objectives = objectives(rows) if "actions" in rows else []
    links = rows.get("risk_links", [])
    loaded.risks = [risk.as_dict() for risk in describe_risks([link.risk for link in links])]
    if "indicator_links" in rows:
        shown = rows["indicator_links"]
        loaded.years, table = plan_table([link.indicator for link in shown], version.plan.cycle.name)
        targets = {one.commitment_id: one.words_for for one in rows["targets"]}
        loaded.indicators = [
            indicator_as_dict(row, link, targets.get(link.commitment_id or 0, ""))
            for link, row in zip(shown, table, strict=True)
        ]
    names = ("number", "name", "council_objective")
    loaded.equality_areas = [{name: getattr(area, name) for name in names} for area in rows.get("equality_areas", [])]
    loaded.equality_objectives = [equality_objective(link) for link in rows.get("equality_links", [])]
    return loaded


def header(version: PlanVersion) -> dict[str, str]:
    """The header as the council's structure has it (York 2019, Service Planning Template)."""
    service = version.plan.service
    members = [link.portfolio.member_post for link in service.portfolio_links.all()]
    changed = version.changed_at.astimezone(today.now().tzinfo)
    return {
        "service_area": service.name,
        "directorate": service.directorate.name,
        "holder": service.holder_post.title if service.holder_post else "",
        "director": service.director_post.title if service.director_post else "",
        "member": "; ".join(post.title for post in members if post),
        "last_updated": f"{changed.day} {changed:%B %Y}",
    }


def objectives(rows: Rows) -> list[dict[str, Any]]:
    """Objectives with their actions."""
    actions, links = by(rows["actions"], "objective_id"), by(rows["objective_themes"], "objectiveversion_id")
    named_by = {
        "themes": by(rows["action_themes"], "actionversion_id"),
        "indicators": by(rows["measures"], "actionversion_id"),
        "officers": by(rows["officers"], "action_id"),
        "milestones": by(rows["milestones"], "action_id"),
    }

    def action(row: ActionVersion) -> dict[str, Any]:
        own = {name: found[row.pk] for name, found in named_by.items()}
        own["themes"] = named(rows["themes"], own["themes"], "theme_id")
        own["indicators"] = named(rows["indicators"], own["indicators"], "indicator_id")
        return action_as_dict(row, **own)

    return [
        {
            "id": row.objective_id,
            "part": row.part_key,
            "text": row.text,
            **({"extra": row.extra} if row.extra else {}),
            "themes": themes_as_dicts(named(rows["themes"], links[row.pk], "theme_id")),
            "actions": [action(one) for one in actions[row.pk]],
        }
        for row in rows["objectives"]
    ]


def themes_as_dicts(themes: list[Theme]) -> list[dict[str, str]]:
    return [{"code": theme.code, "name": theme.name} for theme in themes]


def action_as_dict(
    row: ActionVersion,
    themes: list[Theme],
    indicators: list[Indicator],
    officers: list[ActionOfficer],
    milestones: list[MilestoneVersion],
) -> dict[str, Any]:
    return {
        "id": row.action_id,
        "reference": row.action.reference,
        "text": row.text,
        "themes": themes_as_dicts(themes),
        "project_types": row.project_types,
        "priority_level": row.priority_level,
        "grounds": row.grounds,
        "completed_by": row.completed_by,
        "due": row.due.isoformat() if row.due else "",
        "officers": [{"words": officer.words, "is_post": officer.post_id is not None} for officer in officers],
        "resources": row.resources,
        "outcomes": row.outcomes,
        **({"extra": row.extra} if row.extra else {}),
        **committed(row),
        "indicators": [{"reference": i.reference, "name": i.name, "quality": i.measures_quality} for i in indicators],
        "milestones": [milestone_as_dict(milestone) for milestone in milestones],
    }


def milestone_as_dict(row: MilestoneVersion) -> dict[str, Any]:
    return {
        "id": row.milestone_id,
        "text": row.text,
        "due_words": row.due_words,
        "due": row.due.isoformat() if row.due else "",
        "owner": row.owner,
        "done_on": row.done_on.isoformat() if row.done_on else "",
    }


def committed(row: ActionVersion | VersionIndicator, target: str = "") -> dict[str, Any]:
    """What a row stands for in the plan of every service, where it does, and what the service says beside it.

    ``target``: what every service answers for, in words, where the commitment is an indicator.
    """
    found: dict[str, Any] = {"own_words": row.own_words} if row.own_words else {}
    if row.commitment:
        said = row.commitment
        found["commitment"] = {"id": said.pk, "mark": said.mark, "fixed": said.fixed}
        found["commitment"] |= {"target": target} if target else {}
    return found


def indicator_as_dict(row: Standing, link: VersionIndicator, target: str) -> dict[str, Any]:
    """An indicator as table 4.3 shows it, with its rating and direction as they were told at that moment."""
    indicator = row.indicator
    return {
        "id": indicator.pk,
        "reference": indicator.reference,
        "name": indicator.name,
        "unit": indicator.get_unit_display(),
        "group": link.group,
        "results": [year.text for year in row.years],
        "polarity": indicator.get_polarity_display(),
        "period": row.period,
        "latest": row.shown,
        "target": row.target,
        "rating": row.rating.colour,
        "rating_why": row.rating.sentence,
        "direction": row.direction.word,
        "direction_words": row.direction_text,
        "arrow": row.direction.arrow,
        "direction_why": row.direction.sentence,
        "overridden": row.direction.overridden,
        "owner": indicator.owner,
        **committed(link, target),
    }


def equality_objective(link: VersionEqualityObjective) -> dict[str, Any]:
    return {
        "id": link.objective_id,
        "area": link.objective.area.number,
        "text": link.objective.text,
        "supports_strategy": link.objective.supports_strategy,
        "supports_cmt": link.objective.supports_cmt,
        "facing": link.objective.facing,
        "duty": link.objective.duty,
    }
