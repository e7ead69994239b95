"""Giving an indicator a formula, or taking it away."""

from django.db import transaction

from common.ledger import record
from common.verdict import Refused, Stale
from council.models import User
from performance.formulas import Said, objection, register
from performance.models import Indicator
from performance.permissions import acting_post, may_set_formula
from performance.standing.state import refresh

from .calculate import recalculate_of


@transaction.atomic
def set_formula(indicator_id: int, formula: str, counter: int, *, by: User) -> Indicator:
    """Calculate an indicator from others, and work out every period at once; "" gives it back to be entered by hand.

    Refused with the sentence for a formula that cannot be read, names what is not there, or goes round in a circle.
    """
    may_set_formula(by).require()
    # The whole register is held: of two formulas saved at once, the later sees the circle that it would close.
    held = list(Indicator.objects.order_by("pk").select_for_update())
    indicator = next(one for one in held if one.pk == indicator_id)
    formula = " ".join(formula.split())
    if indicator.counter != counter:
        sentence = f"{indicator.reference} was changed since you read it."
        raise Stale(sentence, counter=indicator.counter, stored=indicator)
    before, indicator.formula = indicator.formula, formula
    against = objection(Said.of(indicator), register(held)) if formula else None
    if against is not None:
        raise Refused(against.sentence)
    if formula == before:
        return indicator
    indicator.counter += 1
    indicator.save(update_fields=["formula", "counter"])
    refresh({indicator.pk} | set(recalculate_of([indicator])))
    record(
        "indicator.formula-set",
        f"indicator {indicator.reference}",
        actor_id=by.pk,
        post=acting_post(by),
        before={"formula": before},
        after={"formula": formula},
    )
    return indicator
