"""Commitments for every service: placed, changed, withdrawn, and services exempted from them."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction

from common.ledger import record
from common.today import now
from common.values.due import Due
from common.values.period import Period
from common.values.target import TargetValue
from common.verdict import Conflict, Refused
from council.choices import Role
from council.models import ServiceArea, User
from council.permissions import authority
from serviceplans import permissions as may
from serviceplans.choices import Status
from serviceplans.committed import notices
from serviceplans.models import Commitment, CommitmentTarget, Exemption, PlanVersion
from serviceplans.rules.commitments import OF_AN_INDICATOR, fixed_fields
from serviceplans.transitions import committing
from serviceplans.transitions.locking import acting_post, lock, require_fresh, touch, write_ledger

LISTS = ("directorates", "services", "themes", "indicators")
PLAIN = ("heading", "text", "council_wide", "project_types", "priority_level", "grounds", "completed_by", "outcomes")


@dataclass
class CommitmentData:
    """A commitment as a form or a file gives it: choices by key, rows by id. With an ``indicator`` it is one's target."""

    heading: str
    text: str
    council_wide: bool = True
    directorates: list[int] = field(default_factory=list)
    services: list[int] = field(default_factory=list)
    themes: list[int] = field(default_factory=list)
    project_types: list[str] = field(default_factory=list)
    priority_level: str = ""
    grounds: list[str] = field(default_factory=list)
    completed_by: str = ""
    outcomes: str = ""
    indicators: list[int] = field(default_factory=list)
    indicator: int | None = None
    target: TargetValue | None = None
    period: Period | None = None
    tolerance: str = ""
    continues: int | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """The same as the ledger keeps it; what there is nothing of is left out."""
        plain = {
            **asdict(self),
            "target": self.target and str(self.target.cell),
            "period": self.period and self.period.label,
        }
        return {name: value for name, value in plain.items() if value not in (None, "", [])}


def data_of(row: Commitment) -> CommitmentData:
    """A commitment's present words in the form in which they are saved."""
    agreed = row.agreed
    said: dict[str, Any] = {name: getattr(row, name) for name in PLAIN}
    lists: dict[str, Any] = {name: sorted(getattr(row, name).values_list("pk", flat=True)) for name in LISTS}
    data = CommitmentData(**said, **lists, continues=row.continues_id)
    if agreed:
        data.indicator, data.target, data.tolerance = agreed.indicator_id, agreed.value, agreed.tolerance
        data.period = agreed.when
    return data


@transaction.atomic
def place_commitment(cycle_id: int, *, by: User, data: CommitmentData) -> Commitment:
    """It stands in every draft of the cycle at once, and in every plan that begins or comes back to its holder later.

    Placing the same again, by a second press or by a second officer, changes nothing.
    """
    cycle = committing.hold_cycle(cycle_id)
    may.may_place_commitments(by, cycle).require()
    data = _tidied(data, cycle.name)
    standing = Commitment.objects.standing().filter(cycle=cycle).select_related("target__indicator")
    for known in standing.filter(heading=data.heading):
        if data_of(known) == data:
            return known
    if data.indicator and standing.filter(target__indicator=data.indicator).exists():
        raise Conflict(f"This indicator is committed for {cycle.name} already. Change that commitment instead.")
    row = Commitment(cycle=cycle, placed_at=now(), placed_by=by, placed_post=_title(by), counter=0)
    _write(row, data)
    row = _loaded(row.pk)
    told = _in_drafts(row, _put_or_keep)
    notices.placed(row)
    _record("commitment.place", row, by, None, data.facts, told, "commitment.stand")
    return row


@transaction.atomic
def change_commitment(pk: int, *, by: User, counter: int, data: CommitmentData) -> Commitment:
    """Say it otherwise: the drafts say so too at once, and locked plans with their next draft."""
    row = _held(pk)
    may.may_change_commitment(by, row).require()
    before = data_of(row)
    require_fresh(row, counter, before)
    data = _tidied(data, row.cycle.name)
    data.indicator, data.continues = before.indicator, before.continues
    if data == before:
        return row
    was, gone = list(row.fixed), list(row.indicators.exclude(pk__in=data.indicators))
    _write(row, data)
    row = _loaded(pk)
    told = _in_drafts(row, lambda version, row: _say_again(version, row, was, gone))
    notices.changed(row)
    _record("commitment.change", row, by, before.facts, data.facts, told, "commitment.reword")
    return row


@transaction.atomic
def withdraw_commitment(pk: int, *, by: User, counter: int, why: str) -> Commitment:
    """It leaves the drafts, unless a service has added something of its own; locked plans keep it as it was signed."""
    row = _held(pk)
    may.may_change_commitment(by, row).require()
    require_fresh(row, counter, data_of(row))
    if not why.strip():
        raise Refused("Say why the commitment is withdrawn: every service reads it.")
    row.withdrawn_at, row.withdrawn_post, row.withdrawn_why = now(), _title(by), why.strip()
    row.counter += 1
    row.save()
    told = _in_drafts(row, committing.let_go)
    notices.withdrawn(row)
    _record("commitment.withdraw", row, by, data_of(row).facts, {"why": row.withdrawn_why}, told, "commitment.release")
    return row


@transaction.atomic
def exempt_service(pk: int, *, by: User, counter: int, service: int, reason: str) -> Exemption:
    """One service need not keep it, for a reason that everybody reads."""
    row = _held(pk)
    may.may_change_commitment(by, row).require()
    require_fresh(row, counter, data_of(row))
    found = ServiceArea.objects.get(pk=service)
    if row.exemptions.filter(service=found).exists() or not row.reaches(found):
        raise Conflict(f"{found.name} is exempt from this commitment already, or it was never meant for it.")
    if not reason.strip():
        raise Refused("Say why the service is exempt: everybody who reads the commitment reads it.")
    facts = {"service": found, "reason": reason.strip(), "at": now(), "by": by, "post": _title(by)}
    made = Exemption.objects.create(commitment=row, **facts)
    told = _in_drafts(row, committing.let_go, service)
    after = {"service": found.name, "reason": made.reason}
    notices.exempted(made)
    _record("commitment.exempt", row, by, None, after, told, "commitment.release")
    return made


@transaction.atomic
def bind_service(pk: int, *, by: User, service: int) -> Commitment:
    """A service that was exempt has to keep it again."""
    row = _held(pk)
    may.may_change_commitment(by, row).require()
    made = row.exemptions.filter(service=service).select_related("service").first()
    if made is None:
        raise Conflict("This service is not exempt: it keeps the commitment already.")
    before = {"service": made.service.name, "reason": made.reason}
    made.delete()
    told = _in_drafts(row, _put_or_keep, service)
    _record("commitment.bind", row, by, before, None, told, "commitment.stand")
    return row


def _held(pk: int) -> Commitment:
    """The commitment, its cycle locked: whatever changes one or begins a plan waits for that."""
    committing.hold_cycle(Commitment.objects.values_list("cycle", flat=True).get(pk=pk))
    return _loaded(pk)


def _loaded(pk: int) -> Commitment:
    rows = Commitment.objects.select_related("cycle", "target__indicator")
    return rows.prefetch_related("themes", "indicators", "directorates", "services").get(pk=pk)


def _tidied(data: CommitmentData, year: str) -> CommitmentData:
    """Without the accidents of spacing and order, so that the same is the same."""
    said = {name: " ".join(getattr(data, name).split()) for name in ("heading",)}
    said |= {name: getattr(data, name).replace("\r\n", "\n").strip() for name in ("text", "outcomes")}
    chosen = {name: sorted(getattr(data, name)) for name in (*LISTS, "project_types", "grounds")}
    if data.council_wide:
        chosen |= {"directorates": [], "services": []}
    words = Due.parse(data.completed_by, year=year).words
    return CommitmentData(**{**vars(data), **said, **chosen, "completed_by": words})


def _write(row: Commitment, data: CommitmentData) -> None:
    for name in PLAIN:
        setattr(row, name, getattr(data, name))
    row.fixed = list(OF_AN_INDICATOR) if data.indicator else fixed_fields(vars(data))
    row.continues_id, row.counter = data.continues, row.counter + 1
    row.save()
    for name in LISTS:
        getattr(row, name).set(getattr(data, name))
    if data.indicator and data.target and data.period:
        agreed = row.agreed or CommitmentTarget(commitment=row, indicator_id=data.indicator)
        agreed.value, agreed.when, agreed.tolerance = data.target, data.period, data.tolerance
        agreed.save()


Act = Callable[[PlanVersion, Commitment], dict[str, Any] | None]
Told = list[tuple[PlanVersion, dict[str, Any]]]


def _in_drafts(row: Commitment, act: Act, service: int | None = None) -> Told:
    """Do something in each draft of the cycle (of one service, where one is named); what it did, for the ledger."""
    return [(version, facts) for version in _drafts(row, service) if (facts := act(version, row))]


def _drafts(row: Commitment, service: int | None) -> Iterator[PlanVersion]:
    """Each draft of the cycle, locked; one that has been submitted meanwhile waits with the other locked plans."""
    rows = PlanVersion.objects.filter(plan__cycle=row.cycle_id, status=Status.DRAFT).order_by("pk")
    for pk in rows.filter(plan__service=service) if service else rows:
        version = lock(pk.pk)
        if version.is_draft:
            yield version


def _put_or_keep(version: PlanVersion, row: Commitment) -> dict[str, Any] | None:
    exempt = {one.service_id for one in row.exemptions.all()}
    service = version.plan.service
    return committing.put(version, row) if row.reaches(service) and service.pk not in exempt else None


def _say_again(version: PlanVersion, row: Commitment, was: list[str], gone: list[Any]) -> dict[str, Any] | None:
    """Reword it where it stands, put it where it is newly meant for, and let go of it where it no longer is."""
    if not row.reaches(version.plan.service):
        return committing.let_go(version, row)
    action = version.actions.filter(commitment=row).select_related("action", "objective").first()
    if action is not None:
        action.version = version
        committing.move(action, row)
        committing.reword(action, row, was, gone)
        return committing.facts_of(row, action.action.reference)
    link = version.indicator_links.filter(commitment=row).select_related("indicator").first()
    if link is None:
        return _put_or_keep(version, row)
    link.counter += 1
    link.save(update_fields=["counter"])
    return committing.facts_of(row, link.indicator.reference)


def _record(verb: str, row: Commitment, by: User, before: Any, after: Any, told: Told, each: str) -> None:
    """The ledger last: each plan that was changed, then the commitment."""
    for version, _ in told:
        touch(version)
    for version, facts in told:
        write_ledger(each, version, by, acting_post(by, version.plan.service.holder_post_id), None, facts)
    record(verb, f"commitment {row.pk}", actor_id=by.pk, post=_title(by), before=before, after=after)


def _title(user: User) -> str:
    post = authority(user).post_in_role(Role.PERFORMANCE_OFFICER)
    return post.title if post else user.name
