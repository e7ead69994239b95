"""Forms of the calendar of DMT meetings: new ones, one meeting, its other business, its minutes."""

from datetime import date
from typing import Any

from django import forms

from common.form_fields import CounterField
from council.choices import Attendance
from council.forms import DATE_HINT, DayField
from council.models import Directorate, DmtMeeting, Post
from council.rules.meetings import monthly
from council.transitions import MeetingFacts
from reporting.forms.fields import clock_field, written


class MeetingsForm(forms.Form):
    """One meeting, or one each month until a day."""

    directorate = forms.ModelChoiceField(
        label="Directorate",
        queryset=Directorate.objects.none(),
        empty_label="Choose a directorate",
        error_messages={"required": "Choose the directorate"},
    )
    first = DayField(label="Day", help_text=DATE_HINT, error_messages={"required": "Enter the day of the meeting"})
    until = DayField(
        label="And on the same weekday of each month until",
        required=False,
        help_text="Leave empty for one meeting. " + DATE_HINT,
    )
    time = clock_field(help_text="Like 14:00.")
    place = forms.CharField(label="Place", max_length=200, required=False)

    def __init__(self, directorates: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["directorate"].queryset = directorates  # type: ignore[attr-defined]
        if len(directorates) == 1:
            self.fields["directorate"].initial = directorates[0].pk

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, until = said.get("first"), said.get("until")
        if first and until and until < first:
            self.add_error("until", "This is before the first meeting: enter a later day, or leave it empty")
        elif first and until and (until - first).days > 800:
            self.add_error("until", "Enter a day within two years of the first meeting")
        return said

    @property
    def days(self) -> list[date]:
        return monthly(self.cleaned_data["first"], self.cleaned_data["until"])


class MeetingForm(forms.Form):
    """When and where a meeting is, who chairs it, and who came."""

    date = DayField(label="Day", help_text=DATE_HINT, error_messages={"required": "Enter the day of the meeting"})
    time = clock_field(help_text="Like 14:00.")
    place = forms.CharField(label="Place", max_length=200, required=False)
    chair = forms.ModelChoiceField(label="Chair", queryset=Post.objects.none(), required=False)
    others_present = forms.CharField(
        label="Others present",
        max_length=500,
        required=False,
        help_text="Posts or organisations, with commas between them.",
    )
    counter = CounterField()

    def __init__(self, meeting: DmtMeeting, asked: dict[Post, str], *args: Any, **kwargs: Any) -> None:
        initial = {
            "date": written(meeting.date),
            "time": meeting.time,
            "place": meeting.place,
            "chair": meeting.chair_id,
            "others_present": meeting.others_present,
            "counter": meeting.counter,
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.asked = list(asked)
        chair = self.fields["chair"]
        chair.queryset = Post.objects.filter(pk__in=[post.pk for post in asked])  # type: ignore[attr-defined]
        chair.empty_label = "The Director"  # type: ignore[attr-defined]
        for post, attendance in asked.items():
            self.fields[f"attendance_{post.pk}"] = forms.ChoiceField(
                label=post.title, choices=Attendance.choices, initial=attendance
            )

    def facts(self) -> MeetingFacts:
        said = self.cleaned_data
        names = ("date", "time", "place", "chair", "others_present")
        attendance = {post.pk: said[f"attendance_{post.pk}"] for post in self.asked}
        return MeetingFacts(**{name: said[name] for name in names}, attendance=attendance)


class BusinessForm(forms.Form):
    title = forms.CharField(
        label="What should the meeting talk about?",
        max_length=200,
        error_messages={"required": "Say in a few words what the meeting should talk about"},
    )
    text = forms.CharField(
        label="What should people know beforehand? (optional)",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )


class CloseForm(forms.Form):
    notes = forms.CharField(
        label="Anything else for the minutes (optional)",
        help_text="What was said that belongs to no item.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=8000,
        required=False,
    )
    counter = CounterField()


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label="What needs correcting?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": "Say why the minutes are reopened"},
    )
