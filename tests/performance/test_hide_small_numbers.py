"""Small counts of a published breakdown cannot be read, nor worked out from the total."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.rules.suppression import WITHHELD, fewer, suppress

FEW = fewer()


def counts(*numbers):
    return [None if number is None else Decimal(number) for number in numbers]


@pytest.mark.parametrize(
    ("numbers", "total", "cells", "shown_total"),
    [
        ((12, 30, 8), 50, ("", "", ""), ""),
        ((12, 30, 4), None, ("", "", FEW), ""),
        ((12, 30, 4), 46, (WITHHELD, "", FEW), ""),
        ((12, 3, 4), 19, ("", FEW, FEW), ""),
        ((12, 4, 4), 20, (WITHHELD, FEW, FEW), ""),
        ((4, 4, 4), 12, (FEW, FEW, FEW), WITHHELD),
        ((12, 40, 4, 4), 60, (WITHHELD, "", FEW, FEW), ""),
        ((12, 5, 0), 17, (WITHHELD, WITHHELD, FEW), ""),
        ((2, 1), 3, (FEW, FEW), FEW),
        ((4,), 4, (FEW,), FEW),
        ((0, 0, 9), 9, (FEW, FEW, WITHHELD), ""),
        ((None, 3, 12), 20, ("", FEW, ""), ""),
    ],
)
def test_what_is_hidden(numbers, total, cells, shown_total):
    found = suppress(counts(*numbers), total=None if total is None else Decimal(total))
    assert (found.cells, found.total) == (cells, shown_total)


def could_be(numbers, found):
    """Every set of counts that a reader of what is published must think possible."""
    shown = [number for number, cell in zip(numbers, found.cells, strict=True) if not cell]
    most = min(shown) if shown else sum(numbers)
    ranges = [
        [number] if not cell else range(5) if cell == FEW else range(5, max(most, 5) + 1)
        for number, cell in zip(numbers, found.cells, strict=True)
    ]
    return [guess for guess in product(*ranges) if sum(guess) == sum(numbers)]


@given(st.lists(st.integers(0, 12), min_size=1, max_size=4))
def test_no_small_count_can_be_worked_out(numbers):
    found = suppress(counts(*numbers), total=Decimal(sum(numbers)))
    for place, number in enumerate(numbers):
        assert (found.cells[place] == FEW) is (number < 5)
    if not found.total:
        for place, cell in enumerate(found.cells):
            assert cell != FEW or len({guess[place] for guess in could_be(numbers, found)}) > 1
