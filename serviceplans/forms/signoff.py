"""Forms of review, comments, contributors and dismissed warnings."""

import re
from typing import Any

from django import forms

from common.today import today
from council.models import DmtMeeting, Post
from serviceplans.models import PlanVersion
from serviceplans.parts import describe, kind_for
from serviceplans.permissions import WRITERS


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


class ReviewForm(forms.Form):
    """The director's decision: the meeting is asked only when the plan is agreed."""

    digest = DigestField()
    meeting = forms.ModelChoiceField(
        label="DMT meeting at which it was agreed",
        queryset=DmtMeeting.objects.none(),
        empty_label="Choose a meeting",
        required=False,
    )
    comment = forms.CharField(
        label="Comment",
        help_text="Needed when you return the plan: say what should change.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )

    def __init__(self, version: PlanVersion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meetings = DmtMeeting.objects.filter(directorate=version.plan.service.directorate_id, date__lte=today())
        self.fields["meeting"].queryset = meetings.order_by("-date")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        returning = self.data.get("decision") == "return"
        if returning and not (said.get("comment") or "").strip():
            self.add_error("comment", "Say what should change: the plan is returned with your words")
        if not returning and not said.get("meeting"):
            self.add_error("meeting", "Choose the DMT meeting at which the plan was agreed")
        return said


class StepForm(forms.Form):
    """A step that needs no more than an optional comment: submitting, withdrawing."""

    comment = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False)

    def __init__(self, label: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = label


class ApproveForm(forms.Form):
    digest = DigestField()
    comment = forms.CharField(
        label="Comment",
        help_text="Needed when you return the plan: say what should change.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.data.get("decision") == "return" and not (said.get("comment") or "").strip():
            self.add_error("comment", "Say what should change: the plan is returned with your words")
        return said


def comment_places(version: PlanVersion) -> list[tuple[str, str]]:
    """Where a comment can stand: each part, and each field of it, as "part" or "part:field"."""
    places = []
    for part in version.plan.template.parts.select_related("section"):
        kind = kind_for(describe(part))
        places.append((part.key, f"{part.section}: {kind.title}"))
        fields = kind.config.get("fields", []) if kind.one_form else []
        places += [(f"{part.key}:{f['key']}", f"— {kind.title}: {f['label']}") for f in fields]
    return places


class CommentForm(forms.Form):
    place = forms.ChoiceField(label="Comment on", error_messages={"required": "Choose the section"})
    text = forms.CharField(
        label="Your comment",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": "Write the comment before you add it"},
    )

    def __init__(self, version: PlanVersion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = comment_places(version)  # type: ignore[attr-defined]

    def target(self) -> tuple[str, str]:
        """The part's key and the field's, which may be empty."""
        part, _, field = self.cleaned_data["place"].partition(":")
        return part, field


class ContributorForm(forms.Form):
    post = forms.ModelChoiceField(
        label="Post",
        help_text="Whoever holds it can edit this draft and sees it among their plans.",
        queryset=Post.objects.none(),
        empty_label="Choose a post",
        error_messages={"required": "Choose a post to invite"},
    )

    def __init__(self, version: PlanVersion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Posts whose role only reads could not open the pages that they were invited to.
        writers = Post.objects.filter(role__in=WRITERS).exclude(pk=version.plan.service.holder_post_id or 0)
        self.fields["post"].queryset = writers  # type: ignore[attr-defined]


class DismissForm(forms.Form):
    reason = forms.CharField(
        label="Why can this stand?",
        help_text="The reason shows beside the warning to everyone who reads the health check.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": "Give the reason: it shows beside the warning"},
    )
