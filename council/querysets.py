from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from council.models import Appointment, Post  # noqa: F401


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def on(self, day: date) -> "AppointmentQuerySet":
        """Appointments in force on a day, deputies included."""
        return self.filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day, person__is_active=True)


class PostQuerySet(models.QuerySet["Post"]):
    def held_by(self, user_id: int, day: date) -> "PostQuerySet":
        """The posts that a person holds, or deputises for, on a day."""
        from council.models import Appointment

        mine = Appointment.objects.on(day).filter(person_id=user_id)
        return self.filter(pk__in=mine.values("post"))

    def titled(self, title: str) -> "Post | None":
        """The post with this title, whatever its case and outer blanks; None where the text names no post."""
        return self.filter(title__iexact=" ".join(title.split())).first()
