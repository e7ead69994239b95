"""A rating or a direction that an officer set by hand: marked, with the reason, and what the figures give still told."""

from dataclasses import dataclass, replace

from .direction import DirectionOfTravel
from .rating import Rating

_WORDS = {"rating": {"none": "not rated"}, "direction": {"none": "no trend"}}
# With these a sentence of ours begins; anything else that it begins with is a period's name.
_OPENINGS = frozenset({"Being", "From", "It", "Its", "One", "The", "There", "Whether"})


@dataclass(frozen=True, slots=True)
class ByHand:
    """What was set, why, and the title of the post for which somebody set it ("" where it is not known)."""

    value: str
    reason: str
    post: str = ""


def rating_by_hand(computed: Rating, hand: ByHand) -> Rating:
    """The rating that counts: "Set to green by hand (Performance officer): … Computed as red, because …"."""
    sentence = _told("rating", hand, computed.colour, computed.sentence)
    return Rating(hand.value, sentence, overridden=True, reason=hand.reason, computed=computed.colour)


def direction_by_hand(computed: DirectionOfTravel, hand: ByHand) -> DirectionOfTravel:
    """The direction that counts; the arrow stays the way that the number went."""
    sentence = _told("direction", hand, computed.word, computed.sentence)
    return replace(
        computed, word=hand.value, sentence=sentence, overridden=True, reason=hand.reason, computed=computed.word
    )


def word_of(what: str, value: str) -> str:
    """A rating's or a direction's word within a sentence: "green", "not rated", "no trend"."""
    return _WORDS[what].get(value, value)


def _told(what: str, hand: ByHand, computed: str, because: str) -> str:
    said = f"Set to {word_of(what, hand.value)} by hand" + (f" ({hand.post})" if hand.post else "")
    return f"{said}: {hand.reason.rstrip('.')}. Computed as {word_of(what, computed)}, because {_lower(because)}"


def _lower(sentence: str) -> str:
    """A sentence of ours as it goes on after a comma."""
    ours = sentence.partition(" ")[0] in _OPENINGS
    return sentence[:1].lower() + sentence[1:] if ours else sentence
