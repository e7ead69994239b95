"""The register's risks, as they stand on the day that the report is made."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from reporting.report.lines import COUNCIL_WIDE, RiskLine
from risks.models import Risk
from risks.register import worst_first
from risks.standing import RiskStanding, describe


def risk_lines(user: Any) -> tuple[list[RiskLine], int]:
    """Open risks, worst first, and how many are withheld.

    A report made for nobody in particular will be passed on, so that it leaves out every confidential risk.
    """
    open_risks = Risk.objects.filter(closed=False)
    seen = Q(confidential=False) if user is None else Q(pk__in=Risk.objects.visible_to(user).values("pk"))
    every = open_risks.annotate(seen=ExpressionWrapper(seen, BooleanField()))
    rows = list(every.select_related("owner_post", "service__directorate", "directorate"))
    shown = [risk for risk in rows if risk.seen]
    return [_line(one) for one in sorted(describe(shown), key=worst_first)], len(rows) - len(shown)


def _line(one: RiskStanding) -> RiskLine:
    risk = one.risk
    directorate = risk.service.directorate if risk.service else risk.directorate
    return RiskLine(
        reference=one.reference,
        sentence=one.sentence,
        directorate=directorate.name if directorate else COUNCIL_WIDE,
        service=risk.service.name if risk.service else "",
        rating=one.rating,
        rating_words=one.rating_words,
        why=one.explanation,
        movement=one.movement.word,
        arrow=one.movement.arrow,
        movement_why=one.movement.sentence,
        escalation=one.escalation,
        mitigation=one.mitigation,
        target_rating="" if one.target_rating == "none" else one.target_rating,
        target_by=one.target_by,
        owner=one.owner,
        review_date=risk.review_date,
        review_overdue=one.review_overdue,
        url=one.url,
    )
