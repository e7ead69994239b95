"""What is worse than it should be: red indicators, actions off track or overdue, red risks. Each with why."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from common.today import today
from config.home.viewer import SHOWN, Viewer
from performance.standing import Standing
from risks.register import worst_first
from risks.standing import RiskStanding, describe
from serviceplans.choices import ActionStatus, PriorityLevel
from serviceplans.models import ActionVersion
from serviceplans.standing import due_line

BINDING = (PriorityLevel.STATUTORY, PriorityLevel.MUST)


@dataclass(frozen=True)
class Line:
    """One exception: what it is, how it is rated, where it is now, why that matters, and what is being done."""

    what: str
    url: str
    rating: str
    word: str
    now: str
    why: str
    doing: str
    owner: str
    direction: str = ""
    arrow: str = ""
    rated_by_hand: bool = False
    directed_by_hand: bool = False


@dataclass(frozen=True)
class Exceptions:
    """The worst of each kind, how many there are of each, and where the others are: (words, address)."""

    lines: list[Line]
    counts: dict[str, int]
    more: list[tuple[str, str]] = field(default_factory=list)

    @property
    def cut(self) -> bool:
        """Whether there are more than are shown."""
        return sum(self.counts.values()) > len(self.lines)


def exceptions(viewer: Viewer) -> Exceptions:
    """The exceptions in the viewer's corner, worst first within each kind."""
    actions = sorted((a for a in viewer.actions if slips(a)), key=_worst_action)
    risks = sorted((r for r in viewer.risks if r.rating == "red"), key=worst_first)
    counts = {"indicators": viewer.attention.red, "actions": len(actions), "risks": len(risks)}
    lines = [
        *(_of_indicator(standing) for standing in viewer.attention.worst),
        *(_of_action(action) for action in actions[:SHOWN]),
        *map(_of_risk, describe([one.risk for one in risks[:SHOWN]], viewer.matrix)),
    ]
    return Exceptions(lines, counts, _more(viewer, counts) if lines else [])


def slips(action: ActionVersion) -> bool:
    """Whether its officer says that it is off track, or its day has passed while it is open."""
    return action.latest == ActionStatus.OFF_TRACK or is_overdue(action)  # type: ignore[attr-defined]


def is_overdue(action: ActionVersion) -> bool:
    return action.due is not None and action.due < today()


def _worst_action(action: ActionVersion) -> tuple[bool, str, str]:
    return action.priority_level not in BINDING, str(action.due or "9999"), action.action.reference


def _of_indicator(standing: Standing) -> Line:
    indicator = standing.indicator
    return Line(
        what=f"{indicator.reference} {indicator.name}",
        url=reverse("indicator", args=[indicator.slug]),
        rating="red",
        word="",
        now=standing.shown,
        why=standing.rating.sentence,
        doing=standing.commentary,
        owner=indicator.owner,
        direction=standing.direction.word,
        arrow=standing.direction.arrow,
        rated_by_hand=standing.rating.overridden,
        directed_by_hand=standing.direction.overridden,
    )


def _of_action(action: ActionVersion) -> Line:
    late = is_overdue(action)
    level = action.get_priority_level_display()
    reasons = [f"{level} action" if level else "Action"]
    if late and action.due:
        days = (today() - action.due).days
        reasons.append(f"{days} {'day' if days == 1 else 'days'} past its date")
    if action.latest == ActionStatus.OFF_TRACK:  # type: ignore[attr-defined]
        reasons.append("its officer says that it is off track")
    return Line(
        what=f"{action.action.reference} {action.text}",
        url=reverse("action", args=[action.action.reference]),
        rating="red",
        word="Off track" if action.latest == ActionStatus.OFF_TRACK else "Overdue",  # type: ignore[attr-defined]
        now=due_line(action),
        why="; ".join(reasons) + ".",
        doing=action.said or "",  # type: ignore[attr-defined]
        owner=action.lead or "",  # type: ignore[attr-defined]
    )


def _of_risk(standing: RiskStanding) -> Line:
    return Line(
        what=f"{standing.reference} {standing.risk.event}",
        url=standing.url,
        rating="red",
        word="",
        now=f"Score {standing.score}" if standing.score is not None else "Not scored",
        why=_sentence(standing.risk.consequence) or standing.explanation,
        doing=standing.measures[0] if standing.measures else "",
        owner=standing.owner,
        direction=standing.movement.word,
        arrow=standing.movement.arrow,
    )


def _sentence(words: str) -> str:
    """A register's phrase as a sentence."""
    words = words.strip()
    return words[:1].upper() + words[1:] + ("" if words[-1:] in ".!?" else ".") if words else ""


def _more(viewer: Viewer, counts: dict[str, int]) -> list[tuple[str, str]]:
    """How many of each kind there are, and where they are listed; the registers know directorates, not portfolios."""
    indicators = risks = ""
    if viewer.scope.services is None or viewer.directorate:
        directorate = viewer.directorate
        red = {"rating": "red"}
        by_code, by_key = (
            ({"directorate": directorate.code}, {"directorate": directorate.key}) if directorate else ({}, {})
        )
        indicators = f"{reverse('indicators')}?{urlencode({**by_code, **red})}"
        risks = f"{reverse('risks')}?{urlencode({**by_key, **red})}#list"
    kinds = [
        ("indicators", "red indicator", "red indicators", indicators),
        ("actions", "action off track or overdue", "actions off track or overdue", ""),
        ("risks", "red risk", "red risks", risks),
    ]
    return [(f"{counts[key]} {one if counts[key] == 1 else many}", url) for key, one, many, url in kinds if counts[key]]
