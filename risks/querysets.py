from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from council.choices import Role
from council.permissions import authority

if TYPE_CHECKING:
    from risks.models import Risk  # noqa: F401

READS_CONFIDENTIAL = (Role.CMT, Role.CHIEF_EXECUTIVE, Role.PERFORMANCE_OFFICER, Role.AUDITOR)


class RiskQuerySet(models.QuerySet["Risk"]):
    def visible_to(self, user: Any) -> "RiskQuerySet":
        """Everyone signed in; a confidential risk only its owner and its own chain, CMT, performance and audit."""
        who = authority(user)
        if who.user_id is None:
            return self.none()
        if who.has(*READS_CONFIDENTIAL):
            return self
        directed = who.corner("directorate", Role.DIRECTOR)
        return self.filter(
            Q(confidential=False)
            | Q(owner_post__in=who.post_ids)
            | Q(service__holder_post__in=who.post_ids)
            | Q(service__director_post__in=who.post_ids)
            | Q(service__directorate__in=directed)
            | Q(directorate__in=directed)
        )

    def for_register(self) -> "RiskQuerySet":
        """Open risks, with what the register and a plan's table show of them."""
        return self.filter(closed=False).select_related("owner_post", "service", "directorate")

    def review_overdue(self, day: date) -> "RiskQuerySet":
        """Open risks whose review should have happened before ``day``, the longest waiting first."""
        return self.filter(closed=False, review_date__lt=day).order_by("review_date", "reference")
