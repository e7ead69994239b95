"""A whole file laid over a plan's content. What is there now is read from an export of its own, so that both read alike.

A cell that reads as it does in the export keeps exactly what is stored, whatever a document can and cannot show of it;
only what was changed is understood anew. So a file that nobody edited changes nothing.
"""

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from common.differences import plain
from common.documents.word_reading import Read
from serviceplans.parts.actions import ActionsPart
from serviceplans.parts.fields import FieldsPart
from serviceplans.parts.paragraphs import ParagraphsPart
from serviceplans.parts.tables import TablePart
from serviceplans.rules import Comparison, compare
from serviceplans.word.action_merge import merge_actions
from serviceplans.word.actions import read_actions
from serviceplans.word.base import Known, Merged, Said, Slice, Unread
from serviceplans.word.fields import merge_fields, read_fields
from serviceplans.word.registers import merge_register, read_register
from serviceplans.word.slices import Sliced, sliced, texts
from serviceplans.word.tables import merge_rows, read_paragraphs, read_table

Content = dict[str, Any]


@dataclass(frozen=True)
class WordRead:
    """What a file would make of a plan. ``after``: the content with it; ``recognised``: (section, part); ``own``: an export.

    ``stamp``: the state at which the plan was read; ``made_from``: what the file says of the state that it was made from.
    """

    before: Content
    after: Content
    recognised: list[tuple[str, str]]
    unread: list[Unread]
    own: bool
    stamp: str = ""
    made_from: str = ""

    @property
    def comparison(self) -> Comparison:
        return compare(self.before, self.after)


def read_plan(content: Content, export: list[Read], file: list[Read], known: Known) -> WordRead:
    """Lay a file over ``content``; ``export`` is how the content itself reads as a Word file."""
    ours, theirs = sliced(export, content), sliced(file, content)
    after, unread = deepcopy(content), outside(ours, theirs)
    parts = {part["key"]: part for section in after["sections"] for part in section["parts"]}
    recognised = []
    for key, cut in theirs.slices.items():
        if not cut.found:
            continue
        recognised.append((cut.section, cut.kind.title))
        if parts[key].get("left"):
            unread += without_place(cut, ours.slices[key])
            continue
        before, said = read_slice(ours.slices[key], True), read_slice(cut, theirs.own)
        merged = merge(cut, before, said, known, theirs.own)
        parts[key]["data"] = merged.data
        unread += [*left_over(cut, before, said), *merged.unread]
    return WordRead(content, after, recognised, unread, theirs.own)


def read_slice(cut: Slice, own: bool) -> Said:
    kind = cut.kind
    if isinstance(kind, FieldsPart):
        return read_fields(kind, cut.blocks, own)
    if isinstance(kind, ParagraphsPart):
        return read_paragraphs(kind, cut.blocks, own)
    if isinstance(kind, TablePart):
        return read_table(kind, cut.blocks, own)
    if isinstance(kind, ActionsPart):
        return read_actions(kind, cut.blocks, own)
    return read_register(kind, cut.blocks, cut.data)


def merge(cut: Slice, before: Said, after: Said, known: Known, own: bool) -> Merged:
    kind, data = cut.kind, cut.data
    if isinstance(kind, FieldsPart):
        return merge_fields(kind, data, before, after, known, own)
    if isinstance(kind, TablePart):
        return merge_rows(kind, data, before, after, own)
    if isinstance(kind, ActionsPart):
        return merge_actions(kind, data, before, after, known, own)
    return merge_register(kind, data, before, after, own)


def without_place(cut: Slice, ours: Slice) -> list[Unread]:
    """What was changed in words that the plan's template has no place for: it is named, and not written there."""
    where = f"{cut.section}: {cut.kind.title}"
    return _beyond([(where, block) for block in cut.blocks], list(ours.blocks))


def left_over(cut: Slice, before: Said, after: Said) -> list[Unread]:
    """What stands in the part and is neither read nor put there by the export itself."""
    where = f"{cut.section}: {cut.kind.title}" if cut.section else cut.kind.title
    return _beyond([(where, block) for block in after.left], list(before.left))


def outside(ours: Sliced, theirs: Sliced) -> list[Unread]:
    """What stands in no part, without the title and the sign-off that an export has there."""
    return _beyond(theirs.outside, [block for _, block in ours.outside])


def _beyond(found: list[tuple[str, Read]], known: list[Read]) -> list[Unread]:
    told = Counter(plain(text) for block in known for text in texts(block))
    unread = []
    for where, block in found:
        for text in texts(block):
            if told[plain(text)]:
                told[plain(text)] -= 1
            elif plain(text):
                unread.append(Unread(where or "Before the first heading", text))
    return unread
