"""Making and changing scorecards: by officers in the browser, and by loaders."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from common.ledger import record
from common.verdict import Conflict, Stale
from council.models import Directorate, Portfolio, User
from performance.models import Indicator, Scorecard
from performance.permissions import acting_post, may_build
from performance.rules.layout import STYLES, Layout, Section, members
from performance.scorecards.layouts import layout_of, write_layout

STALE = "Somebody else changed this scorecard since you read it."


@dataclass(frozen=True)
class Details:
    """What a scorecard is, apart from its indicators. ``style`` counts when it is made: see ``rules.layout.STYLES``."""

    title: str
    kind: str
    audience: str = ""
    directorate: Directorate | None = None
    portfolio: Portfolio | None = None
    draft: bool = False
    style: str = "directorate"


@transaction.atomic
def create_scorecard(details: Details, *, by: User | None, key: str = "", position: int = 0) -> Scorecard:
    """A new scorecard with the empty groups of its style. ``by`` None is for loaders."""
    if by is not None:
        may_build(by).require()
    scorecard = Scorecard(key=key or _free_key(details.title), position=position)
    _set(scorecard, details)
    scorecard.style = details.style
    scorecard.save()
    write_layout(scorecard, tuple(Section(name) for name in STYLES[details.style]))
    _record("scorecard.made", scorecard, by, after=_facts(scorecard))
    return scorecard


@transaction.atomic
def change_scorecard(scorecard_id: int, details: Details, *, counter: int, by: User) -> Scorecard:
    """Its title, audience and draft mark. Stale, with what is stored, where it was changed since it was read."""
    may_build(by).require()
    scorecard = _locked(scorecard_id, counter)
    before = _facts(scorecard)
    _set(scorecard, details)
    if _facts(scorecard) == before:
        return scorecard
    scorecard.counter += 1
    scorecard.save()
    _record("scorecard.changed", scorecard, by, before=before, after=_facts(scorecard))
    return scorecard


@transaction.atomic
def arrange_scorecard(scorecard_id: int, layout: Layout, *, counter: int | None, by: User | None) -> Scorecard:
    """Lay the scorecard out: its groups and indicators, in this order (see ``rules.layout`` for the steps).

    Stale where it was changed since ``counter`` was read; ``by`` and ``counter`` None are for loaders.
    """
    if by is not None:
        may_build(by).require()
    scorecard = _locked(scorecard_id, counter)
    before = layout_of(scorecard)
    if before == layout:
        return scorecard
    names = dict(Indicator.objects.filter(pk__in=members(before) + members(layout)).values_list("pk", "reference"))
    if set(members(layout)) - names.keys():
        raise Conflict("One of these indicators is no longer in the register. Nothing was changed.")
    write_layout(scorecard, layout)
    scorecard.counter += 1
    scorecard.save(update_fields=["counter"])
    _record("scorecard.arranged", scorecard, by, before=_named(before, names), after=_named(layout, names))
    return scorecard


@transaction.atomic
def retire_scorecard(scorecard_id: int, *, counter: int, by: User, back: bool = False) -> Scorecard:
    """Take the scorecard from its readers, or (``back``) give it back to them; pressed twice it is done once.

    Stale where it was changed since it was read.
    """
    may_build(by).require()
    scorecard = Scorecard.objects.select_for_update().get(pk=scorecard_id)
    if scorecard.retired is not back:
        return scorecard
    _require_fresh(scorecard, counter)
    scorecard.retired = not back
    scorecard.counter += 1
    scorecard.save(update_fields=["retired", "counter"])
    _record("scorecard.brought-back" if back else "scorecard.retired", scorecard, by)
    return scorecard


def _locked(scorecard_id: int, counter: int | None) -> Scorecard:
    scorecard = Scorecard.objects.select_for_update().get(pk=scorecard_id)
    if counter is not None:
        _require_fresh(scorecard, counter)
    return scorecard


def _require_fresh(scorecard: Scorecard, counter: int) -> None:
    if scorecard.counter != counter:
        raise Stale(STALE, counter=scorecard.counter, stored=scorecard)


def _set(scorecard: Scorecard, details: Details) -> None:
    for name in ("title", "kind", "audience", "directorate", "portfolio", "draft"):
        setattr(scorecard, name, getattr(details, name))


def _free_key(title: str) -> str:
    base, number = slugify(title)[:70] or "scorecard", 1
    key, taken = base, set(Scorecard.objects.values_list("key", flat=True)) | {"new", "mine"}
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key


def _facts(scorecard: Scorecard) -> dict[str, Any]:
    names = ("title", "kind", "audience", "directorate_id", "portfolio_id", "draft")
    return {name: getattr(scorecard, name) for name in names}


def _named(layout: Layout, names: dict[int, str]) -> dict[str, list[str]]:
    return {section.name: [names.get(member, "") for member in section.members] for section in layout}


def _record(verb: str, scorecard: Scorecard, by: User | None, **what: Any) -> None:
    post = acting_post(by) if by else ""
    record(verb, f"scorecard {scorecard.key}", actor_id=by.pk if by else None, post=post, **what)
