"""What happens to a risk: added, changed, reviewed. Each locks, checks, changes, and writes the ledger last."""

from datetime import date
from typing import Any

from django.db import transaction

from common.ledger import record
from common.today import now, today
from common.values.due import Due
from common.verdict import Conflict, Refused, Stale
from council.models import Post, ServiceArea, User
from risks import rules, wording
from risks.choices import Escalation
from risks.matrix import current_matrix
from risks.models import Risk, RiskReview
from risks.permissions import acting_post, may_review

WORDS = ("cause", "event", "consequence", "escalation", "mitigation")
SCORES = ("likelihood", "impact", "rating")
TARGETS = ("target_likelihood", "target_impact", "target_rating", "target_words")
STORED = (*WORDS, *SCORES, *TARGETS, "target_date", "owner_post_id", "owner_text", "review_date")


@transaction.atomic
def add_risk(service: ServiceArea, data: dict[str, Any], by: User | None) -> Risk:
    """Put a new risk of a service on the register. ``data`` is what ``RiskForm`` cleaned; other keys are ignored.

    Without a reference it gets the service's prefix, -R and the next number; adding the same again, by a second press
    or by going back, changes nothing. Raises Conflict for one that is taken and Refused for scores that cannot stand.
    """
    # Two people adding at once to one service would otherwise be given the same number.
    service = ServiceArea.objects.select_for_update().get(pk=service.pk)
    asked = str(data.get("reference") or "").strip()
    taken = asked and reference_taken(asked)
    if taken:
        raise Conflict(taken)
    risk = Risk(reference=asked, service=service, directorate_id=service.directorate_id)
    _apply(risk, data, (*WORDS, *SCORES, *TARGETS))
    _require_sound(risk)
    same = Risk.objects.filter(service=service, closed=False, event=risk.event) if not asked else Risk.objects.none()
    for other in same:
        if facts(other) == facts(risk):
            return other
    risk.reference = asked or _next_reference(service)
    risk.save()
    _keep_rating(risk, by, "Put on the register")
    _record("risk.added", risk, by, None)
    return risk


@transaction.atomic
def edit_risk(risk_id: int, counter: int, data: dict[str, Any], by: User | None) -> Risk:
    """Change a risk read at ``counter``. The caller has asked whether ``by`` may: a plan's page asks its plan.

    Raises Stale with what is stored now, Conflict when the risk is closed, Refused for scores that cannot stand.
    """
    risk = _locked(risk_id, counter)
    if risk.closed:
        raise Conflict(f"{risk.reference} is closed, so it can no longer be changed.")
    before = facts(risk)
    _apply(risk, data, (*WORDS, *SCORES, *TARGETS))
    _require_sound(risk)
    if facts(risk) == before:
        return risk
    risk.counter += 1
    risk.save()
    if any(before[name] != getattr(risk, name) for name in SCORES):
        _keep_rating(risk, by, "Changed in a plan")
    _record("risk.changed", risk, by, before)
    return risk


@transaction.atomic
def review_risk(risk_id: int, counter: int, data: dict[str, Any], by: User) -> RiskReview:
    """Write down a review: rating or scores, mitigation, target, and the comment that says why. Sets the next date.

    Raises Stale with what is stored now, Conflict or Refused where ``by`` may not review it.
    """
    risk = _locked(risk_id, counter)
    may_review(by, risk).require()
    before = facts(risk)
    _apply(risk, data, (*SCORES, *TARGETS, "mitigation"))
    _require_sound(risk)
    risk.review_date = rules.next_review(today())
    risk.counter += 1
    risk.save()
    review = _keep_rating(risk, by, str(data.get("comment") or ""))
    _record("risk.reviewed", risk, by, before, comment=review.comment)
    return review


@transaction.atomic
def escalate_risk(risk_id: int, *, by: User, reason: str) -> Risk:
    """Take a risk one level up, from its service to the directorate or from there to the council, with the reason.

    Conflict where it is closed or as high as it goes; Refused where ``by`` may not review it.
    """
    risk = Risk.objects.select_for_update().get(pk=risk_id)
    may_review(by, risk).require()
    levels = list(Escalation)
    place = levels.index(Escalation(risk.escalation))
    if place + 1 == len(levels):
        raise Conflict(f"{risk.reference} is already escalated to the whole council: there is no level above.")
    before = facts(risk)
    risk.escalation = levels[place + 1]
    risk.counter += 1
    risk.save()
    _keep_rating(risk, by, reason)
    _record("risk.escalated", risk, by, before, comment=reason)
    return risk


@transaction.atomic
def close_risk(risk_id: int, counter: int, reason: str, by: User) -> Risk:
    """Close a risk read at ``counter``: it has gone by, or is no longer a risk. The register keeps it, with the reason.

    Raises Stale with what is stored now; Conflict where it is closed already, Refused where ``by`` may not.
    """
    risk = Risk.objects.select_for_update().get(pk=risk_id)
    may_review(by, risk).require()
    _locked(risk_id, counter)
    if not reason.strip():
        raise Refused("Say why the risk is closed: the reason stays on the register.")
    before = {**facts(risk), "closed": False}
    risk.closed, risk.counter = True, risk.counter + 1
    risk.save()
    _keep_rating(risk, by, f"Closed: {reason.strip()}")
    _record("risk.closed", risk, by, before, closed=True, comment=reason.strip())
    return risk


@transaction.atomic
def hand_over(risk_ids: list[int], service: ServiceArea, by: User | None) -> None:
    """Give risks to the service that took over from theirs. The caller has asked whether ``by`` may."""
    for risk in Risk.objects.select_for_update().filter(pk__in=risk_ids).exclude(service=service).order_by("pk"):
        before = {"service": risk.service.prefix if risk.service else ""}
        risk.service, risk.directorate_id, risk.counter = service, service.directorate_id, risk.counter + 1
        risk.save()
        _record("risk.handed-over", risk, by, before, service=service.prefix)


def reference_taken(reference: str) -> str:
    """Why this reference cannot be given to another risk, as a sentence; empty when it can."""
    slug = wording.slug(reference)
    if not slug:
        return "Enter a reference with a letter or a number in it, like KCR 3."
    other = Risk.objects.filter(slug=slug).first() or Risk.objects.filter(reference_key=wording.key(reference)).first()
    if other is None:
        return ""
    return (
        f"The register already has a risk {other.reference}. Enter another reference, or none to be given the next one."
    )


def facts(risk: Risk) -> dict[str, Any]:
    """What a risk says, as the ledger and a stale editor are shown it."""
    values = {**{name: getattr(risk, name) for name in STORED}, "owner": risk.owner}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _next_reference(service: ServiceArea) -> str:
    taken = Risk.objects.filter(reference_key__startswith=wording.key(f"{service.prefix}-R"))
    return wording.next_reference(service.prefix, taken.values_list("reference", flat=True))


def _locked(risk_id: int, counter: int) -> Risk:
    risk = Risk.objects.select_for_update().get(pk=risk_id)
    if risk.counter != counter:
        sentence = f"{risk.reference} was changed by somebody else since you opened it. Nothing of yours was saved yet."
        raise Stale(sentence, counter=risk.counter, stored=facts(risk))
    return risk


def _apply(risk: Risk, data: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if name in data:
            setattr(risk, name, data[name])
    if "target_words" in data and "target_words" in names:
        due = Due.parse(str(data["target_words"] or ""))
        risk.target_words, risk.target_date = str(due), due.date
    if "owner" in data and "event" in names:
        set_owner(risk, str(data["owner"] or ""))


def set_owner(risk: Risk, words: str) -> None:
    """The post with this title, or else the words as they are: an owner who is nobody's post is kept and flagged."""
    post = Post.objects.titled(words) if words.strip() else None
    risk.owner_post = post
    risk.owner_text = "" if post else " ".join(words.split())


def _require_sound(risk: Risk) -> None:
    matrix = current_matrix()
    fault = rules.score_fault(risk.likelihood, risk.impact, risk.rating, matrix)
    target = rules.score_fault(risk.target_likelihood, risk.target_impact, risk.target_rating, matrix)
    if fault or target:
        raise Refused(fault or f"Target: {target}")
    # Scores speak for themselves; a copy of their rating would go stale with the matrix.
    risk.rating = "" if risk.likelihood is not None else risk.rating
    risk.target_rating = "" if risk.target_likelihood is not None else risk.target_rating


def _keep_rating(risk: Risk, by: User | None, comment: str) -> RiskReview:
    rated = rules.current_rating(risk.likelihood, risk.impact, risk.rating, current_matrix())
    return RiskReview.objects.create(
        risk=risk,
        at=now(),
        by=by,
        post=acting_post(by, risk)[:200],
        rating="" if rated.colour == "none" else rated.colour,
        likelihood=risk.likelihood,
        impact=risk.impact,
        comment=comment,
    )


def _record(verb: str, risk: Risk, by: User | None, before: dict[str, Any] | None, **more: Any) -> None:
    subject, after = f"risk {risk.reference}", {**facts(risk), **more}
    record(verb, subject, actor_id=by.pk if by else None, post=acting_post(by, risk), before=before, after=after)
