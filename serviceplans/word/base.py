"""What the readers of parts share: what a file says of a part, what the council knows, and what becomes of the two."""

from dataclasses import dataclass, field
from typing import Any

from common.documents.word_reading import Read
from serviceplans.parts import PartKind

LONGEST_HEADING = 150


@dataclass(frozen=True)
class Unread:
    """Something in the file that was not taken over: ``where`` it stands, what it says, and why, if there is a reason."""

    where: str
    text: str
    why: str = ""

    @property
    def place(self) -> str:
        return f"{self.where} ({self.why})" if self.why else self.where


@dataclass
class Said:
    """What the file says of one part: values or rows, as its kind reads them, and the blocks that it cannot read."""

    values: dict[str, Any] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    left: list[Read] = field(default_factory=list)


@dataclass
class Merged:
    """A part's data with what the file changed, and what of the file could not be taken over."""

    data: dict[str, Any]
    unread: list[Unread] = field(default_factory=list)

    def refuse(self, where: str, text: str, why: str) -> None:
        self.unread.append(Unread(where, text, why))


@dataclass(frozen=True)
class Known:
    """What a file may name: strategies by key; themes and indicators as a plan's content holds them; titles of posts."""

    strategies: dict[str, str] = field(default_factory=dict)
    themes: list[dict[str, str]] = field(default_factory=list)
    indicators: dict[str, dict[str, Any]] = field(default_factory=dict)
    posts: frozenset[str] = frozenset()


@dataclass
class Slice:
    """The blocks of one part. ``found``: its heading stands in the file."""

    section: str
    kind: PartKind
    data: dict[str, Any]
    blocks: list[Read] = field(default_factory=list)
    found: bool = False
