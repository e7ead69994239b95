"""The form of a route: a reviewer for each place, in order, and how Directors and Executive Members decide."""

from typing import Any

from django import forms

from council.models import Post
from serviceplans.choices import Reviewer, Several
from serviceplans.rules.route import HOLDER, MOST_STAGES, Route, Stage, route_faults

ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth")
NAMED = "post:"


def reviewer_choices() -> list[Any]:
    """Nobody, the reviewers whom the structure names, and every post by its title."""
    posts = [(f"{NAMED}{title}", title) for title in Post.objects.values_list("title", flat=True)]
    by_structure = [
        (Reviewer.DIRECTOR.value, "The service’s Director"),
        (Reviewer.MEMBERS.value, "The service’s Executive Member or Members"),
        (Reviewer.CHIEF_EXECUTIVE.value, "The Chief Executive"),
    ]
    return [("", "Nobody"), ("By the council's structure", by_structure), ("By name", posts)]


class RouteForm(forms.Form):
    """Reviews in order. ``read`` is the route that the page showed, so that two officers do not overwrite each other."""

    read = forms.CharField(widget=forms.HiddenInput, required=False)
    at_meeting = forms.BooleanField(label="The Director decides at a meeting of the DMT", required=False)
    several = forms.ChoiceField(
        label="Where several Executive Members answer for a service",
        choices=Several.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whose approval is needed where several Executive Members answer"},
    )

    def __init__(self, route: Route, read: str, posted: Any = None) -> None:
        members = next((stage for stage in route if stage.reviewer == Reviewer.MEMBERS), None)
        initial: dict[str, Any] = {
            "read": read,
            "at_meeting": any(stage.meeting for stage in route),
            "several": members.several if members else Several.ALL,
        }
        super().__init__(posted, initial=initial)
        choices = reviewer_choices()
        for place in range(MOST_STAGES):
            field = forms.ChoiceField(label=f"{ORDINALS[place]} review", choices=choices, required=False)
            field.initial = value_of(route[place]) if place < len(route) else ""
            self.fields[f"review_{place + 1}"] = field
        self.order_fields(["read", *(f"review_{place + 1}" for place in range(MOST_STAGES)), "at_meeting", "several"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors:
            said["route"] = route_from(said)
            for fault in route_faults(said["route"]):
                self.add_error("review_1", fault.removesuffix("."))
        return said


def value_of(stage: Stage) -> str:
    return f"{NAMED}{stage.post}" if stage.reviewer == Reviewer.POST else stage.reviewer


def route_from(said: dict[str, Any]) -> Route:
    """The stages that the form names, in its order; each returns to the Director's where that comes before it."""
    chosen = [said.get(f"review_{place + 1}", "") for place in range(MOST_STAGES)]
    stages: list[Stage] = []
    for value in filter(None, chosen):
        reviewer, _, post = value.partition(":")
        stages.append(_stage(reviewer, post, said, stages))
    return tuple(stages)


def _stage(reviewer: str, post: str, said: dict[str, Any], earlier: list[Stage]) -> Stage:
    meeting = reviewer == Reviewer.DIRECTOR and bool(said.get("at_meeting"))
    names = {
        Reviewer.DIRECTOR: ("dmt", "DMT review" if meeting else "Director review"),
        Reviewer.MEMBERS: ("member", "Executive Member review"),
        Reviewer.CHIEF_EXECUTIVE: ("chief-executive", "Chief Executive review"),
    }
    key, name = names.get(Reviewer(reviewer), (f"post-{len(earlier) + 1}", f"{post} review"))
    director = next((stage.key for stage in earlier if stage.reviewer == Reviewer.DIRECTOR), "")
    returns = director if reviewer == Reviewer.MEMBERS else ""
    return Stage(key, reviewer, name, post, meeting, said["several"], returns or ("" if earlier else HOLDER))
