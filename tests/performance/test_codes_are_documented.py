"""Other systems rely on the codes of refused rows: each that the code can give is in the documentation."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODES = re.compile(r'"((?:unknown|unreadable|missing|duplicate|reference|range|frequency|period|formula)-[a-z-]+)"')


def codes_in(*folders):
    files = [path for folder in folders for path in (ROOT / "performance" / folder).rglob("*.py")]
    return {code for path in files for code in CODES.findall(path.read_text())}


@pytest.mark.parametrize("code", sorted(codes_in("imports", "resources")))
def test_a_code_is_in_the_documentation(code):
    assert f"`{code}`" in (ROOT / "docs" / "import-codes.md").read_text()


def test_the_search_finds_codes():
    assert {"unknown-reference", "duplicate-row", "unreadable-result"} <= codes_in("imports", "resources")
