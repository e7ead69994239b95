"""Parts that are a table with the template's own columns, and numbered paragraphs, as the file has them."""

from collections.abc import Iterator
from typing import Any

from common.documents.word_reading import Grid, Line, Read
from serviceplans.parts.paragraphs import ParagraphsPart
from serviceplans.parts.tables import TablePart
from serviceplans.word.base import Merged, Said
from serviceplans.word.matching import PRINTED, aligned, columns_of, plain, same, unlisted

HEADING_ROWS = 3


def read_table(kind: TablePart, blocks: list[Read], own: bool) -> Said:
    """The rows of every table in the part that has its columns, under the headings that stand within it."""
    said = Said()
    above = [""] * len(kind.groups)
    for block in blocks:
        if isinstance(block, Line):
            found = None if own else group_of(kind, block)
            if found is None:
                said.left.append(block)
            else:
                above = [*above[: found[0]], found[1], *[""] * (len(above) - found[0] - 1)]
        elif not rows_of(kind, block, said, above):
            said.left.append(block)
    return said


def group_of(kind: TablePart, line: Line) -> tuple[int, str] | None:
    """Which of the headings above a table's rows a line gives, and what it says: "Service objective: Safe communities"."""
    term, colon, value = line.text.partition(":")
    if not colon or not value.strip():
        return None
    labels = [str(column["label"]) for column in kind.groups]
    return next(((place, value.strip()) for place, label in enumerate(labels) if same(term, label)), None)


def fits(kind: TablePart, headings: tuple[str, ...]) -> dict[int, str]:
    """The columns that a table's first row names, where it names enough of them to be this part's table."""
    found = columns_of(headings, {column["key"]: column["label"] for column in kind.columns})
    shown = len(kind.columns) - len(kind.groups)
    return found if len(found) >= min(2, shown) and 2 * len(found) >= shown else {}


def heads_of(kind: TablePart, grid: Grid) -> tuple[int, tuple[str, ...]]:
    """Where the rows begin under the headings of the part's columns, and what these are; (0, ()) for another table.

    A heading may go over two rows ("2008/09" above "Target"), and a title over all columns may stand above them.
    """
    for place, row in enumerate(grid.rows[:HEADING_ROWS]):
        below = grid.rows[place + 1].cells if place + 1 < len(grid.rows) else ()
        two = tuple(f"{a} {b}".strip() if a != b else a for a, b in zip(row.cells, below, strict=False))
        # Or years stand below one cell that spans them, with the other headings above.
        last = tuple(b or a for a, b in zip(row.cells, below, strict=False))
        one, level = fits(kind, row.cells), len(below) == len(row.cells) > 1
        both = max((two, last), key=lambda heads: len(fits(kind, heads))) if level else ()
        if both and len(fits(kind, both)) > len(one):
            return place + 2, both
        if one:
            return place + 1, row.cells
        if len(row.cells) > 1:
            break
    return 0, ()


def rows_of(kind: TablePart, grid: Grid, said: Said, above: list[str]) -> bool:
    """Add the rows of a table to ``said``; ``above``: what lines above it say of its groups."""
    begins, headings = heads_of(kind, grid)
    columns = fits(kind, headings)
    if not columns:
        return False
    said.left += [Line(text) for row in grid.rows[: begins - 1] for text in row.cells if len(row.cells) == 1 and text]
    said.left += [Line(text) for place, text in enumerate(headings) if place not in columns and text]
    levels, pending = above, list[str]()
    for row in grid.rows[begins:]:
        if len(row.cells) == 1 and len(columns) > 1:
            pending += [text for text in row.cells if text]
            continue
        if pending:
            said.left += [Line(text) for text in pending[: max(len(pending) - len(levels), 0)]]
            levels = _under(kind, levels, pending)
            pending = []
        found = {column["key"]: level for column, level in zip(kind.groups, levels, strict=True)}
        found |= {key: row.cells[place] for place, key in columns.items() if place < len(row.cells)}
        if any(found[key] for key in columns.values() if key in found):
            said.rows.append(found)
        said.left += [Line(text) for text in beside(row.cells, columns, headings)]
    said.left += [Line(text) for text in pending]
    return True


def beside(cells: tuple[str, ...], columns: dict[int, str], headings: tuple[str, ...]) -> Iterator[str]:
    """What a row says in columns that the part has not, with the heading of each and the row's first words."""
    name = next((cell for place, cell in enumerate(cells) if place in columns and cell), "")
    for place, cell in enumerate(cells):
        if cell and place not in columns:
            heading = headings[place] if place < len(headings) else ""
            yield " | ".join(text for text in (name, f"{heading}: {cell}" if heading else cell) if text)


def _under(kind: TablePart, levels: list[str], headings: list[str]) -> list[str]:
    """Headings within a table stand for the innermost levels, those further in being begun again."""
    headings = headings[-len(levels) :] if levels else []
    kept = levels[: len(levels) - len(headings)]
    return [*kept, *(_without_label(kind, len(kept) + n, text) for n, text in enumerate(headings))]


def _without_label(kind: TablePart, level: int, text: str) -> str:
    column = kind.groups[level]
    return text.removeprefix(f"{column['label']}: ") if column.get("named") else text


def read_paragraphs(kind: ParagraphsPart, blocks: list[Read], own: bool) -> Said:
    """A heading begins a paragraph, and so does a printed number; what follows belongs to it."""
    said = Said()
    for block in blocks:
        if isinstance(block, Grid):
            said.left.append(block)
            continue
        if block.style == "Muted":
            said.left.append(block)
            continue
        printed = PRINTED.match(block.text)
        number = printed[1] if printed else ""
        words = block.text[printed.end() :] if printed else block.text
        if block.level:
            said.rows.append({"number": number, "heading": words, "text": ""})
        elif number and not block.bullet:
            said.rows.append({"number": number, "heading": "", "text": words})
        else:
            _go_on(said, block)
    return said


def _go_on(said: Said, line: Line) -> None:
    """Text that belongs to the paragraph before it, or begins the first one."""
    text = f"- {line.text}" if line.bullet else line.text
    if not said.rows:
        said.rows.append({"number": "", "heading": "", "text": text})
        return
    before = said.rows[-1]["text"]
    gap = "\n" if line.bullet and before.rpartition("\n")[2].startswith("- ") else "\n\n" if before else ""
    said.rows[-1]["text"] = f"{before}{gap}{text}"


def merge_rows(kind: TablePart, data: dict[str, Any], before: Said, after: Said, own: bool) -> Merged:
    """The rows that the file has, each with the stored words of what it left alone. A file from elsewhere only adds."""
    merged = Merged({"rows": []})
    stored = data["rows"]
    exact = len(before.rows) == len(stored)
    keys = [column["key"] for column in kind.columns]
    pairs = (
        aligned([_words(row, keys) for row in before.rows], [_words(row, keys) for row in after.rows]) if exact else {}
    )
    if not own:
        merged.data["rows"] = [*stored]
    elif not exact and [_words(row, keys) for row in before.rows] == [_words(row, keys) for row in after.rows]:
        return Merged(data)
    for place, row in enumerate(after.rows):
        was = pairs.get(place)
        new = dict.fromkeys(keys, "") if was is None else {**stored[was]}
        for column in kind.columns:
            key = column["key"]
            if was is not None and plain(row.get(key, "")) == plain(before.rows[was].get(key, "")):
                continue
            new[key] = _value(kind, column, row.get(key, ""), new[key], place, merged)
        if isinstance(kind, ParagraphsPart) and was is None and new["number"] == kind.numbered(place + 1, "").strip():
            new["number"] = ""
        if not own and was is not None:
            merged.data["rows"][was] = new
        elif any(new.values()):
            merged.data["rows"].append(new)
    return merged


def _words(row: dict[str, str], keys: list[str]) -> str:
    return "\n".join(row.get(key, "") for key in keys)


def _value(kind: TablePart, column: dict[str, Any], text: str, now: str, place: int, merged: Merged) -> str:
    if column["type"] == "list":
        return unlisted(text)
    if column["type"] == "choice" and text:
        found = next(
            (option for option in column["options"] if plain(option).casefold() == plain(text).casefold()), None
        )
        if found is None:
            listed = ", ".join(column["options"])
            merged.refuse(f"{kind.title}, row {place + 1}, {column['label']}", text, f"is none of: {listed}")
            return now
        return str(found)
    return text if column["type"] == "text" else " ".join(text.split())
