from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from council.permissions import READS_ALL_DRAFTS, authority

if TYPE_CHECKING:
    from equalities.models import EqualityObjective  # noqa: F401


class EqualityObjectiveQuerySet(models.QuerySet["EqualityObjective"]):
    def visible_to(self, user: Any) -> "EqualityObjectiveQuerySet":
        """Agreed ones: everyone signed in. Those still in a draft: the service's own chain and who reads all drafts."""
        who = authority(user)
        if who.user_id is None:
            return self.none()
        if who.has(*READS_ALL_DRAFTS):
            return self
        return self.filter(
            Q(agreed_on__isnull=False)
            | Q(service__holder_post__in=who.post_ids)
            | Q(service__director_post__in=who.post_ids)
        )

    def for_register(self) -> "EqualityObjectiveQuerySet":
        """What the council's page of equality objectives lists."""
        return self.filter(retired=False).select_related("service__directorate", "area")
