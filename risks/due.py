"""Reviews that wait for a person, for the home page."""

from typing import Any

from django.urls import reverse

from common.today import today
from common.values.years import format_date
from council.permissions import authority
from risks.models import Risk


def due_for(user: Any) -> list[tuple[Risk, str, str]]:
    """Overdue reviews of the risks that this person's posts own: (risk, what to do, address). One query."""
    posts = authority(user).post_ids
    if not posts:
        return []
    overdue = Risk.objects.review_overdue(today()).filter(owner_post__in=posts)
    return [
        (
            risk,
            f"Review {risk.reference}, {risk.event} (was due on {format_date(risk.review_date)})",
            reverse("risk_review", args=[risk.slug]),
        )
        for risk in overdue
        if risk.review_date
    ]
