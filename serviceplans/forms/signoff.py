"""Forms of steps that need no decision: comments, replies, contributors and dismissed warnings."""

from typing import Any

from django import forms

from council.models import Post
from serviceplans.choices import INTERNAL
from serviceplans.gathering import parts_of_template
from serviceplans.models import PlanVersion
from serviceplans.parts import describe, kind_for
from serviceplans.permissions import WRITERS


class StepForm(forms.Form):
    """A step that needs no more than an optional comment: submitting, withdrawing."""

    comment = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False)

    def __init__(self, label: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = label


def comment_places(version: PlanVersion) -> list[tuple[str, str]]:
    """Where a comment can stand: each part, and each field of it, as "part" or "part:field"."""
    places = []
    for part in parts_of_template(version):
        kind = kind_for(describe(part, version.plan.cycle.name))
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
    internal = forms.BooleanField(
        label=INTERNAL,
        help_text="Members, and others who read the plan, do not see it, nor its replies.",
        required=False,
    )

    def __init__(self, version: PlanVersion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = comment_places(version)  # type: ignore[attr-defined]

    def target(self) -> tuple[str, str]:
        """The part's key and the field's, which may be empty."""
        part, _, field = self.cleaned_data["place"].partition(":")
        return part, field


class ReplyForm(forms.Form):
    text = forms.CharField(
        label="Your reply",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": "Write the reply before you add it"},
    )


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
