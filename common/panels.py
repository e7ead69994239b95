"""How a lower page shows an upper fact: the upper app registers a panel, the lower page asks for what is registered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Panel:
    """A heading and links, ready to show: (text, address, note) each. ``action``: what to do next, as (words, address)."""

    heading: str
    links: list[tuple[str, str, str]] = field(default_factory=list)
    empty: str = ""
    action: tuple[str, str] | None = None


PanelMaker = Callable[[Any, Any], Panel]
_makers: dict[str, list[PanelMaker]] = {}


def register(kind: str, maker: PanelMaker) -> None:
    """Add ``maker(user, thing) -> Panel`` to the pages of a kind ("indicator", "risk", "equality-objective", "cycle")."""
    _makers.setdefault(kind, []).append(maker)


def panels(kind: str, user: Any, thing: Any) -> list[Panel]:
    """The panels for one thing, as this person may see them."""
    return [maker(user, thing) for maker in _makers.get(kind, [])]
