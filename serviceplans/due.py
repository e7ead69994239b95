"""What of a person's is due now: the plans, decisions and updates that wait for them. Home pages are made of these."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.timezone import localdate

from common.today import today
from common.values.period import Period
from council.choices import Role
from council.permissions import authority
from serviceplans import permissions as may
from serviceplans.changing import may_move_dates
from serviceplans.choices import IN_FORCE, UNDER_WAY, ChangeState, Status, Step
from serviceplans.committed.due import results_due
from serviceplans.gathering import gather_decided
from serviceplans.models import Action, ActionVersion, Decision, OffSystemRecord, PlanVersion


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for somebody: what to do, about what, a note, and where."""

    verb: str
    what: str
    note: str
    url: str


def quarter_to_report() -> Period:
    """The last quarter that has closed: what updates are asked for."""
    return Period.containing(today(), "quarterly", "financial").previous()


def waiting_for(user: Any) -> list[Waiting]:
    """Decisions on plans first, then the plans that this person writes, then their quarterly updates."""
    unsettled = OffSystemRecord.objects.filter(Q(disputed_at__isnull=False) | Q(confirmed_at=None))
    versions = PlanVersion.objects.visible_to(user).with_plan().defer("frozen__content")
    moving = Q(status__in=[*UNDER_WAY, Status.APPROVED]) | Q(pk__in=unsettled.values("version"))
    moving |= Q(named_in__gt=0, status__in=IN_FORCE)
    versions = versions.with_review_counts().with_named_in().filter(moving)
    loaded = list(versions)
    gather_decided(loaded)
    found = [item for version in loaded for item in _of_version(user, version)]
    return [*dates_to_move(user), *found, *_to_acknowledge(user, loaded), *_committed(user), *updates_due(user)]


def _committed(user: Any) -> Iterator[Waiting]:
    """What every service is committed to and those whose plans this person holds have not answered."""
    quarter = quarter_to_report()
    for commitment, service, url in results_due(user, quarter):
        what = f"{commitment.heading}, {service.name}"
        yield Waiting("Give the result", what, f"{commitment.mark}, {quarter}", url)


def _to_acknowledge(user: Any, versions: list[PlanVersion]) -> Iterator[Waiting]:
    """Other services' actions that name a service whose plan this person holds, once a service: its latest plan's page."""
    mine = {v.plan.service_id: v for v in versions if v.named_in and may.holds(user, v)}  # type: ignore[attr-defined]
    for version in mine.values():
        count = version.named_in  # type: ignore[attr-defined]
        what = f"{count} action{'s' * (count != 1)} of other services"
        url = f"{version.plan.get_absolute_url()}#named"
        yield Waiting("Acknowledge", what, f"Naming {version.plan.service.name}", url)


def dates_to_move(user: Any) -> list[Waiting]:
    """Dates in plans in force that wait for this person, who agrees the plan at DMT, to move or leave them."""
    if not authority(user).has(Role.DIRECTOR, Role.CHIEF_EXECUTIVE):
        return []
    waiting = PlanVersion.objects.visible_to(user).filter(status__in=IN_FORCE, changes__state=ChangeState.PROPOSED)
    rows = waiting.with_plan().defer("frozen__content").prefetch_related("decisions")
    counted = rows.annotate(dates=Count("changes", filter=Q(changes__state=ChangeState.PROPOSED)))
    return [
        Waiting(
            "Move or leave a date" if version.dates == 1 else f"Move or leave {version.dates} dates",
            str(version.plan),
            "Asked for by those who do the work",
            version.plan.address("plan_changes"),
        )
        for version in counted
        if may_move_dates(user, version)
    ]


def _of_version(user: Any, version: PlanVersion) -> list[Waiting]:
    plan, name = version.plan, str(version.plan)
    found = list(_of_records(user, version))
    last, came = _last(version), _last(version, moved=True)
    since = f"since {_day(came)}" if came else ""
    if may.may_approve(user, version) or may.may_agree(user, version):
        verb, note = _decision_asked(user, version, since)
        return [*found, Waiting(verb, name, note, plan.address("plan_review"))]
    if may.may_complete(user, version):
        note = "Everybody whose approval is needed has given it"
        return [*found, Waiting("Complete the approval", name, note, plan.address("plan_complete"))]
    if may.may_amend(user, version):
        return [
            *found,
            Waiting("Make the amendments", name, f"Agreed with amendments {since}", plan.address("plan_amend")),
        ]
    if may.may_publish(user, version):
        return [*found, Waiting("Publish", name, f"Approved {since}", plan.address("plan_publish"))]
    if version.is_open and (may.holds(user, version) or may.contributes(user, version)):
        return [*found, _to_write(version, last)]
    if authority(user).has(Role.EQUALITIES_LEAD) and version.status == Status.DMT_REVIEW:
        return [*found, Waiting("Comment on equalities", name, "In DMT review", plan.address("plan_review"))]
    return found


def _to_write(version: PlanVersion, last: Decision | None) -> Waiting:
    """What a writer does next: review what was carried from last year, go on, or answer what was returned."""
    name, url = str(version.plan), version.plan.get_absolute_url()
    begun = last is None or last.step in (Step.BEGIN, Step.REVISE, Step.AGREE_AMENDED)
    marked = version.to_review  # type: ignore[attr-defined]
    if marked and begun:
        return Waiting("Review", name, f"Carried from last year: {marked} part{'s' * (marked != 1)} to review", url)
    note = f"{last.heading} {_day(last)}" if last else "Not begun"
    return Waiting("Continue" if begun else "Answer and resubmit", name, note, url)


def _decision_asked(user: Any, version: PlanVersion, since: str) -> tuple[str, str]:
    """What a reviewer is asked to do, and the line below it."""
    if may.amendments_agreed(version):
        return "Confirm the amendments", f"Made, and with you {since}"
    if may.may_agree(user, version):
        return "Agree or return", f"With you {since}"
    first = version.stages[0]
    agreed = "Agreed at DMT, with" if first.meeting and len(version.stages) > 1 else "With"
    return "Approve or return", f"{agreed} you {since}"


def _last(version: PlanVersion, *, moved: bool = False) -> Decision | None:
    """The last step, or the last that brought the version to where it is now."""
    steps = [d for d in version.decisions.all() if not moved or d.to_status == version.status != d.from_status]
    return steps[-1] if steps else None


def _day(decision: Decision) -> str:
    """The day of a step, as the council's own clock has it: "20 August"."""
    day = localdate(decision.at)
    return f"{day.day} {day:%B}"


def _of_records(user: Any, version: PlanVersion) -> Iterator[Waiting]:
    """Decisions recorded as this person's that they have not answered, and disputes of what they recorded."""
    for decision in version.decisions.all():
        record = decision.record
        if record is None:
            continue
        unanswered = record.confirmed_at is None and record.disputed_at is None
        if unanswered and may.may_answer_record(user, record):
            url = version.plan.address("plan_record_answer", record.pk)
            yield Waiting(
                "Confirm or dispute", str(version.plan), f"{decision.heading}, recorded as your decision", url
            )
        elif may.may_settle(user, version, decision):
            note = f"{decision.post_title} disputes the decision that you recorded"
            yield Waiting("See the dispute", str(version.plan), note, version.plan.address("plan_signoff"))


def updates_due(user: Any) -> list[Waiting]:
    """Actions in force that this person answers for and that have no update for the last closed quarter.

    Those due first come first; those whose words give no date come last.
    """
    who, quarter = authority(user), quarter_to_report()
    rows = ActionVersion.objects.filter(version__in=PlanVersion.objects.in_force_now().values("pk")).exclude(
        action__in=Action.objects.filter(updates__period_key=quarter.key)
    )
    if not who.has(Role.PERFORMANCE_OFFICER):
        rows = rows.filter(Q(officers__post__in=who.post_ids))
    return [
        Waiting(
            "Update",
            f"{row.action.reference} {row.text}",
            quarter.label,
            reverse("action_update", args=[row.action.reference]),
        )
        for row in rows.select_related("action").distinct().order_by(F("due").asc(nulls_last=True), "pk")[:50]
    ]
