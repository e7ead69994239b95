"""Which part of the plan each line and table of the file stands in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from common.documents.word_reading import Grid, Line, Read
from common.documents.word_xml import anchor_name
from serviceplans.parts import PartKind, kind_for
from serviceplans.parts.actions import ActionsPart
from serviceplans.parts.tables import TablePart
from serviceplans.rules.health import parts_of, section_name
from serviceplans.word.base import LONGEST_HEADING, Slice
from serviceplans.word.elsewhere import facts_by_part, fit, part_of_grid, part_of_line, parted
from serviceplans.word.matching import same


@dataclass
class Sliced:
    """A file by part; ``outside``: what stands in none, with the heading above it. ``own``: it was exported from here."""

    slices: dict[str, Slice]
    outside: list[tuple[str, Read]]
    own: bool


def sliced(blocks: list[Read], content: Mapping[str, Any]) -> Sliced:
    """The file cut up by the template's headings: by the hidden marks that an export has, else by their words."""
    slices = {
        part["key"]: Slice(section_name(section), kind_for(dict(part)), part["data"])
        for section, part in parts_of(content)
    }
    marks = {anchor_name(key).lower(): key for key in slices}
    of_section: dict[str, list[str]] = {}
    for section, part in parts_of(content):
        of_section.setdefault(section["key"], []).append(part["key"])
    sections = {key: section for section, _ in parts_of(content) for key in [section["key"]]}
    own = is_own(blocks, set(marks), {anchor_name(f"section-{key}").lower() for key in sections})
    cutter = _Cutter(slices, marks, of_section, sections, own)
    for block in blocks:
        cutter.take(block)
    return Sliced(slices, cutter.outside, own)


def is_own(blocks: list[Read], parts: set[str], sections: set[str]) -> bool:
    """Whether a file was exported from a plan of this template: it has hidden marks of its parts, and of few other sections.

    An export of another template has some part's mark by chance; what it does not have is not gone from the plan.
    """
    found = {mark for block in blocks if isinstance(block, Line) for mark in block.marks}
    named = {mark for mark in found - parts if mark.startswith("section_")}
    return bool(found & parts) and 2 * len(named & sections) >= len(named)


class _Cutter:
    """Goes through a file from its beginning, and keeps in which part it is."""

    def __init__(
        self, slices: dict[str, Slice], marks: Mapping[str, str], of_section: Mapping[str, list[str]],
        sections: Mapping[str, Mapping[str, Any]], own: bool,
    ) -> None:  # fmt: skip
        self.slices, self.marks, self.of_section, self.sections, self.own = slices, marks, of_section, sections, own
        self.here: str | None = None
        self.above = ""
        self.last: str | None = None  # the part of the last table
        self.adjoins = False  # whether nothing stands between it and what comes
        self.led = False  # whether a line since then said where it belongs
        self.rank = 2  # of the heading under which the part stands; one of a lower rank belongs to the part
        # The table of actions before, and the headings met: one that stands again, on the next page, ends nothing.
        self.goes_on: str | None = None
        self.met: set[str] = set()
        self.outside: list[tuple[str, Read]] = []

    def take(self, block: Read) -> None:
        if isinstance(block, Grid) and not self.own:
            for grid in parted(block, self.slices):
                self._grid(grid)
            return
        self.adjoins = False
        if isinstance(block, Line):
            self.goes_on = self.goes_on if block.text in self.met else None
            self.met.add(block.text)
            if could_be_heading(block, self.own) and (self._heading_with(block) or self._heading(block)):
                return
        if isinstance(block, Line) and not self.own:
            found = part_of_line(block, self.slices, self.here)
            self.here, self.led = found or self.here, self.led or bool(found)
        self._put(self.here, block)

    def _put(self, key: str | None, block: Read) -> None:
        if key is None:
            self.outside.append((self.above, block))
        else:
            self.slices[key].found = True
            self.slices[key].blocks.append(block)

    def _heading_with(self, line: Line) -> bool:
        """ "OPERATIONAL PLAN: Partnerships Team": a part's heading, and what its first rows stand under."""
        heading, colon, under = line.text.partition(":")
        if self.own or not colon or not under.strip():
            return False
        for key, cut in self.slices.items():
            label = outermost(cut.kind)
            if label and (same(heading, cut.kind.title) or same(heading, cut.kind.heading)):
                self.here, self.above, self.led = key, heading, True
                self._put(key, Line(f"{label}: {under.strip()}"))
                return True
        return False

    def _heading(self, line: Line) -> bool:
        """Whether the line is a heading that says where what follows belongs, or belongs nowhere."""
        named = part_named(line, self.slices, self.marks, self.own)
        within = None if named else section_named(line, self.sections)
        if named or within:
            self.here, self.above = named or (self._first_of(within) if within else None), line.text
            self.rank = line.level if named and self.own else 2
            self.led = self.here is not None
            if self.here:
                self.slices[self.here].found = True
            return True
        if 0 < line.level <= self.rank and (self.own or not part_of_line(line, self.slices, self.here)):
            # A heading of the same rank that the template has not: what is under it belongs to no part.
            self.outside.append((self.above, line))
            self.here, self.above, self.rank = None, line.text, 2
            return True
        return False

    def _first_of(self, section: str) -> str | None:
        """Where text right under a section's heading belongs: its only part, or the running text with which it begins."""
        first, *others = self.of_section[section]
        runs_on = not self.own and self.slices[first].kind.kind == "paragraphs"
        return first if runs_on or not others else None

    def _grid(self, block: Grid) -> None:
        """A table of a file from elsewhere, which shows by itself where it belongs."""
        facts = facts_by_part(block, self.slices)
        for key, grid in facts.items():
            self._put(key, grid)
        if facts:
            return
        found = self.last if self.adjoins and self.last else None
        if not found or not fit(self.slices[found], block):
            found = part_of_grid(block, self.slices, self.here, self.last, self.led) or self.goes_on
        self._put(found, block)
        self.last, self.adjoins, self.led = found, True, False
        if found and self.slices[found].kind.kind == "actions":
            self.here = self.goes_on = found


def outermost(kind: PartKind) -> str:
    """What the first of the headings above a part's rows is called; "" where it has none."""
    if isinstance(kind, ActionsPart):
        return str(next((c["label"] for c in kind.objective_columns if c.get("level")), kind.objective_word))
    return str(kind.groups[0]["label"]) if isinstance(kind, TablePart) and kind.groups else ""


def could_be_heading(line: Line, own: bool) -> bool:
    """Councils set headings in bold as often as in a heading's style; an export has always the style."""
    return bool(line.level) or (
        not own and (line.bold or not line.bullet) and len(line.text) <= LONGEST_HEADING and "\n" not in line.text
    )


def part_named(line: Line, slices: Mapping[str, Slice], marks: Mapping[str, str], own: bool) -> str | None:
    marked = next((marks[mark] for mark in line.marks if mark in marks), None)
    if marked and line.level:
        return marked
    if own and line.level > 2:
        return None
    found = [key for key, cut in slices.items() if same(line.text, cut.kind.title) or same(line.text, cut.kind.heading)]
    # A heading that is there twice is the next one that has not been met.
    return next((key for key in found if not slices[key].found), found[0] if found and line.level else None)


def section_named(line: Line, sections: Mapping[str, Mapping[str, Any]]) -> str | None:
    for key in sections:
        if anchor_name(f"section-{key}").lower() in line.marks:
            return key
    if line.level > 1:
        return None
    return next(
        (
            key
            for key, s in sections.items()
            if same(line.text, f"{s['number']} {s['heading']}") or same(line.text, s["heading"])
        ),
        None,
    )


def texts(block: Read) -> Iterator[str]:
    """What a block says, for a person: a table row by row."""
    if isinstance(block, Line):
        yield block.text
    else:
        yield from (" | ".join(" ".join(cell.split()) for cell in row.cells) for row in block.rows if any(row.cells))


def is_facts(grid: Grid) -> bool:
    """Whether every row is a pair: a term and what is said of it."""
    return all(len(row.cells) == 2 for row in grid.rows)
