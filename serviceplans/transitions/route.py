"""The council's route of sign-off, or a template's own, is changed. Plans in review keep the one they were submitted on."""

from typing import Any

from django.db import transaction

from common.ledger import canonical, digest, record
from common.verdict import Refused, Stale
from council.models import CouncilSettings, Post, User
from serviceplans import permissions as may
from serviceplans.choices import Reviewer, Status
from serviceplans.models import PlanTemplate, PlanVersion
from serviceplans.rules.route import Route, read_route, route_faults, stored
from serviceplans.transitions.locking import STALE, acting_post


def mark_of(rows: list[dict[str, Any]]) -> str:
    """What a page shows of a route, in short, so that a save can say which one it was read at."""
    return digest(canonical(rows))[:16]


@transaction.atomic
def save_route(template: PlanTemplate | None, route: Route, *, by: User, read: str) -> Route:
    """Set the route of one template, or with None the council's. An empty route gives a template the council's again.

    Refused where nobody would approve, or a post does not exist; Stale where somebody changed it after ``read``.
    """
    may.may_keep_route(by).require()
    council = CouncilSettings.objects.select_for_update().first() or CouncilSettings.objects.create()
    row: Any = PlanTemplate.objects.select_for_update().get(pk=template.pk) if template else council
    field = "route" if template else "sign_off_route"
    before, after = getattr(row, field), stored(route)
    if mark_of(before) != read:
        raise Stale(STALE, counter=0, stored=read_route(before))
    faults = [] if template and not route else [*route_faults(route), *unknown_posts(route)]
    if faults:
        raise Refused(faults[0])
    if after == before:
        return route
    setattr(row, field, after)
    row.save(update_fields=[field])
    if template:
        # A route is about the template, not about what one version of it says: all of them have it.
        PlanTemplate.objects.filter(key=template.key).update(route=after)
    drafts = PlanVersion.objects.filter(status=Status.DRAFT)
    drafts = drafts.filter(plan__template__key=template.key) if template else drafts.filter(plan__template__route=[])
    drafts.update(route=after or council.sign_off_route)
    post = acting_post(by)
    subject = f"route of template {template.key}" if template else "route of sign-off"
    record("route.save", subject, actor_id=by.pk, post=post.title if post else "", before=before, after=after)
    return route


def unknown_posts(route: Route) -> list[str]:
    named = [stage.post for stage in route if stage.reviewer == Reviewer.POST]
    return [f"There is no post “{title}”. Choose one that exists." for title in named if not Post.objects.titled(title)]
