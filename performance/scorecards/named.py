"""Which scorecard a person means: by its key or its title, without case, blanks and punctuation."""

from collections.abc import Iterable
from difflib import get_close_matches

from common.values.errors import Unreadable
from common.values.words import quoted
from performance.models import Scorecard

_OFFERED = 6


def plain_name(text: str) -> str:
    """A name without case, blanks and punctuation: "CMT  strategic" and "cmt-strategic" are the same."""
    return "".join(character for character in text.casefold() if character.isalnum())


class ScorecardNames:
    """Scorecards by every name that a file or a command may call them."""

    def __init__(self, scorecards: Iterable[Scorecard] = ()) -> None:
        self.all = list(scorecards)
        self._keys = {one.key: one for one in self.all}
        self._found: list[dict[str, list[Scorecard]]] = [{}, {}, {}]
        for one in self.all:
            for found, name in zip(self._found, (one.key, one.title, one.full_title), strict=True):
                found.setdefault(plain_name(name), []).append(one)
        self._names = {one.key: self._name_of(one) for one in self.all}

    def find(self, text: str) -> Scorecard:
        """The scorecard of this key or title. ``Unreadable`` suggests the nearest, and names the keys of several."""
        exact = self._keys.get(text.strip())
        if exact is not None:
            return exact
        for names in self._found:
            found = names.get(plain_name(text), [])
            if len(found) == 1:
                return found[0]
            if found:
                keys = "; ".join(one.key for one in found)
                raise Unreadable(f"{quoted(text)} is the title of several scorecards. Give a key: {keys}.")
        raise Unreadable(f"There is no scorecard {quoted(text)}.{self._hint(plain_name(text))}")

    def name(self, key: str) -> str:
        """What a file calls it: its title, or its key where the title could be taken for another's."""
        return self._names[key]

    def _name_of(self, scorecard: Scorecard) -> str:
        try:
            sole = self.find(scorecard.title) is scorecard
        except Unreadable:
            sole = False
        return scorecard.title if sole and ";" not in scorecard.title else scorecard.key

    def _hint(self, wanted: str) -> str:
        titles = {name: found[0].title for names in self._found for name, found in names.items()}
        near = get_close_matches(wanted, titles, n=1, cutoff=0.7)
        if near:
            return f" Did you mean {titles[near[0]]}?"
        if not self.all:
            return " None has been made."
        more = f" and {len(self.all) - _OFFERED} more" if len(self.all) > _OFFERED else ""
        return f" There are: {'; '.join(one.title for one in self.all[:_OFFERED])}{more}."
