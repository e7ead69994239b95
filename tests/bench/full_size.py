"""A council of full size: 100 plans of 40 actions, 1,500 indicators with ten years of quarters, 500 risks."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from common.today import now
from common.values.period import Period
from council.choices import Role
from council.models import Directorate, Post, ServiceArea, ServicePortfolio
from equalities.models import EqualityObjective
from performance.models import Indicator, Result, Target
from performance.models.indicator import reference_key
from performance.standing import refresh
from risks import wording
from risks.models import Risk, RiskReview
from serviceplans.choices import Status
from serviceplans.content import frozen_text, written
from serviceplans.models import (
    Action,
    ActionOfficer,
    ActionUpdate,
    ActionVersion,
    FrozenContent,
    Milestone,
    MilestoneVersion,
    Objective,
    ObjectiveVersion,
    PartContent,
    Plan,
    PlanVersion,
    VersionEqualityObjective,
    VersionIndicator,
    VersionRisk,
)
from tests.council.factories import PlanningCycleFactory, PortfolioFactory, ThemeFactory
from tests.equalities.factories import EqualityAreaFactory
from tests.risks.factories import RiskMatrixFactory
from tests.serviceplans.factories import WORDS, Cast, cast, york

PLANS, ACTIONS, OBJECTIVES, MILESTONES, OFFICERS, THEMES = 100, 40, 8, 3, 2, 2
INDICATORS, YEARS, RISKS = 15, 10, 5  # of each plan
AT = datetime(2019, 7, 20, 9, tzinfo=UTC)
LAST = Period.quarter("2019/20", 1)
FOSTERING = "Find twelve more foster families in the west of the city, so that children stay near their schools."


@dataclass(frozen=True)
class Council:
    """Who is about the first plan, which is a draft, as are nine others; the other ninety are published."""

    people: Cast
    versions: list[PlanVersion]
    indicators: list[Indicator]


def full_size(years: int = YEARS) -> Council:
    """Everything at once, written in bulk. ``years``: of history for each indicator."""
    people = cast()
    services = services_of(people)
    indicators = indicators_with_history(services, INDICATORS * PLANS, years)
    versions = plans_of(services)
    fill_all(versions, indicators)
    freeze(versions[10:])
    return Council(people, versions, indicators)


def services_of(people: Cast) -> list[ServiceArea]:
    """A hundred services in five directorates, each held by a post of its own; ten portfolios share them."""
    more = [Directorate(key=f"bench-{n}", name=f"Directorate {n}", code=f"B{n}") for n in range(4)]
    directorates = [people.directorate, *Directorate.objects.bulk_create(more)]
    posts = Post.objects.bulk_create(
        Post(title=f"Assistant Director {n}", role=Role.PLAN_HOLDER, directorate=directorates[n % 5])
        for n in range(1, PLANS)
    )
    services = [people.service] + ServiceArea.objects.bulk_create(
        ServiceArea(
            directorate=directorates[n % 5], name=f"Service {n}", prefix=f"P{n:02}", holder_post=posts[n - 1],
            director_post=people.service.director_post if n % 5 == 0 else None,
        )
        for n in range(1, PLANS)
    )  # fmt: skip
    portfolios = [PortfolioFactory() for _ in range(10)]
    ServicePortfolio.objects.bulk_create(
        ServicePortfolio(service=service, portfolio=portfolios[n % 10]) for n, service in enumerate(services[1:])
    )
    return services


def indicators_with_history(services: list[ServiceArea], many: int, years: int) -> list[Indicator]:
    """Indicators of the services in turn, each with a result and a target a quarter; three in four targets are met."""
    owners = [service.holder_post for service in services]
    made = Indicator.objects.bulk_create(
        Indicator(
            reference=f"IND{n:04}", reference_key=reference_key(f"IND{n:04}"), slug=f"ind{n:04}",
            name=f"What is counted, number {n}", polarity="up-is-bad" if n % 3 == 0 else "up-is-good", unit="percent",
            decimal_places=1, tolerance="5", owner_post=owners[n % len(owners)], service=services[n % len(services)],
            directorate=services[n % len(services)].directorate, measures_quality=n % 2 == 0,
        )
        for n in range(many)
    )  # fmt: skip
    quarters = [LAST]
    while len(quarters) < years * 4:
        quarters.append(quarters[-1].previous())
    where = [(i.pk, {"period_key": q.key, "period": q.label, "ends": q.end}) for i in made for q in quarters]
    Result.objects.bulk_create(
        (Result(indicator_id=pk, number=Decimal(50 + pk * 7 % 40), entered_at=AT, **of) for pk, of in where), 5_000
    )
    Target.objects.bulk_create(
        (Target(indicator_id=pk, number=Decimal(60), text="60", **of) for pk, of in where), 5_000
    )
    refresh([indicator.pk for indicator in made])
    return made


def plans_of(services: list[ServiceArea]) -> list[PlanVersion]:
    """A version for each service: the first ten are drafts, the others in force since April."""
    cycle, template = PlanningCycleFactory(), york()
    plans = Plan.objects.bulk_create(Plan(service=one, cycle=cycle, template=template) for one in services)
    begun = datetime(2019, 3, 1, 9, tzinfo=UTC)
    agreed = {"status": Status.PUBLISHED, "approved_at": begun, "published_at": begun, "submitted_at": begun}
    return PlanVersion.objects.bulk_create(
        PlanVersion(plan=plan, begun_at=begun, changed_at=begun, **(agreed if n >= 10 else {}))
        for n, plan in enumerate(plans)
    )


def fill_all(versions: list[PlanVersion], indicators: list[Indicator]) -> None:
    themes, area = [ThemeFactory() for _ in range(8)], EqualityAreaFactory(number=1)
    RiskMatrixFactory()
    for n, version in enumerate(versions):
        own = indicators[n :: len(versions)]
        fill_words(version)
        fill_actions(version, themes, own)
        fill_registers(version, own, area)


def fill_words(version: PlanVersion) -> None:
    parts = {part.key: part for part in version.plan.template.parts.all()}
    PartContent.objects.bulk_create(
        PartContent(version=version, part=parts[key], data=data) for key, data in WORDS.items()
    )


def fill_registers(version: PlanVersion, indicators, area) -> None:
    """Table 4.2, table 4.3 and the equality objectives."""
    service = version.plan.service
    names = [f"{service.prefix} risk {n}" for n in range(RISKS)]
    risks = Risk.objects.bulk_create(
        Risk(
            reference=name, reference_key=wording.key(name), slug=wording.slug(name), event=f"Something fails: {name}",
            service=service, directorate=service.directorate, likelihood=n % 5 + 1, impact=4, mitigation="Recruit more",
            owner_post=service.holder_post,
        )
        for n, name in enumerate(names)
    )  # fmt: skip
    RiskReview.objects.bulk_create(
        RiskReview(risk=risk, at=datetime(2018 + n, 6, 1, tzinfo=UTC), likelihood=n + 1, impact=4)
        for risk in risks for n in range(2)
    )  # fmt: skip
    VersionRisk.objects.bulk_create(VersionRisk(version=version, risk=risk, position=n) for n, risk in enumerate(risks))
    VersionIndicator.objects.bulk_create(
        VersionIndicator(version=version, indicator=one, group="Finance", position=n)
        for n, one in enumerate(indicators)
    )
    objectives = EqualityObjective.objects.bulk_create(
        EqualityObjective(service=service, area=area, text=f"Something fairer {n}", supports_strategy=True)
        for n in range(2)
    )
    VersionEqualityObjective.objects.bulk_create(
        VersionEqualityObjective(version=version, objective=one) for one in objectives
    )


def fill_actions(version: PlanVersion, themes, indicators, actions: int = ACTIONS) -> None:
    """Table 4.1: objectives, and actions with officers, themes, measures, milestones, and what was said each quarter."""
    service, post = version.plan.service, version.plan.service.holder_post
    identities = Objective.objects.bulk_create(Objective(service=service) for _ in range(OBJECTIVES))
    objectives = ObjectiveVersion.objects.bulk_create(
        ObjectiveVersion(objective=one, version=version, text="Keep children safe", position=n)
        for n, one in enumerate(identities)
    )
    made = Action.objects.bulk_create(
        Action(service=service, reference=f"{service.prefix}{n:03}") for n in range(1, actions + 1)
    )
    rows = ActionVersion.objects.bulk_create(
        ActionVersion(
            action=action, version=version, objective=objectives[n % OBJECTIVES], text=f"{FOSTERING} Part {n}.",
            project_types=["medium"], priority_level="must", grounds=["council-priority"], resources="£45k",
            outcomes="More children stay near their school", completed_by="31 March 2020", due=date(2020, 3, 31), position=n,
        )
        for n, action in enumerate(made)
    )  # fmt: skip
    link(ActionVersion.themes, rows, themes, THEMES)
    link(ObjectiveVersion.themes, objectives, themes, 1)
    link(ActionVersion.indicators, rows, indicators, 2)
    ActionOfficer.objects.bulk_create(
        ActionOfficer(action=row, post=post, words=post.title, position=n) for row in rows for n in range(OFFICERS)
    )
    steps = Milestone.objects.bulk_create(Milestone(action=action) for action in made for _ in range(MILESTONES))
    MilestoneVersion.objects.bulk_create(
        MilestoneVersion(milestone=one, action=rows[n // MILESTONES], text="Half of them approved", position=n)
        for n, one in enumerate(steps)
    )
    say(made)


def link(field, rows, others, many: int) -> None:
    """Each row names so many of the others, in turn."""
    here, there = field.field.m2m_field_name(), field.field.m2m_reverse_field_name()
    field.through.objects.bulk_create(
        field.through(**{here: row, there: others[(n + m) % len(others)]})
        for n, row in enumerate(rows)
        for m in range(min(many, len(others)))
    )


def say(actions: list[Action], quarters: int = 3) -> None:
    """An update a quarter; a quarter of the actions are completed by the third, one in ten is off track."""
    ActionUpdate.objects.bulk_create(
        ActionUpdate(
            action=action, period_key=f"2019-{4 + 3 * q:02}-01/Q", period=f"Q{q + 1} 2019/20", at=now(),
            comment="Two families withdrew.",
            status="completed" if q == 2 and n % 4 == 0 else "off-track" if n % 10 == 5 else "on-track",
        )
        for n, action in enumerate(actions) for q in range(quarters)
    )  # fmt: skip


def freeze(versions: list[PlanVersion]) -> None:
    """What each version holds, as submission freezes it."""
    made = []
    for version in PlanVersion.objects.with_plan().filter(pk__in=[one.pk for one in versions]):
        text, digest = frozen_text(written(version))
        made.append(FrozenContent(version=version, digest=digest, content=text, at=version.begun_at))
    for frozen in FrozenContent.objects.bulk_create(made):
        frozen.version.frozen = frozen
        frozen.version.save(update_fields=["frozen"])
