"""What a council sets for itself: its name, its words, and how it rates."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models

# What a request has looked up: None outside of one.
_looked_up: ContextVar[list["CouncilSettings"] | None] = ContextVar("looked_up", default=None)


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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saved settings are the current ones at once, in the request that changes them too."""
        super().save(*args, **kwargs)
        self.remember()

    @classmethod
    def current(cls) -> "CouncilSettings":
        """The council's settings, or the defaults where none have been saved. Within a request, looked up once."""
        known = _looked_up.get()
        if known:
            return known[0]
        found = cls.objects.first() or cls()
        cls.remember(found)
        return found

    @staticmethod
    def remember(*found: "CouncilSettings") -> None:
        """Within a request, let these be the current settings; with none, they are looked up again."""
        known = _looked_up.get()
        if known is not None:
            known[:] = found

    @staticmethod
    @contextmanager
    def asked_once() -> Iterator[None]:
        """Within the block, which is one request, the settings are looked up once."""
        token = _looked_up.set([])
        try:
            yield
        finally:
            _looked_up.reset(token)

    def word(self, key: str, default: str) -> str:
        """The council's own word for a role or structure."""
        words: dict[str, Any] = self.words or {}
        return str(words.get(key, default))
