"""Forms of a decision: what was read, at which meeting it was decided, and what was said."""

import re
from typing import Any

from django import forms

from common.today import today
from council.models import DmtMeeting


class DigestField(forms.CharField):
    """What exactly was read. It comes with the page, so a person can only mend it by opening the page again."""

    def __init__(self) -> None:
        again = "This page has lost which text you read. Read the plan again, then decide"
        super().__init__(widget=forms.HiddenInput, error_messages={"required": again, "invalid": again})

    def clean(self, value: Any) -> str:
        text = str(value or "")
        if not re.fullmatch(r"[0-9A-Za-z]{64}", text):
            raise forms.ValidationError(self.error_messages["invalid"])
        return text


def comment_field(help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label="Comment",
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )


class AmendmentsField(forms.CharField):
    """Minor amendments, one a line."""

    def __init__(self) -> None:
        super().__init__(
            label="Minor amendments, one a line",
            help_text="Only to agree with amendments. The plan goes on once they have been made and you have seen them.",
            widget=forms.Textarea(attrs={"rows": 4}),
            max_length=4000,
            required=False,
        )

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class DecisionForm(forms.Form):
    """A reviewer's decision, as the page's review asks for it: the meeting only where it is decided at one."""

    digest = DigestField()
    meeting = forms.ModelChoiceField(
        label="DMT meeting at which it was agreed",
        queryset=DmtMeeting.objects.none(),
        empty_label="Choose a meeting",
        required=False,
    )
    comment = comment_field("Needed when you return the plan: say what should change.")
    amendments = AmendmentsField()

    def __init__(self, page: Any, posted: Any = None) -> None:
        version, stage = page.version, page.version.current_stage
        initial = {"digest": version.frozen.digest if version.frozen else "", "meeting": page.amended_at}
        super().__init__(posted, initial=initial)
        meetings = DmtMeeting.objects.filter(directorate=version.plan.service.directorate_id, date__lte=today())
        self.fields["meeting"].queryset = meetings.order_by("-date")  # type: ignore[attr-defined]
        if not (stage and stage.meeting):
            del self.fields["meeting"]
        if not page.may_agree:
            del self.fields["amendments"]

    def clean(self) -> dict[str, Any]:
        said, decision = super().clean() or {}, self.data.get("decision")
        if decision == "return":
            if not (said.get("comment") or "").strip():
                self.add_error("comment", "Say what should change: the plan is returned with your words")
        elif "meeting" in self.fields and not said.get("meeting"):
            self.add_error("meeting", "Choose the DMT meeting at which the plan was agreed")
        if decision == "amend" and not said.get("amendments") and "amendments" not in self.errors:
            self.add_error("amendments", "List the amendments, one a line, or agree the plan as it stands")
        if decision == "agree" and said.get("amendments"):
            self.add_error("amendments", "You listed amendments: press “Agree with amendments”, or take them out")
        return said


class AmendedForm(forms.Form):
    """The amendments that are on the page are made."""

    digest = DigestField()
    comment = comment_field("Optional.")
