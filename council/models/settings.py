"""What a council sets for itself: its name, its words, and how it rates."""

from typing import Any

from django.db import models


class CouncilSettings(models.Model):
    """One row. Words are the council's own names for roles and structures, applied at display time."""

    name = models.CharField(max_length=200, default="The council")
    words = models.JSONField(default=dict, blank=True)
    rating_method = models.CharField(max_length=30, default="tolerance")
    direction_method = models.CharField(max_length=30, default="latest-three")
    stability_percent = models.DecimalField(max_digits=6, decimal_places=3, default=1)
    invented_note = models.TextField(blank=True)
    equality_strategy = models.CharField(max_length=200, blank=True)
    # Who reviews plans, in which order: rows of serviceplans.rules.route.Stage. Empty: the usual route.
    sign_off_route = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name_plural = "council settings"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "CouncilSettings":
        """The council's settings, or the defaults where none have been saved."""
        return cls.objects.first() or cls()

    def word(self, key: str, default: str) -> str:
        """The council's own word for a role or structure."""
        words: dict[str, Any] = self.words or {}
        return str(words.get(key, default))
