from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from council.choices import Capacity, Delivery, Role

if TYPE_CHECKING:
    from council.models import (  # noqa: F401
        Appointment,
        Delegation,
        DmtMeeting,
        Notification,
        PlanningCycle,
        Post,
        PreElectionPeriod,
    )


def live_on(day: date, prefix: str = "") -> Q:
    """Services and links that exist on a day; ``prefix`` leads to them from another row."""
    begun = Q(**{f"{prefix}starts": None}) | Q(**{f"{prefix}starts__lte": day})
    return begun & (Q(**{f"{prefix}ends": None}) | Q(**{f"{prefix}ends__gte": day}))


def living_in(cycle: Any) -> Q:
    """Services that live at some time of a planning cycle."""
    begun = Q(starts=None) | Q(starts__lte=cycle.ends)
    return begun & (Q(ends=None) | Q(ends__gte=cycle.starts))


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def on(self, day: date) -> "AppointmentQuerySet":
        """Appointments in force on a day, deputies included."""
        return self.filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day, person__is_active=True)


class PreElectionPeriodQuerySet(models.QuerySet["PreElectionPeriod"]):
    def on(self, day: date) -> "PreElectionPeriodQuerySet":
        """Those that hold publishing on a day, the one that ends last first."""
        return self.filter(ended_at=None, starts__lte=day, ends__gte=day).order_by("-ends", "-id")


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def on(self, day: date) -> "DelegationQuerySet":
        """Delegations in force on a day."""
        return self.filter(starts__lte=day, ends__gte=day, revoked_at=None)

    def received_by(self, user_id: int, day: date) -> "DelegationQuerySet":
        """Delegations to this person in force on a day, or to a post that they hold or deputise for."""
        from council.models import Appointment

        held = Appointment.objects.on(day).filter(person_id=user_id)
        return self.on(day).filter(Q(to_person=user_id) | Q(to_post__in=held.values("post")))


class PostQuerySet(models.QuerySet["Post"]):
    def held_by(self, user_id: int, day: date) -> "PostQuerySet":
        """The posts that a person holds, or deputises for, on a day."""
        from council.models import Appointment

        mine = Appointment.objects.on(day).filter(person_id=user_id)
        return self.filter(pk__in=mine.values("post"))

    def acted_for_by(self, user_id: int, day: date) -> "PostQuerySet":
        """The posts for which a person may act in any way, each with how: ``is_held``, ``is_own``, as one query.

        ``is_held``: they hold it or deputise for it; ``is_own``: they hold it themselves. Otherwise its sign-off is
        delegated to them.
        """
        from council.models import Appointment, Delegation

        mine = Appointment.objects.on(day).filter(person_id=user_id)
        given = Delegation.objects.received_by(user_id, day)
        here = mine.filter(post=OuterRef("pk"))
        return self.filter(Q(pk__in=mine.values("post")) | Q(pk__in=given.values("post"))).annotate(
            is_held=Exists(here), is_own=Exists(here.filter(capacity=Capacity.SUBSTANTIVE))
        )

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
