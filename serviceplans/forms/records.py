"""Forms of a decision that was taken off the system: what was decided, by whom, when, and the paper that says so."""

from typing import Any

from django import forms

from common.attachments import ALLOWED, AttachmentRefused, CheckedFile, check_file
from council.forms.fields import DATE_HINT, DayField, PostField
from council.models import Post
from serviceplans import permissions as may
from serviceplans.forms.review import DigestField, comment_field
from serviceplans.models import PlanVersion

DECISIONS = [
    ("approve", "Approved it as it stands"),
    ("return", "Returned it, to be changed"),
]


class RecordForm(forms.Form):
    """A named officer records what a reviewer decided elsewhere."""

    digest = DigestField()
    post = PostField(
        label="Whose decision it was",
        queryset=Post.objects.none(),
        empty_label="Choose a post",
        error_messages={"required": "Choose whose decision it was"},
    )
    decision = forms.ChoiceField(
        label="What they decided",
        choices=DECISIONS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they decided"},
    )
    decided_on = DayField(
        label="When they decided it",
        help_text=DATE_HINT,
        error_messages={"required": "Enter the day on which it was decided, like 31 October 2019"},
    )
    file = forms.FileField(
        label="The minute or e-mail",
        help_text=f"{ALLOWED[:1].upper()}{ALLOWED[1:]}, of at most 10 MB.",
        max_length=255,
        error_messages={
            "required": "Attach the minute or e-mail in which it was decided",
            "empty": "The file is empty. Save it again, and attach that",
            "max_length": "The file's name is too long. Give it a shorter one",
        },
    )
    comment = comment_field("What they said. Needed when they returned the plan: say what should change.")

    def __init__(self, version: PlanVersion, posted: Any = None, files: Any = None) -> None:
        super().__init__(posted, files, initial={"digest": version.frozen.digest if version.frozen else ""})
        left = may.outstanding(version)
        self.fields["post"].queryset = Post.objects.filter(pk__in=[post.pk for post in left])  # type: ignore[attr-defined]
        if len(left) == 1:
            self.fields["post"].initial = left[0].pk

    def clean_file(self) -> CheckedFile:
        try:
            return check_file(self.cleaned_data["file"])
        except AttachmentRefused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("decision") == "return" and not (said.get("comment") or "").strip():
            self.add_error("comment", "Say what should change: the plan is returned with these words")
        return said


class AnswerForm(forms.Form):
    """The Member confirms or disputes what was recorded as theirs."""

    answer = forms.ChoiceField(
        label="Is the recorded decision yours?",
        choices=[("confirm", "Yes, I decided this"), ("dispute", "No, I dispute it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the recorded decision is yours"},
    )
    reason = forms.CharField(
        label="Why you dispute it",
        help_text="Only where you dispute it. The officer who recorded it and the plan holder read this.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("answer") == "dispute" and not (said.get("reason") or "").strip() and "reason" not in self.errors:
            self.add_error("reason", "Say why the recorded decision is not yours")
        return said
