"""Which areas and services have equality objectives, and which have none. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# What an objective may support (York 2019, Equalities): the strategy, CMT's objective for its area, or both.
STRATEGY = "the council's Equality Strategy"
CMT = "CMT's objective for this area"


@dataclass(frozen=True)
class Coverage:
    """How many objectives each area has, and the keys of those areas and services that have none."""

    by_area: Mapping[int, int]
    areas_without: tuple[int, ...]
    services_without: tuple[int, ...]
    total: int

    @property
    def headline(self) -> str:
        """The coverage in one sentence."""
        if not self.total:
            return "No service has an equality objective yet."
        covered = len(self.by_area) - len(self.areas_without)
        plural = "s" * (self.total != 1)
        return f"{self.total} objective{plural} in {covered} of {len(self.by_area)} areas."


def coverage(areas: Iterable[int], services: Iterable[int], objectives: Iterable[tuple[int, int]]) -> Coverage:
    """What the objectives, given as (area, service), cover of these areas and services.

    An objective of a service that is not among ``services`` counts for its area all the same: it exists.
    """
    pairs = list(objectives)
    counted = Counter(area for area, _ in pairs)
    by_area = {area: counted[area] for area in areas}
    having = {service for _, service in pairs}
    return Coverage(
        by_area=by_area,
        areas_without=tuple(area for area, count in by_area.items() if not count),
        services_without=tuple(service for service in services if service not in having),
        total=len(pairs),
    )


def supports(strategy: bool, cmt: bool) -> str:
    """What an objective supports, in words; "Not said" where it supports neither."""
    named = [words for words, so in ((STRATEGY, strategy), (CMT, cmt)) if so]
    said = " and ".join(named)
    return f"{said[0].upper()}{said[1:]}" if said else "Not said"
