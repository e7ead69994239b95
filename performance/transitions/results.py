"""One result entered or corrected on a page, and a direction of travel set by hand."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from common.ledger import record
from common.today import now
from common.values.period import Period
from common.values.result import ResultValue
from common.verdict import Refused, Stale
from council.models import User
from performance.choices import Direction, ResultStatus
from performance.imports.results import kept
from performance.imports.table import Author
from performance.models import DirectionOverride, Indicator, Result
from performance.permissions import acting_post, may_enter
from performance.standing.state import refresh


@dataclass(frozen=True)
class Entry:
    """What a person typed. ``counter`` is that of the result as they read it, 0 where there was none."""

    value: ResultValue
    commentary: str = ""
    status: str = ResultStatus.FINAL
    forecast: str = ""
    reason: str = ""
    counter: int = 0


@transaction.atomic
def enter_result(indicator_id: int, period: Period, entry: Entry, *, by: User) -> Result:
    """Enter the result of a period, or correct it: the earlier one is kept with the reason.

    Stale where somebody else saved it since it was read; Refused for a correction of the figure without a reason.
    """
    indicator = Indicator.objects.select_for_update().get(pk=indicator_id)
    may_enter(by, indicator).require()
    stored = Result.objects.filter(indicator=indicator, period_key=period.key).first()
    _require_fresh(stored, entry)
    if stored is not None and stored.value != entry.value and not entry.reason.strip():
        raise Refused("Say why the result is corrected: the earlier one is kept with the reason.")
    before = None if stored is None else _facts(stored)
    post, at = acting_post(by, indicator), now()
    result = stored or Result(indicator=indicator, counter=0)
    if stored is not None:
        kept(stored, Author(by.pk, post, entry.reason.strip()), at).save()
    result.when, result.value = period, entry.value
    result.commentary, result.status, result.forecast = entry.commentary, entry.status, entry.forecast
    result.entered_at, result.entered_by, result.entered_post = at, by, post
    result.batch, result.source_row, result.counter = None, None, result.counter + 1
    result.save()
    refresh([indicator.pk])
    verb, subject = "result.corrected" if stored else "result.entered", f"indicator {indicator.reference}"
    record(verb, subject, actor_id=by.pk, post=post, before=before, after={**_facts(result), "reason": entry.reason})
    return result


def _require_fresh(stored: Result | None, entry: Entry) -> None:
    counter = stored.counter if stored else 0
    if entry.counter != counter:
        raise Stale("Somebody else saved this result since you read it.", counter=counter, stored=stored)


def _facts(result: Result) -> dict[str, Any]:
    return {
        "period": result.period,
        "result": str(result.value.cell),
        "commentary": result.commentary,
        "status": result.status,
        "forecast": result.forecast,
    }


@transaction.atomic
def set_direction(
    indicator_id: int, period: Period, direction: str, reason: str, *, by: User | None, post: str = ""
) -> DirectionOverride:
    """Set the direction of travel of a period by hand (one of ``Direction``), with the reason that is shown with it.

    ``by`` None is for loaders, which name the ``post``. Refused without a reason.
    """
    indicator = Indicator.objects.select_for_update().get(pk=indicator_id)
    if by is not None:
        may_enter(by, indicator).require()
    if not reason.strip() or direction not in Direction.values:
        raise Refused("Choose a direction and say why it differs from what the figures give.")
    fields = {"period": period.label, "direction": direction, "reason": " ".join(reason.split()), "by": by, "at": now()}
    fields["post"] = acting_post(by, indicator) if by else post
    override, _ = DirectionOverride.objects.update_or_create(
        indicator=indicator, period_key=period.key, defaults=fields
    )
    refresh([indicator.pk])
    record(
        "direction.set",
        f"indicator {indicator.reference}",
        actor_id=by.pk if by else None,
        post=override.post,
        after={"period": period.label, "direction": direction, "reason": override.reason},
    )
    return override
