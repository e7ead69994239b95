"""Meetings of Directorate Management Teams: at which plans are agreed, and what is slipping is talked about."""

from django.db import models
from django.urls import reverse

from council.choices import Attendance, MeetingState
from council.querysets import DmtMeetingQuerySet


class DmtMeeting(models.Model):
    """A monthly meeting of a Directorate Management Team (York 2019, timeline).

    ``chair`` is empty where the Director takes it. ``agenda`` is fixed once the minutes are agreed; until then it makes
    itself from what is waiting.
    """

    directorate = models.ForeignKey("council.Directorate", models.CASCADE, related_name="dmt_meetings")
    date = models.DateField()
    name = models.CharField(max_length=200)
    time = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    chair = models.ForeignKey("council.Post", models.SET_NULL, null=True, blank=True, related_name="chairs")
    others_present = models.CharField(max_length=500, blank=True)
    notes = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=MeetingState.choices, default=MeetingState.PLANNED)
    agenda = models.JSONField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_post = models.CharField(max_length=200, blank=True)
    counter = models.PositiveIntegerField(default=1)

    objects = DmtMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["directorate", "date"], name="one_dmt_a_day")]

    def __str__(self) -> str:
        return f"{self.name}, {self.date.day} {self.date:%B %Y}"

    def get_absolute_url(self) -> str:
        return self.address()

    @property
    def is_closed(self) -> bool:
        return self.state == MeetingState.CLOSED

    def address(self, name: str = "meeting", *args: object) -> str:
        """The address of one of this meeting's pages, such as ``address("meeting_edit")``."""
        return reverse(name, args=[self.directorate.key, self.date, *args])


class MeetingAttendee(models.Model):
    """A post that is asked to a meeting, and whether it came."""

    meeting = models.ForeignKey(DmtMeeting, models.CASCADE, related_name="attendees")
    post = models.ForeignKey("council.Post", models.CASCADE, related_name="attends")
    attendance = models.CharField(max_length=20, choices=Attendance.choices, default=Attendance.ASKED)

    class Meta:
        ordering = ["post__title"]
        constraints = [models.UniqueConstraint(fields=["meeting", "post"], name="asked_once")]

    def __str__(self) -> str:
        return f"{self.post}: {self.get_attendance_display()}"
