"""Whether a change of words is no more than a typing error: what an officer may put right in a plan that was approved.

Figures, negations and words that come or go change what a plan promises; a slip of the keyboard does not.
"""

import re
from difflib import SequenceMatcher

WORD = re.compile(r"\w+(?:['’\-]\w+)*")
MOST_PLACES = 5
# Small words that a typist leaves out or writes twice, and that promise nothing.
SMALL = frozenset({"a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "and", "is", "are", "that", "which"})
NEGATIONS = frozenset({"no", "not", "nor", "never", "none", "nobody", "nothing", "without", "cannot"})
NUMBERS = frozenset(
    {
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty",
        "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "thousand", "million", "half", "third", "quarter",
        "all", "every", "each", "any", "some", "most", "few", "fewer", "more", "less", "once", "twice", "double",
    }
)  # fmt: skip


def is_typing_error(before: str, after: str) -> bool:
    """Whether the two texts say the same but for slips: letters, doubled or small words, punctuation, capitals, spaces."""
    if not before.strip() or not after.strip() or _figures(before) != _figures(after):
        return False
    ours, theirs = WORD.findall(before.lower()), WORD.findall(after.lower())
    places = [code for code in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes() if code[0] != "equal"]
    if len(places) > MOST_PLACES:
        return False
    return all(_is_slip(ours[i1:i2], theirs[j1:j2], theirs[:j1][-1:]) for _, i1, i2, j1, j2 in places)


def _figures(text: str) -> list[str]:
    """Every figure with the signs that give it its meaning: £1.5m, 85%, 31/03/2020, −3."""
    return re.findall(r"[£−-]?\d[\d.,/:]*\d?\s?(?:%|[kmbn]+\b)?", text)


def _is_slip(ours: list[str], theirs: list[str], kept: list[str]) -> bool:
    if "".join(ours) == "".join(theirs):
        return True  # One word written as two, or two as one.
    if len(ours) == len(theirs):
        return all(_is_same_word(one, other) for one, other in zip(ours, theirs, strict=True))
    gone, come = [w for w in ours if w not in SMALL], [w for w in theirs if w not in SMALL]
    if not theirs and ours == kept:
        return True  # A word that stood twice.
    return len(gone) == len(come) and all(_is_same_word(one, other) for one, other in zip(gone, come, strict=True))


def _is_same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if {one, other} & (NEGATIONS | NUMBERS) or one.endswith("n't") != other.endswith("n't"):
        return False
    if any(letter.isdigit() for letter in one + other):
        return False
    steps = _distance(one, other)
    return steps <= 1 or (steps == 2 and one[0] == other[0] and min(len(one), len(other)) >= 5)


def _distance(one: str, other: str) -> int:
    """Letters to change, add, drop or swap with their neighbour to make one word the other."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
