"""Parts that are named fields, as the file has them: a heading or a term for each, and what stands under or beside it."""

from typing import Any

from common.documents.prepare import folded
from common.documents.word_reading import Grid, Line, Read
from common.documents.word_xml import anchor_name
from serviceplans.parts.fields import LISTS, SHORT, FieldsPart
from serviceplans.word.base import Known, Merged, Said
from serviceplans.word.matching import BULLET, column_of, given, plain, same


def read_fields(kind: FieldsPart, blocks: list[Read], own: bool) -> Said:
    """What each field says, by key; a text's paragraphs have a blank line between them."""
    said = Said()
    labels = {field["key"]: field["label"] for field in kind.fields}
    marks = {anchor_name(f"{kind.key}-{key}").lower(): key for key in labels}
    long = [field["key"] for field in kind.fields if field["type"] not in SHORT]
    types = {field["key"]: field["type"] for field in kind.fields}
    # Text right under the part's heading belongs to the field that is called as the part is, or to the only one.
    first = next((key for key in long if folded(labels[key]) == folded(kind.heading)), None)
    first = first or (long[0] if len(long) == 1 else None)
    lists = [key for key, type_ in types.items() if type_ == "list"]
    here: str | None = None
    for block in blocks:
        if isinstance(block, Grid):
            _facts(block, labels, said)
            continue
        named = next((marks[mark] for mark in block.marks if mark in marks), None) or _labelled(block, labels, own)
        if named:
            here = named
            said.values.setdefault(here, "")
            continue
        if not own and _pair(block, labels, said):
            continue
        if block.level or (not own and block.bold and not block.bullet):
            # A heading that is no field's: what follows belongs to none, until one is named.
            here, first = None, first if own else None
        said_empty = block.style == "Muted"
        target = here or (first if not block.level and not said_empty else None)
        if not own and target in lists and not here and block.text.endswith((":", "-", "–")):
            target = None  # words that lead to the items of a list are none of them
        if target is None:
            said.left.append(block)
        else:
            _add(said, target, block, types[target])
    return said


def _labelled(line: Line, labels: dict[str, str], own: bool) -> str | None:
    if own and not line.level:
        return None
    if not line.level and (line.bullet or len(line.text) > 150):
        return None
    return next((key for key, label in labels.items() if same(line.text, label)), None)


def _pair(line: Line, labels: dict[str, str], said: Said) -> bool:
    """ "Director: Director of Children" in one line."""
    term, colon, value = line.text.partition(":")
    key = column_of(term, labels) if colon and value.strip() and len(term) < 80 else None
    if key is None:
        return False
    _say(said, key, value.strip())
    return True


def _say(said: Said, key: str, text: str) -> None:
    """What a field says beside its label; where the file says it twice, both."""
    before = said.values.get(key, "")
    said.values[key] = f"{before}\n{text}".strip() if plain(before) != plain(text) else text


def _facts(grid: Grid, labels: dict[str, str], said: Said) -> None:
    lost = []
    for row in grid.rows:
        key = column_of(row.cells[0], labels) if row.cells else None
        if key is None or len(row.cells) < 2:
            lost.append(row)
        else:
            _say(said, key, given("\n".join(cell for cell in row.cells[1:] if cell)))
    if any(any(row.cells) for row in lost):
        said.left.append(Grid(tuple(lost)))


def _add(said: Said, key: str, line: Line, type_: str) -> None:
    text = f"- {line.text}" if line.bullet and type_ not in LISTS else line.text.removeprefix(BULLET)
    before = said.values.get(key, "")
    gap = "\n" if type_ in LISTS or (line.bullet and before.rpartition("\n")[2].startswith("- ")) else "\n\n"
    said.values[key] = f"{before}{gap}{text}" if before else text


def merge_fields(kind: FieldsPart, data: dict[str, Any], before: Said, after: Said, known: Known, own: bool) -> Merged:
    """The data with each field that the file says otherwise. A field whose heading has gone, with its text, is emptied."""
    merged = Merged({**data})
    for field in kind.fields:
        key = field["key"]
        ours, theirs = str(before.values.get(key, "")), str(after.values.get(key, ""))
        if (not own and not theirs) or plain(ours) == plain(theirs):
            continue
        if field["type"] == "computed":
            merged.refuse(
                f"{kind.title}, {field['label']}", theirs, "is worked out from the record, so it is left as it is"
            )
        elif field["type"] == "strategies":
            merged.data[key] = _strategies(kind, field["label"], theirs, known, merged)
        elif field["type"] == "list":
            merged.data[key] = [line.strip() for line in theirs.splitlines() if line.strip()]
        else:
            merged.data[key] = " ".join(theirs.split()) if field["type"] in SHORT else theirs
    return merged


def _strategies(kind: FieldsPart, label: str, text: str, known: Known, merged: Merged) -> list[dict[str, str]]:
    found = []
    for line in text.splitlines():
        key = next((key for key, name in known.strategies.items() if same(name, line)), None)
        if key is None:
            merged.refuse(f"{kind.title}, {label}", line, "is no strategy of the council's")
        else:
            found.append({"key": key, "name": known.strategies[key]})
    return found
