"""Putting somebody into a post, and taking them out of it."""

from typing import Any

from django import forms

from common.today import today
from council.choices import Capacity
from council.forms.fields import DATE_HINT, DayField, PersonField, PostField
from council.models import Post, User
from council.transitions import Newcomer


class AppointmentForm(forms.Form):
    post = PostField(
        queryset=Post.objects.none(), empty_label="Choose a post", error_messages={"required": "Choose the post."}
    )
    capacity = forms.ChoiceField(
        label="What they will do",
        choices=[
            (Capacity.SUBSTANTIVE, "Hold the post. Whoever holds it now leaves it on the day before."),
            (Capacity.DEPUTY, "Deputise for the post between two dates"),
        ],
        widget=forms.RadioSelect,
        initial=Capacity.SUBSTANTIVE,
        error_messages={"required": "Choose whether they will hold the post or deputise for it."},
    )
    person = PersonField(
        queryset=User.objects.none(),
        label="Person",
        empty_label="Somebody who is not in this list",
        required=False,
    )
    name = forms.CharField(
        label="Name, if the person is not in the list", max_length=200, required=False, help_text="As others know them."
    )
    email = forms.EmailField(
        label="E-mail address, if the person is not in the list",
        max_length=254,
        required=False,
        help_text="They are sent a link, with which they choose a password.",
        error_messages={"invalid": "Enter a whole e-mail address, like name@council.gov.uk."},
    )
    starts = DayField(label="First day", help_text=DATE_HINT, error_messages={"required": "Enter the first day."})
    ends = DayField(
        label="Last day", required=False, help_text="Leave empty while it is open. A deputy needs one. " + DATE_HINT
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = Post.objects.all()  # type: ignore[attr-defined]
        self.fields["person"].queryset = User.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["starts"].initial = f"{today().day} {today():%B %Y}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._check_person(data)
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "The last day is before the first day.")
        if data.get("capacity") == Capacity.DEPUTY and not ends and "ends" not in self.errors:
            self.add_error("ends", "Enter the last day: a deputy acts between two dates.")
        person, name, email = (data.pop(field, None) for field in ("person", "name", "email"))
        return {**data, "who": person or Newcomer(name or "", email or "")}

    def _check_person(self, data: dict[str, Any]) -> None:
        if data.get("person"):
            if data.get("name") or data.get("email"):
                self.add_error("person", "Choose a person, or give a name and an e-mail address; not both.")
            return
        for name, sentence in (
            ("name", "Choose a person above, or enter the new person's name."),
            ("email", "Enter the new person's e-mail address."),
        ):
            if not data.get(name) and name not in self.errors and "person" not in self.errors:
                self.add_error(name, sentence)


class LastDayForm(forms.Form):
    last_day = DayField(label="Last day in the post", help_text=DATE_HINT, error_messages={"required": "Enter a day."})
