"""Which part of the plan each line and table of the file stands in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from common.documents.word_reading import Grid, Line, Read
from common.documents.word_xml import anchor_name
from serviceplans.parts import PartKind, kind_for
from serviceplans.rules.health import parts_of, section_name
from serviceplans.word.matching import same

LONGEST_HEADING = 150


@dataclass
class Slice:
    """The blocks of one part. ``found``: its heading stands in the file."""

    section: str
    kind: PartKind
    data: dict[str, Any]
    blocks: list[Read] = field(default_factory=list)
    found: bool = False


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
    own = any(block.marks & marks.keys() for block in blocks if isinstance(block, Line))
    of_section: dict[str, list[str]] = {}
    for section, part in parts_of(content):
        of_section.setdefault(section["key"], []).append(part["key"])
    sections = {key: section for section, _ in parts_of(content) for key in [section["key"]]}
    here: str | None = None
    above = ""
    outside: list[tuple[str, Read]] = []
    for block in blocks:
        if isinstance(block, Line) and could_be_heading(block, own):
            named = part_named(block, slices, marks, own)
            within = None if named else section_named(block, sections)
            if named or within:
                here = named or (of_section[within][0] if within and len(of_section[within]) == 1 else None)
                above = block.text
                if here:
                    slices[here].found = True
                continue
            if 0 < block.level <= 2:
                # A heading of the same rank that the template has not: what is under it belongs to no part.
                outside.append((above, block))
                here, above = None, block.text
                continue
        if here:
            slices[here].blocks.append(block)
        else:
            outside.append((above, block))
    return Sliced(slices, outside, own)


def could_be_heading(line: Line, own: bool) -> bool:
    """Councils set headings in bold as often as in a heading's style; an export has always the style."""
    return bool(line.level) or (
        not own and not line.bullet and len(line.text) <= LONGEST_HEADING and "\n" not in line.text
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
