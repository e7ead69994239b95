"""Defining an indicator: put on the register, changed, retired and taken up again."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from common.ledger import record
from common.verdict import Conflict, Refused, Stale
from council.models import User
from performance.formulas import Said, input_keys, objection, register
from performance.models import Indicator
from performance.models.indicator import reference_key
from performance.permissions import acting_post, may_define
from performance.standing.state import refresh

IN_USE = "It has results by its present periods. Retire it, and add an indicator for the new ones."
# What a definition names several of: by what they are ordered, and called in the ledger.
LINKED = {"themes": "code", "shared_services": "prefix"}
# What a formula needs to know of an indicator: who calculates from it must be able to go on.
_COUNTED_BY = ("unit", "frequency", "year_type")
_RHYTHM = ("frequency", "year_type")


class FieldRefused(Refused):
    """A definition that cannot be, with the name of the field at fault."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def define_indicator(facts: Mapping[str, Any], *, by: User) -> Indicator:
    """Put an indicator on the register. Conflict where the reference has been taken meanwhile."""
    may_define(by).require()
    if Indicator.objects.filter(reference_key=reference_key(facts["reference"])).exists():
        raise Conflict(f"The register already has an indicator {facts['reference']}.")
    indicator = Indicator()
    _set(indicator, facts)
    refresh([indicator.pk])
    _record("indicator.added", indicator, by, after=_said(facts))
    return indicator


@transaction.atomic
def change_definition(indicator_id: int, facts: Mapping[str, Any], counter: int, *, by: User) -> Indicator:
    """Save a definition as the form has it. Stale where somebody else changed the indicator since it was read.

    FieldRefused where its results, or a formula that counts it, stand in the way.
    """
    may_define(by).require()
    held = {one.pk: one for one in Indicator.objects.order_by("pk").select_for_update()}
    indicator = held[indicator_id]
    if indicator.counter != counter:
        sentence = f"{indicator.reference} was changed since you read it."
        raise Stale(sentence, counter=indicator.counter, stored=indicator)
    before = facts_of(indicator)
    changed = {name for name in facts if facts[name] != before[name]}
    if not changed:
        return indicator
    _require_possible(indicator, facts, changed, held.values())
    indicator.counter += 1
    _set(indicator, facts)
    refresh([indicator.pk])
    was = _said({name: before[name] for name in changed})
    _record("indicator.changed", indicator, by, before=was, after=_said({name: facts[name] for name in changed}))
    return indicator


def facts_of(indicator: Indicator) -> dict[str, Any]:
    """What a form of an indicator holds, as it is stored."""
    names = [field.name for field in Indicator._meta.concrete_fields if field.name not in _ELSEWHERE]
    found = {name: getattr(indicator, name) for name in names}
    linked = {name: tuple(getattr(indicator, name).order_by(key)) for name, key in LINKED.items()}
    return found | {"owned_by": indicator.owned_by, **linked}


_ELSEWHERE = frozenset(
    {"id", "reference", "reference_key", "slug", "owner_post", "owner_text", "formula", "within_control", "withheld", "counter"}
)  # fmt: skip


def _require_possible(indicator: Indicator, facts: Mapping[str, Any], changed: set[str], held: Any) -> None:
    for name in _RHYTHM:
        if name in changed and indicator.results.exists():
            raise FieldRefused(name, IN_USE)
    if not changed & set(_COUNTED_BY):
        return
    key = indicator.reference_key
    told = [one for one in held if one.pk == indicator.pk or key in input_keys(one.formula)]
    known = register(held)
    named = {name: facts[name] for name in _COUNTED_BY}
    known[key] = Said(indicator.reference, **named, formula=indicator.formula.strip())
    for one in told:
        against = objection(known[one.reference_key], known) if one.formula.strip() else None
        if against is not None:
            name = next(name for name in _COUNTED_BY if name in changed)
            raise FieldRefused(name, f"{one.reference} is calculated: {against.sentence}")


def _set(indicator: Indicator, facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        if name not in LINKED:
            setattr(indicator, name, value)
    if indicator.service and indicator.directorate is None:
        indicator.directorate = indicator.service.directorate
    indicator.save()
    for name in LINKED:
        getattr(indicator, name).set(facts[name])


def _said(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as the ledger keeps them: words, and plain values as they are."""
    plain = (str, int, bool, type(None))
    return {
        name: ", ".join(getattr(one, LINKED[name]) for one in value)
        if name in LINKED
        else value
        if isinstance(value, plain)
        else str(value)
        for name, value in facts.items()
    }


def _record(verb: str, indicator: Indicator, by: User, **told: Any) -> None:
    record(verb, f"indicator {indicator.reference}", actor_id=by.pk, post=acting_post(by), **told)
