from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from council.choices import Delivery, Role

if TYPE_CHECKING:
    from council.models import Appointment, DmtMeeting, Notification, PlanningCycle, Post  # noqa: F401


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


class PlanningCycleQuerySet(models.QuerySet["PlanningCycle"]):
    def named(self, name: str) -> "PlanningCycle | None":
        """The cycle that an address or a command names: 2019/20 or 2019-20."""
        return self.filter(name=name.strip().replace("-", "/")).first()

    def being_planned(self) -> "PlanningCycle | None":
        """The newest open cycle: the one whose plans are on their way."""
        return self.filter(is_open=True).first()

    def before(self, starts: date) -> "PlanningCycleQuerySet":
        """The cycles that began before a day, the latest first."""
        return self.filter(starts__lt=starts).order_by("-starts")


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: Any) -> "NotificationQuerySet":
        """Everybody reads their own, and nobody another's."""
        return self.filter(person=user.pk) if getattr(user, "is_authenticated", False) else self.none()

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)

    def for_digest(self) -> "NotificationQuerySet":
        """What waits to go out in a digest: not read meanwhile, and in no message yet."""
        return self.unread().filter(mail=None, delivery__in=[Delivery.DAILY, Delivery.WEEKLY])


class DmtMeetingQuerySet(models.QuerySet["DmtMeeting"]):
    def visible_to(self, user: Any) -> "DmtMeetingQuerySet":
        """The directorate's own chain, whoever is asked to the meeting, and those who may read every draft."""
        from council.permissions import READS_ALL_DRAFTS, authority

        who = authority(user)
        if who.user_id is None:
            return self.none()
        if who.has(*READS_ALL_DRAFTS):
            return self
        asked = self.model._default_manager.filter(attendees__post__in=who.post_ids)
        own = Q(directorate__in=who.corner("directorate", Role.DIRECTOR, Role.PLAN_HOLDER))
        return self.filter(own | Q(pk__in=asked.values("pk")) | Q(chair__in=who.post_ids))
