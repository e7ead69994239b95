"""Which services of a person have not said how they stand by a committed indicator in the quarter that has closed."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.urls import reverse

from common.together import together
from common.values.period import Period
from council.models import ServiceArea
from council.permissions import authority
from council.querysets import live_on
from serviceplans.models import Commitment, Exemption, ServiceResult
from serviceplans.permissions import HOLDERS


def results_due(user: Any, quarter: Period) -> Iterator[tuple[Commitment, ServiceArea, str]]:
    """For whoever holds a service's plan: the commitment, the service, and where its result is given.

    Two queries at most: one where nothing is asked, and none for those who hold no plan.
    """
    who = authority(user)
    if not who.roles & HOLDERS:
        return
    mine = ServiceArea.objects.filter(live_on(quarter.end), holder_post__in=who.post_ids)
    found = together(commitments=_asked(quarter), services=mine)
    rows, services = found["commitments"], found["services"]
    prefetch_related_objects([row for row in rows if not row.council_wide], "directorates", "services")
    settled = _settled(rows, services, quarter) if rows and services else set()
    for row in rows:
        for service in services:
            if row.reaches(service) and (row.pk, service.pk) not in settled:
                yield row, service, reverse("commitment_service", args=[row.pk, service.slug])


def _asked(quarter: Period) -> QuerySet[Commitment]:
    """The commitments that ask for a figure of the quarter."""
    standing = Commitment.objects.standing().filter(target__isnull=False, cycle__is_open=True)
    return standing.filter(cycle__starts__lte=quarter.start, cycle__ends__gte=quarter.end)


def _settled(rows: list[Commitment], services: list[ServiceArea], quarter: Period) -> set[tuple[int, int]]:
    """Which services have said so already, or need not."""
    named = {"commitment__in": rows, "service__in": services}
    exempt = Exemption.objects.filter(**named).order_by().values_list("commitment", "service")
    said = ServiceResult.objects.filter(**named, period_key=quarter.key).order_by()
    return set(exempt.union(said.values_list("commitment", "service")))
