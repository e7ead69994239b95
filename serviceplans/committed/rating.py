"""How one service's result is rated against what every service is committed to."""

from typing import TYPE_CHECKING

from common.values.result import ResultValue
from council.models import CouncilSettings
from performance.rules import Rating, rate

if TYPE_CHECKING:
    from serviceplans.models import CommitmentTarget


def rated(agreed: "CommitmentTarget", value: ResultValue, period: str, council: CouncilSettings) -> Rating:
    """By the council's own method, with the commitment's tolerance, else the indicator's."""
    measure, method = agreed.indicator.measure, council.rating_method
    return rate(value, agreed.value, measure, tolerance=agreed.slack, method=method, period=period)
