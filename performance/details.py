"""What the page of an indicator says of its calculation, its checks and its breakdowns."""

from dataclasses import dataclass
from typing import Any

from performance.breakdowns import BreakdownTable, tables_of
from performance.formulas import references_in
from performance.models import Indicator, Result
from performance.permissions import may_answer_for, may_see_figures, may_set_formula

CHECKS = 4


@dataclass(frozen=True)
class Details:
    """``inputs`` are the indicators that the formula names, ``used_by`` those that are calculated from this one."""

    slug: str
    formula: str
    inputs: list[Indicator]
    used_by: list[Indicator]
    may_set_formula: bool
    checks: list[Result]
    breakdowns: list[BreakdownTable]
    may_break_down: bool


def details_of(indicator: Indicator, user: Any) -> Details:
    """At most five queries."""
    calculated = list(Indicator.objects.visible_to(user).exclude(formula=""))
    keys = [reference.key for reference in references_in(indicator.formula)]
    found = Indicator.objects.visible_to(user).filter(reference_key__in=keys) if keys else ()
    inputs = sorted(found, key=lambda one: keys.index(one.reference_key))
    answers, sees = bool(may_answer_for(user, indicator)), bool(may_see_figures(user, indicator))
    return Details(
        slug=indicator.slug,
        formula=indicator.formula,
        inputs=inputs,
        used_by=[
            one for one in calculated if indicator.reference_key in {ref.key for ref in references_in(one.formula)}
        ],
        may_set_formula=bool(may_set_formula(user)),
        checks=list(Result.objects.filter(indicator=indicator).order_by("-ends")[:CHECKS]) if answers else [],
        breakdowns=tables_of(indicator, whole=sees) if sees or not indicator.withheld else [],
        may_break_down=answers,
    )
