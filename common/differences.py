"""What became of a text: its words marked as kept, removed or added, so that a person can read the change in place.

Of ``words`` and ``whole``, the spans without those added are the earlier text, and without those removed the later one.
"""

import re
from collections import Counter
from difflib import SequenceMatcher

from common.documents.blocks import ADDED, REMOVED, SAME, Span

# A word keeps its figures together (£1,250.50, 31/03/2020, two-and-a-half); a line end is a token of its own.
TOKEN = re.compile(r"\n|[^\S\n]+|£?\w+(?:[.,'’/\-]\w+)*%?|[^\w\s]")
# Beyond this many comparisons texts are matched line by line first, so that a very long one cannot hold up a page.
MOST_STEPS = 4_000_000
# Below this share of words in common a reader is better served by the whole of both texts.
ALIKE = 0.35
SAME_ROW = 0.5
SHORT_WORD = 3

Region = tuple[str, str, str]  # kept, removed, added; either the first or the other two


def plain(text: str) -> str:
    """The text without the accidents of spacing: two texts that are the same here read the same."""
    return " ".join(text.split())


def whole(before: str, after: str) -> list[Span]:
    """One value in place of another: a date, a name, an amount."""
    if plain(before) == plain(after):
        return _spans([(after, "", "")])
    return _spans([("", before, after)])


def words(before: str, after: str) -> list[Span]:
    """Two wordings of one text, compared word by word."""
    if plain(before) == plain(after):
        return _spans([(after, "", "")])
    ours, theirs = TOKEN.findall(before), TOKEN.findall(after)
    if len(ours) * len(theirs) > MOST_STEPS:
        ours, theirs = before.splitlines(keepends=True), after.splitlines(keepends=True)
    regions = _joined(_matched(ours, theirs))
    kept = sum(len(_words_in(same)) for same, _, _ in regions)
    longest = max(len(_words_in(before)), len(_words_in(after)))
    if kept < ALIKE * longest:
        return _spans([("", before, after)])
    return _spans(regions)


def lines(before: str, after: str) -> list[Span]:
    """Two lists, one item on each line, whatever their order: items kept, reworded, added, and at the end those removed."""
    ours, theirs = before.splitlines(), after.splitlines()
    gone, new = Counter(ours) - Counter(theirs), Counter(theirs) - Counter(ours)
    reworded = pair_alike(list(gone), list(new))
    gone.subtract(reworded.values())
    shown: list[list[Span]] = []
    for item in theirs:
        if new[item] > 0:
            new[item] -= 1
            shown.append(words(reworded.pop(item), item) if item in reworded else [Span(item, ADDED)])
        else:
            shown.append([Span(item)])
    shown += [[Span(item, REMOVED)] for item in gone.elements()]
    return [span for place, item in enumerate(shown) for span in ([Span("\n"), *item] if place else item)]


def pair_alike(before: list[str], after: list[str]) -> dict[str, str]:
    """Texts of the later list with those of the earlier that they most likely were, the most alike first."""
    held = {text: Counter(_words_in(text.lower())) for text in {*before, *after}}
    found = sorted(
        ((_likeness(held[old], held[new]), -place, old, new) for place, new in enumerate(after) for old in before),
        reverse=True,
    )
    pairs: dict[str, str] = {}
    for alike, _, old, new in found:
        if alike >= SAME_ROW and new not in pairs and old not in pairs.values():
            pairs[new] = old
    return pairs


def _likeness(ours: Counter[str], theirs: Counter[str]) -> float:
    """How much two texts have in common: 0 nothing, 1 everything."""
    every = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / every if every else 1.0


def _words_in(text: str) -> list[str]:
    return [token for token in TOKEN.findall(text) if token[0].isalnum() or token[0] == "£"]


def _matched(ours: list[str], theirs: list[str]) -> list[Region]:
    regions: list[Region] = []
    matcher = SequenceMatcher(str.isspace, ours, theirs, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            regions.append(("".join(ours[i1:i2]), "", ""))
        else:
            regions.append(("", "".join(ours[i1:i2]), "".join(theirs[j1:j2])))
    return regions


def _joined(regions: list[Region]) -> list[Region]:
    """Changes with no more than a space or a small word between them become one: "a of b" reads better than three."""
    joined: list[Region] = []
    for place, (same, removed, added) in enumerate(regions):
        between = 0 < place < len(regions) - 1 and same and _is_weak(same)
        if joined and not joined[-1][0] and (between or not same):
            _, before, after = joined[-1]
            joined[-1] = ("", before + same + removed, after + same + added)
        else:
            joined.append((same, removed, added))
    return joined


def _is_weak(same: str) -> bool:
    held = _words_in(same)
    return "\n" not in same and (not held or (len(held) == 1 and len(held[0]) <= SHORT_WORD))


def _spans(regions: list[Region]) -> list[Span]:
    marked = [(text, mark) for region in regions for text, mark in zip(region, (SAME, REMOVED, ADDED), strict=True)]
    return [Span(text, mark) for text, mark in marked if text]
