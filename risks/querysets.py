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
        """Everyone signed in reads the register; a confidential risk only its owner, its own chain, CMT, performance, audit."""
        who = authority(user)
        if who.user_id is None:
            return self.none()
        if who.has(*READS_CONFIDENTIAL):
            return self
        return self.filter(
            Q(confidential=False)
            | Q(owner_post__in=who.post_ids)
            | Q(service__holder_post__in=who.post_ids)
            | Q(directorate__in=who.corner("directorate", Role.DIRECTOR))
        )
