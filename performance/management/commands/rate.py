from typing import Any

from django.core.management.base import CommandParser

from common.commands import AnswerCommand, CannotUse
from common.values.errors import Unreadable
from common.values.period import Period
from performance.choices import BY_HAND, Direction
from performance.models import Indicator
from performance.models.indicator import reference_key
from performance.rules import DirectionOfTravel, Rating
from performance.rules.by_hand import word_of
from performance.standing import Standing, explain


class Command(AnswerCommand):
    help = "Rate one indicator in one of its own periods, and say why."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", help="The indicator, like BPI108.")
        parser.add_argument("period", help="One of its periods, like 2018/19 or Q1 2019/20.")
        parser.add_argument("--explain", action="store_true", help="Say why, where the answer is text.")

    def answer(self, **options: Any) -> int:
        key = reference_key(options["reference"])
        indicator = Indicator.objects.select_related("owner_post").filter(reference_key=key).first()
        if indicator is None:
            raise CannotUse(f"There is no indicator {options['reference']}.")
        try:
            period = Period.parse(options["period"], frequency=indicator.frequency, year_type=indicator.year_type)
        except Unreadable as error:
            raise CannotUse(error.sentence) from error
        standing = explain(indicator, period)
        answer = _answer(indicator, period, standing)
        rating, direction = _said("rating", standing.rating), _said("direction", standing.direction)
        lines = [f"{answer['reference']} {answer['period']}: {rating}, {direction}"]
        self.say(answer, lines + ([answer["explanation"]] if options["explain"] else []), options["format"])
        return 0


def _answer(indicator: Indicator, period: Period, standing: Standing) -> dict[str, str]:
    """The object that other systems read: the rating and the direction that count.

    A direction set by hand to a word that is not the format's (neutral) is given as the figures give it. What is set by
    hand, and what the figures give then, is in the explanation.
    """
    direction = standing.direction
    said = (standing.state.why, standing.rating.sentence, direction.sentence)
    return {
        "reference": indicator.reference,
        "period": period.label,
        "result": standing.value,
        "target": standing.target,
        "rating": standing.rating.colour,
        "direction": direction.computed if direction.word == Direction.NEUTRAL else direction.word,
        "explanation": " ".join(filter(None, said)),
    }


def _said(what: str, found: Rating | DirectionOfTravel) -> str:
    """A rating or a direction in words, with its mark and what the figures give."""
    value = found.colour if isinstance(found, Rating) else found.word
    if not found.overridden:
        return word_of(what, value)
    return f"{word_of(what, value)} ({BY_HAND}; computed as {word_of(what, found.computed)})"
