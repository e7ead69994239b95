"""A plan's cast, and plans at every stage, written through the same transitions as the browser uses."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count
from types import SimpleNamespace

import factory
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from common.attachments import check_file
from common.models import Attachment, LedgerEntry, OutgoingMail
from common.today import now
from council.choices import Capacity, Role
from council.models import Directorate, DmtMeeting, Post, ServiceArea, ServicePortfolio, Strategy, User
from serviceplans import transitions
from serviceplans.choices import Reviewer, Status
from serviceplans.loading import load_template
from serviceplans.models import PartContent, Plan, PlanTemplate, PlanVersion, TemplatePart, TemplateSection
from serviceplans.parts import kind_of
from serviceplans.rules.route import DEFAULT_ROUTE, Stage, stored
from serviceplans.transitions import ActionData, MilestoneData
from tests.council.factories import (
    AppointmentFactory,
    DirectorateFactory,
    PlanningCycleFactory,
    PortfolioFactory,
    PostFactory,
    ServiceAreaFactory,
    ThemeFactory,
)
from tests.equalities.factories import EqualityAreaFactory, EqualityObjectiveFactory
from tests.kept_rows import once
from tests.performance.factories import IndicatorFactory, result
from tests.risks.factories import RiskFactory

YORK = settings.BASE_DIR / "fixtures" / "reference" / "plan_templates" / "york-2019.yaml"
_number = count(1)

# What a plan of York's four sections says when nothing is missing.
WORDS = {
    "description": {
        "description": "We help children who need a social worker.",
        "vision": "Each child is safe and goes to a good school.",
        "objectives": "Keep every child safe\nHelp families early",
    },
    "staff-and-budget": {"fte": "203.60", "budget": "£20.59m"},
    "customers-and-partners": {"customers": "Children", "partners": "The Fostering Network", "stakeholders": ""},
    "demographics-and-strategies": {
        "demographics": "More people live to be old.",
        "strategies": ["children-in-care"],
        "other_strategies": "The Children Act 1989",
    },
    "achievements-and-challenges": {"achievements": "", "challenges": "Placements cost more than planned"},
    "key-achievements": {
        "rows": [{"objective": "Better support", "action": "Reviewed help for carers", "completed": "2018/19"}]
    },
    "overview": {"overview": "Fewer children in care.", "future": "One front door."},
    "savings": {"rows": [{"area": "Placements", "saving": "Fewer agencies", "year": "2019/20", "amount": "£150k"}]},
    "activity": {"activity": "Recruit foster carers.", "risks_foreseen": "Too few come forward."},
}


@dataclass
class Cast:
    """Who is about one service's plan, each a user that can sign in, with the structure that they stand in."""

    holder: User
    deputy: User
    contributor: User
    director: User
    member: User
    chief: User
    officer: User
    equalities: User
    auditor: User
    cmt: User
    head: User
    staff: User
    other_director: User
    other_holder: User
    other_member: User
    service: ServiceArea
    directorate: Directorate
    elsewhere: Directorate
    meeting: DmtMeeting

    def post(self, name: str) -> Post:
        """The post of one of them: ``people.post("holder")``."""
        return getattr(self, name).appointments.get().post


PEOPLE = [
    "holder", "deputy", "contributor", "director", "member", "chief", "officer", "equalities", "auditor", "cmt", "head",
    "staff", "other_director", "other_holder", "other_member",
]  # fmt: skip


def somebody(name, role, title, **post_fields):
    """Somebody in a post of their own: ``somebody("holder", Role.PLAN_HOLDER, "Assistant Director")``."""
    post = PostFactory(role=role, title=title, **post_fields)
    return AppointmentFactory(person__email=address_of(name), person__name=name.title(), post=post).person


def cast():
    """A service of one directorate with everybody about its plan, and some people from elsewhere."""
    once("cast", write_cast)
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(email__in=map(address_of, PEOPLE))}
    here = people["holder"].appointments.get().post.directorate
    return Cast(
        **people,
        service=ServiceArea.objects.get(prefix="CSS"),
        directorate=here,
        elsewhere=people["other_director"].appointments.get().post.directorate,
        meeting=DmtMeeting.objects.get(directorate=here),
    )


def address_of(name):
    return f"{name}@council.example"


def write_cast():
    here, elsewhere = DirectorateFactory(name="Children"), DirectorateFactory(name="Place")
    service = ServiceAreaFactory(directorate=here, name="Children's Specialist Services", prefix="CSS")
    holder = somebody("holder", Role.PLAN_HOLDER, "Assistant Director, Children", directorate=here, service=service)
    director = somebody("director", Role.DIRECTOR, "Director of Children", directorate=here)
    member = somebody("member", Role.EXECUTIVE_MEMBER, "Executive Member for Children")
    other_member = somebody("other_member", Role.EXECUTIVE_MEMBER, "Executive Member for Place")
    service.holder_post, service.director_post = (user.appointments.get().post for user in (holder, director))
    service.save()
    portfolio = PortfolioFactory(name="Children", member_post=member.appointments.get().post)
    PortfolioFactory(name="Place", member_post=other_member.appointments.get().post)
    ServicePortfolio.objects.create(service=service, portfolio=portfolio)
    AppointmentFactory(
        person__email=address_of("deputy"),
        person__name="Deputy",
        post=service.holder_post,
        capacity=Capacity.DEPUTY,
    )
    somebody("contributor", Role.OFFICER, "Head of Fostering")
    somebody("chief", Role.CHIEF_EXECUTIVE, "Chief Executive")
    somebody("officer", Role.PERFORMANCE_OFFICER, "Performance officer")
    somebody("equalities", Role.EQUALITIES_LEAD, "Equalities lead")
    somebody("auditor", Role.AUDITOR, "Internal auditor")
    somebody("cmt", Role.CMT, "Head of Legal")
    somebody("head", Role.HEAD_OF_SERVICE, "Head of Permanency", service=service)
    somebody("staff", Role.STAFF, "Gardener")
    somebody("other_director", Role.DIRECTOR, "Director of Place", directorate=elsewhere)
    somebody("other_holder", Role.PLAN_HOLDER, "Assistant Director, Place", directorate=elsewhere)
    DmtMeeting.objects.create(directorate=here, date=date(2019, 8, 12), name="Children DMT")


@cache
def york_rows():
    """York's template as its loader leaves it, kept by this process: loading it anew for each test is what takes time."""
    template = load_template(YORK)
    sections = [(section, list(section.parts.all())) for section in template.sections.all()]
    return template, sections


def york():
    """York's template, loaded from its file."""
    template, sections = york_rows()
    known = PlanTemplate.objects.filter(key=template.key).first()
    if known:
        return known
    template = PlanTemplate.objects.create(**values(template))
    for section, parts in sections:
        own = TemplateSection.objects.create(**values(section, template=template))
        TemplatePart.objects.bulk_create([TemplatePart(**values(p, template=template, section=own)) for p in parts])
    return template


def values(row, **others):
    """What a row holds besides its own id."""
    own = [f.name for f in row._meta.concrete_fields if not f.primary_key and f.name not in others]
    return {name: getattr(row, name) for name in own} | others


class PlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Plan

    service = factory.SubFactory(ServiceAreaFactory)
    cycle = factory.SubFactory(PlanningCycleFactory)
    template = factory.LazyFunction(york)


def a_new_plan(people, template=None):
    """A plan that its holder has just begun: an empty draft."""
    plan = PlanFactory(service=people.service, template=template or york())
    return transitions.begin_plan(plan, by=people.holder)


def part(version, key):
    return TemplatePart.objects.get(template=version.plan.template_id, key=key)


def write(version, key, data, by, counter=0):
    """One part, as its form would save it."""
    return transitions.save_part(version.pk, part(version, key), by=by, counter=counter, data=data)


def add_objective(version, by, text="Keep children safe"):
    themes = [ThemeFactory(code=f"TH{next(_number)}").pk]
    return transitions.save_objective(version.pk, None, by=by, counter=0, text=text, themes=themes)


def action_data(**fields):
    """An action in which the health check finds nothing."""
    good = {
        "text": "Find twelve more foster families",
        "themes": [ThemeFactory(code=f"TH{next(_number)}").pk],
        "project_types": ["medium"],
        "priority_level": "must",
        "grounds": ["council-priority"],
        "completed_by": "31 October 2019",
        "officers": [Post.objects.get(title="Head of Fostering").title],
        "resources": "£45k",
        "outcomes": "More children stay near their school",
        "indicators": [IndicatorFactory(measures_quality=True).pk],
        "milestones": [MilestoneData("First six families approved", "30 September 2019", "Head of Fostering")],
    }
    return ActionData(**{**good, **fields})


def add_action(version, by, objective=None, **fields):
    objective = objective or version.objectives.first() or add_objective(version, by)
    return transitions.save_action(
        version.pk, None, by=by, counter=0, objective_id=objective.pk, data=action_data(**fields)
    )


def a_complete_plan(people, status=Status.DRAFT):
    """A plan in which the health check finds nothing at all, brought to ``status`` by the people whose step it is.

    Its words and links are put in place at once; everything else goes the way of the browser.
    """
    once(f"a complete plan: {status}", lambda: write_a_complete_plan(people, status))
    return PlanVersion.objects.with_plan().get(plan__service=people.service, plan__cycle__name="2019/20")


def write_a_complete_plan(people, status):
    Strategy.objects.get_or_create(key="children-in-care", defaults={"name": "Children in care"})
    version, by = a_new_plan(people), people.holder
    parts = {part.key: part for part in version.plan.template.parts.all()}
    PartContent.objects.bulk_create(
        PartContent(version=version, part=parts[key], counter=1, data=kind_of(parts[key]).clean(data), saved_at=now())
        for key, data in WORDS.items()
    )
    add_action(version, by)
    risk = RiskFactory(
        reference="KCR 3", event="Too few foster homes", rating="amber", mitigation="Recruit", target_rating="green",
        target_words="31 March 2020", service=people.service, owner_post=people.service.director_post,
    )  # fmt: skip
    indicator = IndicatorFactory(reference="BPI108", name="Spend", unit="thousands_of_pounds", frequency="annual")
    result(indicator, "2018/19", "943")
    objective = EqualityObjectiveFactory(service=people.service, area=EqualityAreaFactory(number=1), agreed_on=None)
    version.risk_links.create(risk=risk, position=1)
    version.indicator_links.create(indicator=indicator, group="Finance", position=1)
    version.equality_links.create(objective=objective)
    bring(version, people, status)


# The Chief Executive after the Director, before the Executive Member.
THREE_REVIEWS = (
    DEFAULT_ROUTE[0],
    Stage("chief-executive", Reviewer.CHIEF_EXECUTIVE, "Chief Executive review"),
    DEFAULT_ROUTE[1],
)
ROUTE = [Status.DRAFT, Status.DMT_REVIEW, Status.MEMBER_REVIEW, Status.APPROVED, Status.PUBLISHED]


def bring(version, people, status):
    """Take the version forward to ``status``, each step by the person whose step it is; returns it as it is now."""
    if status == Status.AMENDING:
        version = bring(version, people, Status.DMT_REVIEW)
        return transitions.agree_with_amendments(
            version.pk,
            by=people.director,
            digest=version.frozen.digest,
            meeting=people.meeting,
            amendments=["Say who."],
        )
    if status == Status.REVIEW:
        PlanTemplate.objects.update(route=stored(THREE_REVIEWS))
        return step_forward(bring(reload(version), people, Status.DMT_REVIEW), people)
    if status == Status.SUPERSEDED:
        version = bring(version, people, Status.PUBLISHED)
        PlanVersion.objects.filter(pk=version.pk).update(status=status, superseded_at=version.published_at)
        return reload(version)
    if status == Status.ABANDONED:
        PlanVersion.objects.filter(pk=version.pk).update(status=status, abandoned_at=now())
        return reload(version)
    for _ in range(ROUTE.index(version.status), ROUTE.index(status)):
        version = step_forward(version, people)
    return reload(version)


def step_forward(version, people):
    shared = {"digest": version.frozen.digest if version.frozen else ""}
    if version.status == Status.DRAFT:
        return transitions.submit(version.pk, by=people.holder)
    if version.status == Status.DMT_REVIEW:
        return transitions.agree(version.pk, by=people.director, meeting=people.meeting, **shared)
    if version.status == Status.MEMBER_REVIEW:
        return transitions.approve(version.pk, by=people.member, **shared)
    return transitions.publish(version.pk, by=people.officer)


def answer_too(people, member, *, lead=False):
    """Another Executive Member answers for the service from now on, besides the first; returns the link."""
    portfolio = PortfolioFactory(member_post=member.appointments.get().post)
    return ServicePortfolio.objects.create(service=people.service, portfolio=portfolio, lead=lead)


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def a_minute(content=PDF, name="minute.pdf"):
    """A file that may be attached, as a form gives it on."""
    return check_file(SimpleUploadedFile(name, content))


def off_system(version, people, name="member", **fields):
    """What an officer records of a Member's decision: an approval of today, unless another is asked for."""
    digest = version.frozen.digest if version.frozen else "0" * 64
    said = {"digest": digest, "post": people.post(name), "decision": "approve", "decided_on": date(2019, 8, 20)}
    return {**said, "file": a_minute(), "comment": "", **fields}


def reload(version):
    """The version as it is in the database now."""
    return PlanVersion.objects.with_plan().get(pk=version.pk)


def footprint(version):
    """Everything that a step may change, to say that nothing did."""
    now = PlanVersion.objects.get(pk=version.pk)
    rows = SimpleNamespace(
        version={field.attname: getattr(now, field.attname) for field in PlanVersion._meta.concrete_fields},
        decisions=list(now.decisions.values_list("pk", "step")),
        frozen=list(now.frozen_contents.values_list("digest", flat=True)),
        parts=list(now.contents.order_by("pk").values_list("part__key", "counter", "data")),
        objectives=list(now.objectives.values_list("pk", "text", "counter")),
        actions=list(now.actions.values_list("pk", "text", "counter")),
        comments=list(now.comments.values_list("pk", "text", "resolved_at")),
        signatures=list(now.signatures.order_by("pk").values_list("pk", "post", "stage", "digest", "voided_by")),
        records=list(now.records.order_by("pk").values_list("pk", "confirmed_at", "disputed_at", "dispute")),
        attachments=Attachment.objects.count(),
        dismissals=list(now.dismissals.values_list("code", "subject", "reason")),
        links=[list(getattr(now, f"{name}_links").values_list("pk")) for name in ("risk", "indicator", "equality")],
        contributors=list(now.plan.contributors.values_list("post")),
        ledger=LedgerEntry.objects.count(),
        mail=OutgoingMail.objects.count(),
    )
    return vars(rows)
