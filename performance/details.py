"""What the page of an indicator says of its calculation, its checks and its breakdowns."""

from dataclasses import dataclass
from typing import Any

from performance.breakdowns import BreakdownTable, tables_of
from performance.calculation import Calculation, calculation_of
from performance.choices import Verification
from performance.formulas import references_in
from performance.models import Indicator, Result
from performance.permissions import may_answer_for, may_see_figures, may_set_formula

CHECKS = 8
VERIFIED = Verification.VERIFIED


@dataclass(frozen=True)
class Details:
    """``used_by`` are the indicators that are calculated from this one; ``checks`` its latest result, and any that is
    not verified."""

    slug: str
    calculation: Calculation
    used_by: list[Indicator]
    may_set_formula: bool
    checks: list[Result]
    breakdowns: list[BreakdownTable]
    may_break_down: bool


def details_of(indicator: Indicator, user: Any) -> Details:
    """At most seven queries."""
    calculated = list(Indicator.objects.visible_to(user).exclude(formula=""))
    rows = Result.objects.filter(indicator=indicator).order_by("-ends")[:CHECKS]
    answers, sees = bool(may_answer_for(user, indicator)), bool(may_see_figures(user, indicator))
    return Details(
        slug=indicator.slug,
        calculation=calculation_of(indicator, user),
        used_by=[
            one for one in calculated if indicator.reference_key in {ref.key for ref in references_in(one.formula)}
        ],
        may_set_formula=bool(may_set_formula(user)),
        checks=[one for at, one in enumerate(rows) if not at or one.verification != VERIFIED] if answers else [],
        breakdowns=tables_of(indicator, whole=sees) if sees or not indicator.withheld else [],
        may_break_down=answers,
    )
