from typing import Any

from django.core.management.base import CommandParser

from common.commands import AnswerCommand, CannotUse
from common.values.errors import Unreadable
from common.values.period import Period
from performance.models import Indicator
from performance.models.indicator import reference_key
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
        answer = _answer(indicator, period, explain(indicator, period))
        lines = [f"{answer['reference']} {answer['period']}: {answer['rating']}, {answer['direction']}"]
        self.say(answer, lines + ([answer["explanation"]] if options["explain"] else []), options["format"])
        return 0


def _answer(indicator: Indicator, period: Period, standing: Standing) -> dict[str, str]:
    """The object that other systems read. ``direction`` is what the figures give; a hand-set one is explained."""
    direction = standing.direction
    return {
        "reference": indicator.reference,
        "period": period.label,
        "result": standing.value,
        "target": standing.target,
        "rating": standing.rating.colour,
        "direction": direction.computed if direction.overridden else direction.word,
        "explanation": f"{standing.rating.sentence} {direction.sentence}",
    }
