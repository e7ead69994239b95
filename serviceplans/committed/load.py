"""Everything about how services stand by some commitments of one cycle, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, Q

from common.today import today
from common.values.period import Period
from council.choices import Role
from council.models import CouncilSettings, PlanningCycle, ServiceArea
from council.permissions import READS_ALL_DRAFTS, authority
from council.querysets import living_in
from serviceplans.calendar.lines import followed_by
from serviceplans.models import (
    ActionUpdate,
    ActionVersion,
    Commitment,
    Contributor,
    Exemption,
    PlanVersion,
    ServiceResult,
    TemplatePart,
    VersionIndicator,
)
from serviceplans.rules.commitments import quarters_asked

Key = tuple[int, int]
"""A commitment and a service, by their ids."""


def with_all(rows: Any) -> Any:
    """Commitments with what their pages say of them."""
    exemptions = Prefetch("exemptions", Exemption.objects.select_related("service"))
    return rows.select_related("cycle", "target__indicator").prefetch_related("directorates", "services", exemptions)


class Loaded:
    """What one person may read of it: the services whose plans they may read, and what those have said.

    ``rows``: the commitment's row in each version; ``updates`` by action and ``results`` by commitment and service are
    in order of time, and reach up to ``quarter``.
    """

    def __init__(self, user: Any, cycle: PlanningCycle, commitments: Sequence[Commitment]) -> None:
        self.user, self.who, self.cycle, self.commitments = user, authority(user), cycle, list(commitments)
        self.council = CouncilSettings.current()
        visible = PlanVersion.objects.visible_to(user).filter(plan__cycle=cycle)
        self.versions: dict[int, list[PlanVersion]] = defaultdict(list)
        for version in visible.select_related("plan__cycle", "plan__service").defer("frozen").order_by("number"):
            self.versions[version.plan.service_id].append(version)
        self.services = self._services(user)
        self.kinds = self._kinds()
        self.contributing = self._contributing()
        self.actions, self.links = self._rows()
        self.updates = self._updates()
        self.results = self._results()

    def quarters(self) -> list[Period]:
        return quarters_asked(self.cycle.starts, self.cycle.ends, today())

    def may_answer(self, service: ServiceArea) -> bool:
        """Whether this person says how a service stands, as far as their posts go."""
        mine = self.who.has(Role.PERFORMANCE_OFFICER) or service.holder_post_id in self.who.post_ids
        return mine or service.pk in self.contributing

    def _services(self, user: Any) -> list[ServiceArea]:
        rows = ServiceArea.objects.filter(living_in(self.cycle)).select_related("directorate", "holder_post")
        if not self.who.has(*READS_ALL_DRAFTS):
            rows = rows.filter(followed_by(user) | Q(pk__in=list(self.versions)))
        return list(rows.order_by("name").distinct())

    def _kinds(self) -> dict[int, set[str]]:
        """Which kinds of part each template has."""
        found: dict[int, set[str]] = defaultdict(set)
        templates = {version.plan.template_id for rows in self.versions.values() for version in rows}
        rows = TemplatePart.objects.filter(template__in=templates, kind__in=["actions", "indicators"])
        for template, kind in rows.order_by().values_list("template", "kind"):
            found[template].add(kind)
        return found

    def _contributing(self) -> set[int]:
        rows = Contributor.objects.filter(plan__cycle=self.cycle, post__in=self.who.post_ids)
        return set(rows.values_list("plan__service", flat=True))

    def _rows(self) -> tuple[dict[Key, dict[int, ActionVersion]], dict[Key, dict[int, VersionIndicator]]]:
        """By commitment and service, the row in each version that this person may read."""
        owner = {version.pk: pk for pk, rows in self.versions.items() for version in rows}
        mine = {"commitment__in": self.commitments, "version__in": list(owner)}
        actions: dict[Key, dict[int, ActionVersion]] = defaultdict(dict)
        for row in ActionVersion.objects.filter(**mine).select_related("action").order_by("version"):
            actions[row.commitment_id or 0, owner[row.version_id]][row.version_id] = row
        links: dict[Key, dict[int, VersionIndicator]] = defaultdict(dict)
        for link in VersionIndicator.objects.filter(**mine):
            links[link.commitment_id or 0, owner[link.version_id]][link.version_id] = link
        return actions, links

    def _updates(self) -> dict[int, list[ActionUpdate]]:
        found: dict[int, list[ActionUpdate]] = defaultdict(list)
        ids = {row.action_id for rows in self.actions.values() for row in rows.values()}
        starts = Period.containing(self.cycle.starts, "quarterly").key
        for row in ActionUpdate.objects.filter(action__in=ids, period_key__gte=starts).order_by("period_key"):
            found[row.action_id].append(row)
        return found

    def _results(self) -> dict[Key, list[ServiceResult]]:
        found: dict[Key, list[ServiceResult]] = defaultdict(list)
        for row in ServiceResult.objects.filter(commitment__in=self.commitments).order_by("period_key"):
            found[row.commitment_id, row.service_id].append(row)
        return found
