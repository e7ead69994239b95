"""Which question each role's home page asks, and which blocks answer it, in order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from config.home import blocks
from config.home.exceptions import exceptions
from config.home.viewer import Viewer
from config.home.waiting import missing, tasks
from council.choices import Role
from council.models import CouncilSettings
from council.permissions import authority

# Each block: the template that shows it, and the function that looks up what it shows.
MAKERS: dict[str, Callable[[Viewer], Any]] = {
    "waiting": tasks,
    "missing": missing,
    "exceptions": exceptions,
    "figures": blocks.figures,
    "changes": blocks.decisions,
    "ledger": blocks.ledger,
    "empty_posts": blocks.empty_posts,
    "equality": blocks.equality,
    "plans_in_force": blocks.plans_in_force,
    "plan_counts": blocks.plan_counts,
    "dates": blocks.dates,
    "decisions": blocks.decisions,
    "scorecard": lambda viewer: viewer.quarter.label,
}


@dataclass(frozen=True)
class Kind:
    """One kind of home page: whose it is, its question, the blocks of its main column and those beside it."""

    roles: tuple[Role, ...]
    question: str
    main: tuple[str, ...]
    aside: tuple[str, ...] = ("plan_counts", "dates", "decisions")


# Beside the page of those for whom a scorecard is made.
READERS = ("scorecard", "plan_counts", "dates", "decisions")

# The first kind that fits is shown: who decides comes before who writes, who writes before who reads.
KINDS = (
    Kind(
        (Role.CHIEF_EXECUTIVE, Role.CMT),
        "How is the whole council doing?",
        ("figures", "waiting", "exceptions"),
        READERS,
    ),
    Kind((Role.DIRECTOR,), "What should I worry about?", ("waiting", "exceptions"), READERS),
    Kind(
        (Role.EXECUTIVE_MEMBER,),
        "What needs my decision, and what changed in my portfolio?",
        ("waiting", "changes", "exceptions"),
        ("scorecard", "plan_counts", "dates"),
    ),
    Kind((Role.PLAN_HOLDER,), "What do I finish next?", ("waiting", "exceptions")),
    Kind((Role.PERFORMANCE_OFFICER,), "What is missing, and who has it?", ("waiting", "missing", "exceptions")),
    Kind((Role.DEMOCRATIC_SERVICES,), "Which decisions are to be written down?", ("waiting", "plans_in_force")),
    Kind((Role.EQUALITIES_LEAD,), "Which services still need equality objectives?", ("waiting", "equality")),
    Kind((Role.AUDITOR,), "What was altered, and by whom?", ("ledger",)),
    Kind((Role.ADMINISTRATOR,), "Which posts are empty?", ("empty_posts", "waiting"), ("dates",)),
    Kind((Role.HEAD_OF_SERVICE, Role.OFFICER), "What of mine is due?", ("waiting", "exceptions")),
    Kind((Role.BOARD_CHAIR, Role.BOARD_MEMBER), "What should we look into?", ("exceptions", "plans_in_force"), READERS),
    Kind((Role.STAFF,), "What are services doing?", ("plans_in_force",)),
)


@dataclass(frozen=True)
class Block:
    """One part of the page: the template to include, and what it shows as ``data``."""

    template: str
    data: Any


@dataclass(frozen=True)
class Home:
    """The whole page. ``context`` is the line below the question: whose corner, which quarter."""

    question: str
    corner: str
    committee: str
    quarter: str
    main: list[Block]
    aside: list[Block]


def for_user(user: Any, council: CouncilSettings | None = None) -> Home:
    """The home page of a signed-in person, by the first of their roles in ``KINDS``.

    ``council``: its settings, where the caller has them.
    """
    who = authority(user)
    kind = next(kind for kind in KINDS if who.has(*kind.roles))
    whole_corner = "exceptions" in kind.main
    viewer = Viewer(user, who.post_in_role(*kind.roles), council=council, whole_corner=whole_corner)
    return Home(
        question=kind.question,
        corner=viewer.scope.name,
        committee=viewer.post.committee if viewer.post else "",
        quarter=viewer.quarter.label,
        main=[_block(name, viewer) for name in kind.main if _belongs(name, kind, viewer)],
        aside=[_block(name, viewer) for name in kind.aside],
    )


def _belongs(name: str, kind: Kind, viewer: Viewer) -> bool:
    """An empty list of tasks is said only where tasks are what the page is for."""
    return name != "waiting" or kind.main[0] == name or bool(viewer.once(tasks).first)


def _block(name: str, viewer: Viewer) -> Block:
    return Block(f"home/_{name}.html", viewer.once(MAKERS[name]))
