"""Indicators with results and targets, written as an officer would write them."""

from datetime import UTC, datetime

import factory

from common.values.period import Period
from common.values.result import ResultValue
from common.values.target import TargetValue
from performance.models import Indicator, Result, Target


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Indicator

    reference = factory.Sequence(lambda n: f"IND{n:03}")
    name = factory.Sequence(lambda n: f"Something that is counted ({n})")
    decimal_places = 1
    unit = "percent"


def period_of(indicator, text):
    return Period.parse(text, frequency=indicator.frequency, year_type=indicator.year_type)


def result(indicator, period, value, **fields):
    """A stored result: ``result(indicator, "Q1 2019/20", "84.9%")``."""
    read, when = ResultValue.parse(value, unit=indicator.unit), period_of(indicator, period)
    return Result.objects.create(
        indicator=indicator,
        period_key=when.key,
        period=when.label,
        ends=when.end,
        number=read.number,
        words=read.words,
        comparator=read.comparator,
        state=read.state,
        entered_at=fields.pop("entered_at", datetime(2019, 7, 10, 9, tzinfo=UTC)),
        **fields,
    )


def target(indicator, period, value, **fields):
    """A stored target: ``target(indicator, "Q1 2019/20", "≤ 10", tolerance="5%")``."""
    read, when = TargetValue.parse(value, unit=indicator.unit), period_of(indicator, period)
    return Target.objects.create(
        indicator=indicator,
        period_key=when.key,
        period=when.label,
        ends=when.end,
        text=str(value),
        number=read.number,
        upper=read.upper,
        comparator=read.comparator,
        words=read.words,
        state=read.state,
        **fields,
    )
