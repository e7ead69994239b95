"""The route of sign-off: who reviews a plan, in which order. A route is data; these are the rules on it.

The default is York 2019's (timeline; DMT): the Director at the DMT, then the Executive Member or Members.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from serviceplans.choices import Reviewer, Several, Status

MOST_STAGES = 5
HOLDER = "holder"


@dataclass(frozen=True)
class Stage:
    """One review. ``returns_to``: the key of an earlier stage, "holder", or empty for the stage before."""

    key: str
    reviewer: str
    name: str
    post: str = ""
    meeting: bool = False
    several: str = Several.ALL
    returns_to: str = ""

    @property
    def status(self) -> Status:
        """The status of a version that is in this review."""
        by_reviewer = {Reviewer.DIRECTOR: Status.DMT_REVIEW, Reviewer.MEMBERS: Status.MEMBER_REVIEW}
        return by_reviewer.get(Reviewer(self.reviewer), Status.REVIEW)

    @property
    def at(self) -> str:
        """Where its decision is taken, as a sentence ends: "Agreed at DMT", "Agreed by the Chief Executive"."""
        if self.meeting:
            return "at DMT"
        if self.reviewer == Reviewer.POST:
            return f"by {self.post}"
        return "by the " + str(Reviewer(self.reviewer).label)

    @property
    def to(self) -> str:
        """Whom a plan goes to when it enters this review: "the DMT", "the Chief Executive", a post's title."""
        if self.meeting:
            return "the DMT"
        return self.post if self.reviewer == Reviewer.POST else f"the {Reviewer(self.reviewer).label}"


Route = tuple[Stage, ...]

DEFAULT_ROUTE: Route = (
    Stage("dmt", Reviewer.DIRECTOR, "DMT review", meeting=True, returns_to=HOLDER),
    Stage("member", Reviewer.MEMBERS, "Executive Member review", returns_to="dmt"),
)


def read_route(rows: Sequence[Mapping[str, Any]]) -> Route:
    """The stages of a route as it is stored; the default where none is stored."""
    return tuple(Stage(**row) for row in rows) if rows else DEFAULT_ROUTE


def stored(route: Route) -> list[dict[str, Any]]:
    """The route as JSON keeps it."""
    return [asdict(stage) for stage in route]


def stage_of(route: Route, key: str) -> Stage | None:
    return next((stage for stage in route if stage.key == key), None)


def stage_after(route: Route, key: str) -> Stage | None:
    """The stage that follows ``key``, the first where ``key`` is empty; None where ``key`` was the last."""
    keys = [stage.key for stage in route]
    place = keys.index(key) + 1 if key in keys else 0
    return route[place] if place < len(route) else None


def is_last(route: Route, stage: Stage) -> bool:
    return route[-1].key == stage.key


def return_stage(route: Route, stage: Stage) -> Stage | None:
    """Where a return from this stage goes; None means the plan holder."""
    keys = [one.key for one in route]
    place = keys.index(stage.key)
    if stage.returns_to in keys[:place]:
        return route[keys.index(stage.returns_to)]
    if stage.returns_to == HOLDER or place == 0:
        return None
    return route[place - 1]


def stages_from(route: Route, stage: Stage | None) -> list[str]:
    """The keys of this stage and all after it; of every stage where it is None."""
    keys = [one.key for one in route]
    return keys[keys.index(stage.key) :] if stage else keys


def route_faults(route: Route) -> list[str]:
    """Why this cannot be a council's route, a sentence each; empty where it can."""
    if not route:
        return ["Name at least one reviewer: a plan that nobody approves never comes into force."]
    faults = []
    if len(route) > MOST_STAGES:
        faults.append(f"A route has at most {MOST_STAGES} reviews.")
    seen: set[tuple[str, str]] = set()
    for number, stage in enumerate(route, 1):
        who = (stage.reviewer, stage.post)
        if who in seen:
            faults.append(f"Review {number} is by the same reviewer as one before it: each reviews once.")
        seen.add(who)
        faults += _stage_faults(number, stage, [one.key for one in route[: number - 1]])
    if len({stage.key for stage in route}) < len(route):
        faults.append("Each review needs a key of its own.")
    return faults


def _stage_faults(number: int, stage: Stage, earlier: list[str]) -> list[str]:
    faults = []
    if stage.reviewer not in Reviewer.values:
        return [f"Review {number} has no reviewer that this council knows: “{stage.reviewer}”."]
    if stage.reviewer == Reviewer.POST and not stage.post:
        faults.append(f"Choose the post of review {number}.")
    if stage.meeting and stage.reviewer != Reviewer.DIRECTOR:
        faults.append(f"Review {number} is not the Director's, so it is not decided at a DMT meeting.")
    if stage.several not in Several.values:
        faults.append(f"Say of review {number} whether all Executive Members approve, or the lead only.")
    if stage.returns_to not in ("", HOLDER, *earlier):
        faults.append(f"Review {number} can return a plan to the holder or to an earlier review only.")
    return faults
