from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from performance.models import Indicator, Result  # noqa: F401


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def visible_to(self, user: Any) -> "IndicatorQuerySet":
        """Everyone signed in reads the register; a visitor reads none of it here (published pages are their own)."""
        return self if getattr(user, "is_authenticated", False) else self.none()


class ResultQuerySet(models.QuerySet["Result"]):
    def visible_to(self, user: Any) -> "ResultQuerySet":
        """As the indicators that they belong to."""
        return self if getattr(user, "is_authenticated", False) else self.none()
