"""What the page of an uploaded Word file shows: the comparison, what was not taken over, and where that could go."""

from functools import cached_property
from typing import Any

from common.documents.blocks import Block, Heading
from serviceplans.choices import UploadState
from serviceplans.exports.comparison import comparison_blocks, in_short
from serviceplans.exports.plan import made_from
from serviceplans.forms.word import PlacingForm
from serviceplans.models import PlanUpload
from serviceplans.pages.plan import PlanPage
from serviceplans.rules import Comparison
from serviceplans.word import Unread, WordRead, read_file
from serviceplans.word.placing import pieces_of, place, targets_of
from serviceplans.word.telling import changes_of


class WordPage:
    """An upload as it stands against the plan now; ``stamp`` is that state, which confirming posts."""

    def __init__(self, upload: PlanUpload, user: Any) -> None:
        self.upload, self.page = upload, PlanPage(upload.version, user)

    @cached_property
    def found(self) -> WordRead:
        """As the file itself reads, before anything is placed by hand."""
        upload = self.upload
        return read_file(upload.version, bytes(upload.data), upload.filename, lambda: self.page.content)

    @cached_property
    def read(self) -> WordRead:
        return place(self.found, self.upload.placed)

    @cached_property
    def comparison(self) -> Comparison:
        return self.read.comparison

    @property
    def late(self) -> str:
        """Where the file was made from another plan or version, or from this one before it was changed: that, in a sentence."""
        version, said = self.upload.version, self.read.made_from
        name, _, _ = said.rpartition(", ")
        if not (self.waiting and self.read.own and name) or said == made_from(version):
            return ""
        if name != f"{version.plan.code} v{version.number}":
            return f"This file was made from {name}, so what differs between the two is among the changes."
        return (
            "This plan was changed here after the file was made. What was written here since is shown as changed back: "
            "read the comparison with care."
        )

    @property
    def waiting(self) -> bool:
        return self.upload.state == UploadState.WAITING

    @property
    def place_url(self) -> str:
        return self.page.plan.address("plan_word_place", self.upload.pk)

    @property
    def discard_url(self) -> str:
        return self.page.plan.address("plan_word_discard", self.upload.pk)

    @property
    def stamp(self) -> str:
        return self.read.stamp

    @property
    def count(self) -> int:
        return len(changes_of(self.comparison))

    @property
    def blocks(self) -> list[Block]:
        return [
            Heading(1, "In short", anchor="in-short"),
            *in_short(self.comparison),
            *comparison_blocks(self.comparison),
        ]

    @cached_property
    def placing(self) -> PlacingForm:
        return PlacingForm(pieces_of(self.found), targets_of(self.found.before), self.upload.placed)

    @property
    def refused(self) -> list[Unread]:
        """What was not taken over for a reason."""
        return [left for left in self.read.unread if left.why]

    @property
    def open(self) -> int:
        """How many pieces of text have no place yet."""
        return len(self.read.unread) - len(self.refused)

    @property
    def left(self) -> list[list[str]]:
        return [[left.where, left.text] for left in self.read.unread]

    @property
    def missing(self) -> list[str]:
        """Parts of the template that the file does not have."""
        known = {part for _, part in self.read.recognised}
        titles = [part.title for section in self.comparison.sections for part in section.parts]
        return [title for title in titles if title not in known]
