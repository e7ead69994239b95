"""What a page about a plan needs of many tables, and what a version's content is made of: one query for each."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet

from common.together import keep, together
from council.models import ServicePortfolio, Strategy, Theme
from equalities.models import EqualityArea
from performance.models import Indicator
from serviceplans.models import (
    ActionOfficer,
    ActionVersion,
    Comment,
    CommitmentTarget,
    Contributor,
    Decision,
    Dismissal,
    MilestoneVersion,
    ObjectiveVersion,
    PlanChange,
    PlanVersion,
    Signature,
    TemplatePart,
)
from serviceplans.querysets import linked_today

Lists = dict[str, QuerySet[Any]]
Rows = dict[str, list[Any]]

# What hangs on a version, and is small enough to bring along whichever page is asked for.
ON_A_VERSION = ("decisions", "changes", "comments", "dismissals")


def gather_page(versions: list[PlanVersion]) -> None:
    """Versions of one plan, loaded with it: each keeps what every page about it asks. One query.

    The plan keeps its contributors, its service the portfolios that it answers to today, its template the parts; all
    versions then share that one plan.
    """
    if not versions:
        return
    plan, ids = versions[0].plan, [version.pk for version in versions]
    rows = together(
        portfolio_links=ServicePortfolio.objects.filter(linked_today(), service=plan.service_id).select_related(
            "portfolio__member_post"
        ),
        contributors=Contributor.objects.filter(plan=plan.pk).select_related("post"),
        parts=TemplatePart.objects.filter(template=plan.template_id).select_related("section"),
        signatures=Signature.objects.filter(version__in=ids).select_related("post", "voided_by"),
        decisions=Decision.objects.filter(version__in=ids).select_related("by", "meeting", "record"),
        changes=PlanChange.objects.filter(version__in=ids),
        comments=Comment.objects.filter(version__in=ids),
        dismissals=Dismissal.objects.filter(version__in=ids),
    )
    keep(plan.service, portfolio_links=rows["portfolio_links"])
    keep(plan, contributors=rows["contributors"])
    keep(plan.template, parts=rows["parts"])
    hanging = {name: by(rows[name], "version_id") for name in (*ON_A_VERSION, "signatures")}
    for version in versions:
        version.plan, version.given = plan, hanging["signatures"][version.pk]
        keep(version, **{name: hanging[name][version.pk] for name in ON_A_VERSION})


def gather_decided(versions: list[PlanVersion]) -> None:
    """Versions of many plans, loaded with them: each keeps what was decided and by whom, its plan who contributes. One query."""
    if not versions:
        return
    ids = [version.pk for version in versions]
    rows = together(
        contributors=Contributor.objects.filter(plan__in={version.plan_id for version in versions}).select_related(
            "post"
        ),
        decisions=Decision.objects.filter(version__in=ids).select_related("record"),
        signatures=Signature.objects.filter(version__in=ids).select_related("post", "voided_by"),
    )
    of_plan, decided = by(rows["contributors"], "plan_id"), by(rows["decisions"], "version_id")
    given = by(rows["signatures"], "version_id")
    for version in versions:
        keep(version.plan, contributors=of_plan[version.plan_id])
        keep(version, decisions=decided[version.pk])
        version.given = given[version.pk]


def parts_of_template(version: PlanVersion) -> list[TemplatePart]:
    """The parts of the version's template with their sections, in order: those that its page has gathered, or a query."""
    template = version.plan.template
    if "parts" not in getattr(template, "_prefetched_objects_cache", {}):
        keep(template, parts=template.parts.select_related("section"))
    return list(template.parts.all())


def gather_content(version: PlanVersion, kinds: set[str], only: str = "") -> Rows:
    """The rows that the content of a version is made of, by list, as far as these kinds of part need them. One query.

    ``only``: of which part what is written is needed.
    """
    contents = version.contents.filter(part__key=only) if only else version.contents.all()
    lists: Lists = {"contents": contents}
    for kind in kinds & set(NEEDS):
        lists |= NEEDS[kind](version)
    return together(**lists)


def strategies(version: PlanVersion) -> Lists:
    return {"strategies": Strategy.objects.all()}


def table_of_actions(version: PlanVersion) -> Lists:
    """Objectives and actions, and what they name; an indicator that many actions name comes once."""
    of_objective, measured = ObjectiveVersion.themes.through, ActionVersion.indicators.through
    measures = measured.objects.filter(actionversion__version=version)
    return {
        "objectives": version.objectives.all(),
        "objective_themes": of_objective.objects.filter(objectiveversion__version=version),
        "actions": version.actions.select_related("action", "commitment"),
        "action_themes": ActionVersion.themes.through.objects.filter(actionversion__version=version),
        "officers": ActionOfficer.objects.filter(action__version=version),
        "milestones": MilestoneVersion.objects.filter(action__version=version),
        "measures": measures,
        "themes": Theme.objects.all(),
        "indicators": Indicator.objects.filter(pk__in=measures.values("indicator")),
    }


def risks(version: PlanVersion) -> Lists:
    return {"risk_links": version.risk_links.select_related("risk__owner_post")}


def indicators(version: PlanVersion) -> Lists:
    """Links to indicators, and the targets of those that every service is committed to."""
    targets = CommitmentTarget.objects.filter(commitment__links__version=version).select_related("indicator")
    links = version.indicator_links.select_related("indicator__owner_post", "commitment")
    return {"indicator_links": links, "targets": targets}


def equalities(version: PlanVersion) -> Lists:
    links = version.equality_links.select_related("objective__area")
    return {"equality_areas": EqualityArea.objects.all(), "equality_links": links}


NEEDS: dict[str, Callable[[PlanVersion], Lists]] = {
    "narrative": strategies,
    "staffing": strategies,
    "actions": table_of_actions,
    "risks": risks,
    "indicators": indicators,
    "equalities": equalities,
}


def gather_action(row: ActionVersion) -> None:
    """An action, as one version words it, keeps what it names. One query."""
    rows = together(
        themes=row.themes.all(),
        officers=row.officers.all(),
        indicators=row.indicators.all(),
        milestones=row.milestones.all(),
    )
    keep(row, **rows)


def by(rows: Iterable[Any], name: str) -> defaultdict[int, list[Any]]:
    """The rows by what one of their columns holds."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def named(rows: Iterable[Any], links: Iterable[Any], name: str) -> list[Any]:
    """Those of the rows that the links name, in the rows' order."""
    wanted = {getattr(link, name) for link in links}
    return [row for row in rows if row.pk in wanted]
