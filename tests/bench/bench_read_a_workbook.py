"""How long a workbook of results takes to be read in its limited child process. Run by make bench."""

import time

from tests.common.files import HEADINGS, read, shared

ROWS, BUDGET_SECONDS = 10_000, 3


def test_ten_thousand_rows():
    """10,000 rows of six columns, the child's start included."""
    data = shared(
        [*HEADINGS, "Status", "Commentary", "Target"],
        *[[f"A{n}", "2018/19", n / 7, "final", "on track", 50] for n in range(ROWS)],
    )
    started = time.monotonic()
    intake = read(data)
    took = time.monotonic() - started
    print(f"reading {ROWS:,} rows of a workbook: {took:.2f} s (budget {BUDGET_SECONDS} s)")
    assert len(intake.rows) == ROWS
    assert took < BUDGET_SECONDS
