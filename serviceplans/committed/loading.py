"""Reads a council's commitments from a readable file: placed, with exemptions and results, each at its own time."""

from functools import partial
from pathlib import Path
from typing import Any

from common.today import pretend
from common.values.period import Period
from common.values.result import ResultValue
from common.values.target import TargetValue
from council.loading import holder_of, read_yaml
from council.models import PlanningCycle, ServiceArea, User
from performance.models import Indicator
from serviceplans import transitions
from serviceplans.models import Commitment
from serviceplans.replaying import moment_of
from serviceplans.transitions import CommitmentData
from serviceplans.writing import theme_ids

PLAIN = ("heading", "text", "completed_by", "outcomes", "project_types", "priority_level", "grounds", "tolerance")


def load_commitments(path: Path) -> None:
    """Place those that are not there yet; one that stands already belongs to the officers, who may have changed it."""
    for facts in read_yaml(path):
        cycle = PlanningCycle.objects.get(name=facts["cycle"])
        if not Commitment.objects.filter(cycle=cycle, heading=facts["heading"], text=facts["text"]).exists():
            _load(cycle, facts)


def _load(cycle: PlanningCycle, facts: dict[str, Any]) -> None:
    at = moment_of(facts["placed"])
    by = holder_of(facts["by"], at.date())
    with pretend(at):
        row = transitions.place_commitment(cycle.pk, by=by, data=_data(facts))
        for prefix, reason in facts.get("exempt", {}).items():
            service = ServiceArea.objects.get(prefix=prefix)
            transitions.exempt_service(row.pk, by=by, counter=row.counter, service=service.pk, reason=reason)
    for said in sorted(facts.get("results", []), key=lambda said: str(said["at"])):
        _give(row, said, by)


def _data(facts: dict[str, Any]) -> CommitmentData:
    data = CommitmentData(
        **{name: facts[name] for name in PLAIN if name in facts}, themes=theme_ids(facts.get("themes", []))
    )
    named = Indicator.objects.filter(reference__in=facts.get("indicators", []))
    data.indicators = list(named.values_list("pk", flat=True))
    if "indicator" in facts:
        indicator = Indicator.objects.get(reference=facts["indicator"])
        data.indicator, data.period = indicator.pk, Period.parse(facts["period"])
        data.target = TargetValue.parse(facts["target"], unit=indicator.unit)
    return data


def _give(row: Commitment, said: dict[str, Any], officer: User) -> None:
    """A service's result, as its plan's holder gave it; where the post is vacant, the officer did."""
    assert row.indicator is not None
    service, at = ServiceArea.objects.get(prefix=said["service"]), moment_of(said["at"])
    give = partial(
        transitions.give_result, row.pk, service.pk, counter=0, period=Period.parse(said["period"]),
        value=ResultValue.parse(said["result"], unit=row.indicator.unit), comment=said.get("comment", ""),
    )  # fmt: skip
    with pretend(at):
        give(
            by=holder_of(service.holder_post, at.date())
            if said.get("by_holder", True) and service.holder_post
            else officer
        )
