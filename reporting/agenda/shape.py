"""An agenda as plain values: it is shown, printed, and fixed as JSON when the minutes are agreed."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from reporting.choices import ItemKind
from reporting.models import MeetingItem


@dataclass(frozen=True)
class Item:
    """One thing to talk about: what it is, how it is rated, where it is now, why it is here, what is being done.

    ``rating``: red, amber, green, none or empty. ``recorded`` is what the meeting decided, where it has.
    """

    kind: str
    reference: str
    title: str
    url: str
    rating: str = ""
    word: str = ""
    now: str = ""
    why: str = ""
    doing: str = ""
    owner: str = ""
    recorded: MeetingItem | None = None

    @property
    def key(self) -> str:
        """What an address calls it: "plan:CSS 2019/20"."""
        return f"{self.kind}:{self.reference}"

    @property
    def name(self) -> str:
        """Its reference and title, once each."""
        if self.kind in (ItemKind.PLAN, ItemKind.OTHER, ItemKind.MATTER, ItemKind.CLINIC) or not self.reference:
            return self.title
        return f"{self.reference} {self.title}"

    def as_dict(self) -> dict[str, Any]:
        """JSON values only; what was decided is a row of its own."""
        return {name: value for name, value in asdict(self).items() if name != "recorded"}


@dataclass(frozen=True)
class Section:
    """The items of one kind; ``empty`` says so where there is none. ``note`` tells what is left out, and where it is."""

    kind: str
    heading: str
    empty: str
    items: tuple[Item, ...] = ()
    note: str = ""

    @property
    def anchor(self) -> str:
        return f"agenda-{self.kind}"


@dataclass(frozen=True)
class Agenda:
    """A meeting's sections in order. ``fixed`` once the minutes are agreed."""

    sections: tuple[Section, ...] = ()
    fixed: bool = False
    withheld: int = field(default=0)

    @property
    def items(self) -> Iterator[Item]:
        for section in self.sections:
            yield from section.items

    @property
    def decided(self) -> int:
        return sum(item.recorded is not None and bool(item.recorded.outcome) for item in self.items)

    @property
    def total(self) -> int:
        return sum(len(section.items) for section in self.sections)

    def find(self, key: str) -> Item | None:
        """The item that an address names."""
        return next((item for item in self.items if item.key == key), None)

    def as_dict(self) -> dict[str, Any]:
        """What is kept of it: JSON values only."""
        return {
            "withheld": self.withheld,
            "sections": [
                {
                    "kind": section.kind,
                    "heading": section.heading,
                    "empty": section.empty,
                    "note": section.note,
                    "items": [item.as_dict() for item in section.items],
                }
                for section in self.sections
            ],
        }

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> "Agenda":
        sections = tuple(
            Section(**{**section, "items": tuple(Item(**item) for item in section["items"])})
            for section in kept["sections"]
        )
        return cls(sections, fixed=True, withheld=kept["withheld"])
