"""Forms of what happens after approval: a row changed, a moved date answered, a revision begun or abandoned."""

from collections.abc import Iterator
from typing import Any

from django import forms

from common.values.errors import Unreadable
from serviceplans.choices import Cause
from serviceplans.forms.fields import CounterField
from serviceplans.rules import DIRECTOR, REVISION, Changeable, patch_for

HELP = {
    "lines": "One on each line; the first one leads where they are officers.",
    "due": "A date like 31 October 2019, or words. A moved date needs the Director, and a reason.",
    "day": "A date like 31 October 2019, once it is done.",
}
TOO_MUCH = "This says more than a typing error, a new owner or a moved date would: it needs a revision of the plan"
LONGEST = 10_000


class ChangeForm(forms.Form):
    """What of one row can be changed without a revision, as it reads now, and why."""

    counter = CounterField()
    reason = forms.CharField(
        label="Why",
        help_text="Shown with the change. Needed when a date is moved.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )

    def __init__(self, found: list[Changeable], counter: int, year: str, posted: Any = None) -> None:
        super().__init__(posted, initial={"counter": counter, **{c.name: c.text for c in found}})
        self.found, self.year = found, year
        for changeable in found:
            self.fields[changeable.name] = field_for(changeable)
        self.order_fields(["counter", *(c.name for c in found), "reason"])

    @property
    def groups(self) -> Iterator[tuple[str, list[Any]]]:
        """The row's own fields, then each milestone's under its number."""
        number, last = 0, None
        group: list[Any] = []
        for changeable in self.found:
            if changeable.row != last and last is not None:
                yield f"Milestone {number}" if number else "", group
                number, group = number + 1, []
            last = changeable.row
            group.append(self[changeable.name])
        yield f"Milestone {number}" if number else "", group

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        needs = [(c, c.needs(self.after(c))) for c in self.found if c.name in said]
        for changeable, needed in needs:
            if needed is not None and needed.who == REVISION:
                self.add_error(changeable.name, TOO_MUCH)
            elif needed is not None:
                self._check_readable(changeable)
        moved = any(needed is not None and needed.who == DIRECTOR for _, needed in needs)
        if moved and not (said.get("reason") or "").strip():
            self.add_error("reason", "Say why the date is moved: the reason is shown with it")
        return said

    def after(self, changeable: Changeable) -> str:
        return str(self.cleaned_data.get(changeable.name) or "").replace("\r\n", "\n").strip()

    def _check_readable(self, changeable: Changeable) -> None:
        try:
            patch_for(changeable, self.after(changeable), self.year)
        except Unreadable as trouble:
            self.add_error(changeable.name, trouble.sentence)

    @property
    def needs_revision(self) -> bool:
        return any(TOO_MUCH in message for messages in self.errors.values() for message in messages)

    def values(self) -> dict[str, str]:
        return {changeable.name: self.after(changeable) for changeable in self.found}


def field_for(changeable: Changeable) -> forms.CharField:
    """An empty field says, once posted, that the text should go: which is for the table of changes to answer."""
    widget = forms.TextInput() if changeable.typed in ("line", "due", "day") else forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=changeable.label,
        help_text=HELP.get(changeable.typed, ""),
        widget=widget,
        max_length=LONGEST,
        required=False,
    )


class AnswerForm(forms.Form):
    """The director's answer to a proposed date."""

    agree = forms.ChoiceField(choices=[("yes", "Move the date"), ("no", "Leave it")])
    answer = forms.CharField(max_length=2000, required=False)


class RevisionForm(forms.Form):
    cause = forms.ChoiceField(
        label="Where does it come from?",
        choices=Cause.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where the revision comes from"},
    )
    why = forms.CharField(
        label="Why is the plan revised?",
        help_text="One or two sentences. Everyone who reads or reviews the revision sees them, and so does the quarterly report.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "Say why the plan is revised"},
    )


class AbandonForm(forms.Form):
    why = forms.CharField(
        label="Why is the revision abandoned?",
        help_text="It stays on record.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "Say why the revision is abandoned"},
    )
