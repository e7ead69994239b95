"""What follows from a meeting's decision: the plan moves, the risk goes up, the clinic is called, the action is done."""

from dataclasses import dataclass
from datetime import date, timedelta

from common.today import today
from common.verdict import Conflict
from council.models import DmtMeeting, Post, User
from performance.models import Indicator
from reporting.choices import ItemKind, Outcome
from reporting.models import Clinic, MeetingItem
from reporting.transitions.clinics import ClinicFacts, call_clinic
from reporting.transitions.matters import mark_done
from risks.models import Risk
from risks.transitions import escalate_risk
from serviceplans import transitions as plans
from serviceplans.models import Action, PlanVersion
from serviceplans.permissions import may_agree

# Long enough to gather a pack, short enough to matter before the quarter's end.
CLINIC_IN = timedelta(days=14)


@dataclass(frozen=True)
class Decided:
    """What a form says of an outcome. ``owned_by``: a post, or words; ``digest``: of the plan that was read."""

    outcome: str
    text: str = ""
    owned_by: Post | str = ""
    due: date | None = None
    digest: str = ""


def follow(row: MeetingItem, meeting: DmtMeeting, said: Decided, by: User) -> None:
    """Do what was decided about ``row``, within the transaction that records it."""
    if row.kind == ItemKind.PLAN:
        _move_plan(row, meeting, said.digest, by)
    elif row.kind == ItemKind.MATTER:
        if row.outcome == Outcome.DONE:
            mark_done(int(row.reference.removeprefix("M")), by=by)
    elif row.outcome == Outcome.ESCALATE:
        escalate_risk(Risk.objects.get(reference=row.reference).pk, by=by, reason=f"At {meeting}: {row.text}")
    elif row.outcome == Outcome.CLINIC:
        row.clinic = _call_clinic(row, meeting, by)


def _move_plan(row: MeetingItem, meeting: DmtMeeting, digest: str, by: User) -> None:
    prefix, _, cycle = row.reference.partition(" ")
    waiting = PlanVersion.objects.with_plan().filter(plan__service__prefix=prefix, plan__cycle__name=cycle)
    version = waiting.order_by("-number").first()
    if version is None:
        raise Conflict(f"There is no plan {row.reference} any more.")
    if row.outcome == Outcome.DEFER:
        may_agree(by, version).require()
    elif row.outcome == Outcome.AGREE:
        moved = plans.agree(version.pk, by=by, digest=digest, meeting=meeting, comment=row.text)
        row.decision = moved.decisions.latest("pk")
    else:
        moved = plans.return_plan(version.pk, by=by, digest=digest, comment=row.text)
        row.decision = moved.decisions.latest("pk")


def _call_clinic(row: MeetingItem, meeting: DmtMeeting, by: User) -> Clinic:
    about = (
        {"indicator": Indicator.objects.get(reference=row.reference)}
        if row.kind == ItemKind.INDICATOR
        else {"action": Action.objects.get(reference=row.reference)}
    )
    day = row.due or today() + CLINIC_IN
    facts = ClinicFacts(why=row.text, date=day, directorate=meeting.directorate, **about)
    return call_clinic(facts, by=by)
