"""What the page of an indicator says of its calculation, its checks and its breakdowns."""

from dataclasses import dataclass
from typing import Any

from performance.breakdowns import BreakdownTable, tables_of
from performance.calculation import Calculation, calculation_of
from performance.choices import Verification
from performance.formulas import references_in
from performance.gathering import Hanging
from performance.models import Indicator, Result
from performance.permissions import may_answer_for, may_see_figures, may_set_formula

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


def details_of(indicator: Indicator, rows: Hanging, user: Any) -> Details:
    """From what hangs on the indicator. Three queries more for one that is calculated."""
    answers, sees = bool(may_answer_for(user, indicator)), bool(may_see_figures(user, indicator))
    shown = rows.breakdowns if sees or not indicator.withheld else []
    return Details(
        slug=indicator.slug,
        calculation=calculation_of(indicator, user),
        used_by=[
            one for one in rows.calculated if indicator.reference_key in {ref.key for ref in references_in(one.formula)}
        ],
        may_set_formula=bool(may_set_formula(user)),
        checks=[one for at, one in enumerate(rows.checks) if not at or one.verification != VERIFIED] if answers else [],
        breakdowns=tables_of(indicator, shown, rows.whole, whole=sees),
        may_break_down=answers,
    )
