"""How councils print what this product keeps in columns: headings over the page again, labels within a cell, months by step."""

import re
from collections.abc import Mapping, Sequence

from common.documents.word_reading import Row
from serviceplans.word.matching import BULLET, column_of, unlisted

COUNTED = re.compile(r"^\d+[.)]\s+")
# Rows of several cells among which a table's headings are looked for; rows that span it may stand above them.
HEADING_ROWS = 3


def head_rows(rows: Sequence[Row]) -> int:
    """Among how many of a table's first rows its headings are looked for: three, and what spans it above them."""
    return HEADING_ROWS + next((n for n, row in enumerate(rows) if len(row.cells) > 1), 0)


def labelled(cell: str, columns: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """What a cell says under labels of its own ("Outputs: A report"), by column; and what stands above the first label."""
    said: dict[str, list[str]] = {}
    above: list[str] = []
    lines = above
    for line in cell.splitlines():
        term, colon, value = line.removeprefix(BULLET).partition(":")
        key = column_of(term, columns) if colon else None
        if key and key not in ("text", "reference") and key not in said:
            lines = said.setdefault(key, [])
            line = value.strip()
        lines += [line] if line else []
    return {key: "\n".join(found) for key, found in said.items()}, "\n".join(above)


def by_step(values: dict[str, str]) -> dict[str, str]:
    """Where steps and months are lists of the same length, each step has its month in brackets, as an export has it."""
    steps = [COUNTED.sub("", line) for line in unlisted(values.get("milestones", "")).splitlines()]
    months = [COUNTED.sub("", line) for line in unlisted(values.get("completed_by", "")).splitlines()]
    if len(steps) < 2 or len(steps) != len(months):
        return values
    return {
        **values,
        "milestones": "\n".join(f"{step} ({month})" for step, month in zip(steps, months, strict=True)),
        "completed_by": "; ".join(f"{number}. {month}" for number, month in enumerate(months, 1)),
    }
