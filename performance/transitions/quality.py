"""Judging the quality of an indicator's data, and raising and answering what an audit found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from common.ledger import record
from common.today import today
from common.verdict import Refused, Stale
from council.models import User
from performance.choices import Grade, Principle
from performance.models import AuditFinding, DataQualityAssessment, Indicator
from performance.notifications import finding_answered, finding_raised
from performance.permissions import acting_post, may_answer, may_assess, may_raise_finding


@dataclass(frozen=True)
class Judgement:
    """One principle's grade and what it rests on; ``counter`` is that of the judgement that was read, 0 for none."""

    grade: str
    evidence: str
    counter: int


@transaction.atomic
def assess(
    indicator_id: int, principle: str, grade: str, evidence: str, *, by: User, counter: int
) -> DataQualityAssessment:
    """Judge one principle; the judgements before it are kept. ``counter`` is that of the one read, 0 where none was.

    Stale where somebody else judged it meanwhile; Refused for a grade without evidence.
    """
    indicator = Indicator.objects.select_for_update().get(pk=indicator_id)
    may_assess(by).require()
    if grade not in Grade.values or principle not in Principle.values:
        raise Refused("Choose one of the six principles and one of the grades.")
    if grade != Grade.NOT_ASSESSED and not evidence.strip():
        raise Refused("Say what the grade rests on.")
    stored = DataQualityAssessment.objects.filter(indicator=indicator, principle=principle).first()
    at = stored.counter if stored else 0
    if counter != at:
        raise Stale("Somebody else assessed this since you read it.", counter=at, stored=stored)
    made = DataQualityAssessment.objects.create(
        indicator=indicator,
        principle=principle,
        grade=grade,
        evidence=evidence.strip(),
        assessed_on=today(),
        assessor=by,
        post=acting_post(by),
        counter=at + 1,
    )
    record(
        "quality.assessed",
        f"indicator {indicator.reference}",
        actor_id=by.pk,
        post=made.post,
        before={"principle": principle, "grade": stored.grade, "evidence": stored.evidence} if stored else None,
        after={"principle": principle, "grade": grade, "evidence": made.evidence},
    )
    return made


@transaction.atomic
def assess_all(indicator_id: int, judgements: Mapping[str, Judgement], *, by: User) -> list[DataQualityAssessment]:
    """Judge several principles at once, each by its key: all of them, or none where one is refused or stale."""
    found = judgements.items()
    return [assess(indicator_id, key, one.grade, one.evidence, by=by, counter=one.counter) for key, one in found]


@transaction.atomic
def raise_finding(indicator_id: int, text: str, answer_due: date, *, by: User) -> AuditFinding:
    """Record what an audit found, and tell whoever answers for the indicator. The same words, waiting for an answer
    already, are recorded once. Refused where the answer would be due before it is raised."""
    indicator = Indicator.objects.select_for_update().get(pk=indicator_id)
    may_raise_finding(by).require()
    if not text.strip() or answer_due < today():
        raise Refused("Say what was found, and by which day, from today on, the answer is due.")
    same = AuditFinding.objects.filter(indicator=indicator, text=text.strip(), answered_on=None).first()
    if same is not None:
        return same
    finding = AuditFinding.objects.create(
        indicator=indicator,
        text=text.strip(),
        raised_on=today(),
        raised_by=by,
        raised_post=acting_post(by),
        answer_due=answer_due,
    )
    finding_raised(finding)
    after = {"finding": finding.pk, "text": finding.text, "answer_due": answer_due}
    record("finding.raised", f"indicator {indicator.reference}", actor_id=by.pk, post=finding.raised_post, after=after)
    return finding


@transaction.atomic
def answer_finding(finding_id: int, answer: str, *, by: User) -> AuditFinding:
    """Answer a finding, and tell the auditor. Conflict where it has been answered: an answer stays as it was given."""
    finding = AuditFinding.objects.select_for_update().get(pk=finding_id)
    may_answer(by, finding).require()
    if not answer.strip():
        raise Refused("Write the answer to the finding.")
    finding.answer, finding.answered_on, finding.answered_by = answer.strip(), today(), by
    finding.answered_post, finding.counter = acting_post(by, finding.indicator), finding.counter + 1
    finding.save()
    finding_answered(finding)
    after = {"finding": finding.pk, "answer": finding.answer}
    subject = f"indicator {finding.indicator.reference}"
    record("finding.answered", subject, actor_id=by.pk, post=finding.answered_post, after=after)
    return finding
