from typing import TYPE_CHECKING, Any

from django.db import models

from performance.models import Indicator
from serviceplans.models import Action, ActionVersion

if TYPE_CHECKING:
    from reporting.models import Clinic  # noqa: F401


class ClinicQuerySet(models.QuerySet["Clinic"]):
    def visible_to(self, user: Any) -> "ClinicQuerySet":
        """Clinics on what this person may read."""
        return self.filter(
            models.Q(indicator__in=Indicator.objects.visible_to(user).values("pk"))
            | models.Q(action__in=Action.objects.visible_to(user).values("pk"))
        )

    def for_list(self) -> "ClinicQuerySet":
        """With what a list names of each; an action's words are those of its latest version."""
        words = ActionVersion.objects.filter(action=models.OuterRef("action")).order_by("-version__number", "-pk")
        rows = self.annotate(action_words=models.Subquery(words.values("text")[:1]))
        return rows.select_related("indicator", "action__service__directorate", "chair", "directorate")
