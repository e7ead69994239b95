"""What every part kind can do. Kinds work on plain data, so that checking, printing and comparing need no database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from common.documents.blocks import Block, Heading, Paragraph
from serviceplans.parts.items import Item
from serviceplans.parts.settings import Wrong

if TYPE_CHECKING:
    from serviceplans.content import Loaded

NOTHING_WRITTEN = "Nothing is written here."


@dataclass(frozen=True)
class Finding:
    """Something the health check found: what is wrong, and where. ``subject`` names the row (CSS001), ``field`` the field."""

    code: str
    message: str
    part: str
    subject: str = ""
    field: str = ""

    @property
    def key(self) -> str:
        """What a dismissal remembers of where the finding is."""
        return f"{self.part}:{self.subject}:{self.field}"[:100]


class PartKind:
    """One part of a template. ``data`` below is always what ``load`` returns: plain JSON values."""

    # Whether the part is written in one form and kept as PartContent; otherwise rows have pages of their own.
    one_form = True
    # Whether that form is a table of rows; otherwise it is a few named fields.
    in_rows = False
    # Parts of one family hold the same data, so that words can go from one to another.
    family = ""
    # What a template may set besides a part's heading and guidance.
    settings: tuple[str, ...] = ()

    def __init__(self, described: Mapping[str, Any]) -> None:
        self.key: str = described["key"]
        self.kind: str = described["kind"]
        self.number: str = described["number"]
        self.heading: str = described["heading"]
        self.required: bool = described["required"]
        self.config: dict[str, Any] = described["config"]

    @classmethod
    def problems(cls, config: dict[str, Any]) -> Iterator[Wrong]:
        """What is wrong with the settings that a template gives."""
        yield from ()

    @property
    def title(self) -> str:
        return f"{self.number} {self.heading}".strip()

    def load(self, loaded: "Loaded", stored: dict[str, Any]) -> dict[str, Any]:
        """The part's data in a version; ``stored`` is its PartContent's JSON."""
        return stored

    def clean(self, data: dict[str, Any]) -> dict[str, Any]:
        """Data fit to be stored; unknown keys are dropped."""
        return data

    def is_empty(self, data: dict[str, Any]) -> bool:
        """Whether nobody has written anything here."""
        return not any(data.values())

    def is_complete(self, data: dict[str, Any]) -> bool:
        """Whether everything required is there; what else is wrong is the health check's to say."""
        return not self.is_empty(data) and not any(f.code == "part-missing" for f in self.findings(data))

    def summary(self, data: dict[str, Any]) -> str:
        """One short line for the task list: "412 of 600 words"."""
        return ""

    def findings(self, data: dict[str, Any]) -> list[Finding]:
        """What the health check finds here, whatever the template makes of it."""
        return []

    def blocks(self, data: dict[str, Any]) -> list[Block]:
        """The part as a document shows it, without its heading."""
        return []

    def items(self, data: dict[str, Any]) -> list[Item]:
        """Everything that the part shows, as rows that can be recognised in another version."""
        return []

    def document(self, data: dict[str, Any], level: int = 2) -> list[Block]:
        """The part with its heading; an empty part says that it is empty."""
        body = self.blocks(data) or [Paragraph(NOTHING_WRITTEN, style="muted")]
        return [Heading(level, self.title, anchor=self.key), *body]

    def missing(self, what: str, field: str = "", subject: str = "") -> Finding:
        return Finding("part-missing", what, self.key, subject, field)
