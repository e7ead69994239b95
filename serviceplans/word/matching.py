"""Whether two headings mean the same thing: numbers, capitals and punctuation are accidents; a few columns have other names."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from common.differences import pair_alike, plain

NUMBER = re.compile(
    r"^\s*(?:(?:section|part|appendix|table)\s+)?(?:\d+(?:\.\d+)*|[a-z]|[ivxl]+)?[.):]*\s*[–-]?\s+", re.IGNORECASE
)
# A number or a letter that is printed before a paragraph or an objective.
PRINTED = re.compile(r"^(\d+(?:\.\d+)+\.?|\d+[.)]|[a-z][.)]|[ivx]+[.)])\s+(?=\S)")
SLASH = re.compile(r"\s*/\s*")
# "Relevant Council Aim/s", "Approach/es".
PLURAL = re.compile(r"(?<=\w)/(e?s)\b")
MARKS = re.compile(r"[^\w\s&/]+")
BULLET = "• "
NOT_GIVEN = "not given"
# What councils call the columns that the product knows (the five source documents; the seeds' tables).
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "reference": ("ref", "reference", "reference id", "id", "ref no", "reference number", "no"),
    "text": ("action", "actions", "key action", "key actions", "key target", "step", "steps", "objective", "equality objective"),
    "themes": ("cp theme", "cp themes", "theme", "themes", "council plan theme", "council plan themes", "council plan theme(s)"),
    "completed_by": (
        "by when", "completed by", "completed by date", "completion", "completion date", "deadline", "deadlines", "timescale",
        "timescales", "target date", "date", "when",
    ),
    "officers": (
        "accountable officer", "responsible officer", "responsible officers", "responsible", "who is responsible", "lead",
        "lead officer", "responsibility", "owner", "officer", "accountable officers",
    ),
    "milestones": ("milestones", "milestone", "milestones/deliverables", "milestones and deliverables", "deliverables"),
    "outcomes": ("outcome", "outcomes", "outcomes/success criteria", "success criteria", "outcomes and success criteria"),
    "resources": ("resource", "resources", "resources required"),
    "indicators": ("measure", "measures", "measured by", "performance measures", "indicator", "indicators", "pis"),
    "project_types": ("project type", "type", "type of project"),
    "priority_level": ("priority", "priority level", "moscow"),
    "grounds": ("ground", "grounds", "why it is in the plan"),
}  # fmt: skip

Key = TypeVar("Key")


def bare(text: str) -> str:
    """A heading without its number, capitals and punctuation."""
    text = PLURAL.sub(r"\1", SLASH.sub("/", plain(text)))
    shorter = NUMBER.sub("", text, count=1) if NUMBER.match(text) and not text[:1].isspace() else text
    kept = shorter if len(shorter) > 2 else text
    return plain(MARKS.sub(" ", kept.casefold()))


def same(one: str, other: str) -> bool:
    """Whether two headings say the same, with their numbers or without."""
    if not plain(one) or not plain(other):
        return False
    whole = plain(MARKS.sub(" ", one.casefold())) == plain(MARKS.sub(" ", other.casefold()))
    return whole or bare(one) == bare(other)


def column_of(heading: str, labels: Mapping[Key, str]) -> Key | None:
    """The column that a table's heading names: by its own label, else by what else councils call it. None for another."""
    for key, label in labels.items():
        if same(heading, label):
            return key
    said = bare(heading)
    return next((key for key in labels if said in SYNONYMS.get(str(key), ())), None)


def columns_of(headings: Sequence[str], labels: Mapping[Key, str]) -> dict[int, Key]:
    """Which of the table's columns is which; each is recognised once."""
    found: dict[int, Key] = {}
    for place, heading in enumerate(headings):
        key = column_of(heading, {key: label for key, label in labels.items() if key not in found.values()})
        if key is not None:
            found[place] = key
    return found


def unlisted(text: str) -> str:
    """A list in a cell: its lines without marks and numbers of their own."""
    return "\n".join(line.strip(" \t•·").strip() for line in text.splitlines() if line.strip(" \t•·-"))


def given(text: str) -> str:
    """What a cell says; that nothing is given says nothing."""
    return "" if plain(text).casefold() == NOT_GIVEN else text


def aligned(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """Which of the earlier rows each later one is, where rows have no reference: by the same words, then by likeness."""
    ours, theirs = [plain(text) for text in before], [plain(text) for text in after]
    pairs: dict[int, int] = {}
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs.update(zip(range(j1, j2), range(i1, i2), strict=True))
    for place, text in enumerate(theirs):
        if place not in pairs:
            was = next((old for old, said in enumerate(ours) if said == text and old not in pairs.values()), None)
            if was is not None:
                pairs[place] = was
    left = {ours[i]: i for i in range(len(ours)) if i not in pairs.values()}
    new = {theirs[j]: j for j in range(len(theirs)) if j not in pairs}
    for later, earlier in pair_alike(list(left), list(new)).items():
        pairs[new[later]] = left[earlier]
    return pairs
