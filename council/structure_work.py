"""The work that the council's structure gives to a post: plans to hold, services to direct, portfolios, meetings."""

from django.urls import reverse

from common.today import today
from council.choices import Role
from council.handover import Item, WorkKind, moved, register
from council.models import DmtMeeting, Portfolio, Post, ServiceArea
from council.querysets import live_on


def _services(**fields: Post) -> list[Item]:
    rows = ServiceArea.objects.filter(live_on(today()), **fields)
    return [(row.name, reverse("structure")) for row in rows]


def _portfolios(post: Post) -> list[Item]:
    return [(row.name, reverse("structure")) for row in Portfolio.objects.filter(member_post=post)]


def _meetings(post: Post) -> list[Item]:
    rows = DmtMeeting.objects.filter(chair=post, date__gte=today())
    return [(str(row), reverse("meetings")) for row in rows]


def register_work() -> None:
    holders = frozenset({Role.PLAN_HOLDER.value, Role.DIRECTOR.value})
    register(
        WorkKind(
            "Plans held",
            lambda post: _services(holder_post=post),
            lambda post, to: moved(ServiceArea.objects.filter(holder_post=post), holder_post=to),
            holders,
            "Their comments and their work go with them.",
        )
    )
    register(
        WorkKind(
            "Services directed",
            lambda post: _services(director_post=post),
            lambda post, to: moved(ServiceArea.objects.filter(director_post=post), director_post=to),
            frozenset({Role.DIRECTOR.value}),
        )
    )
    register(
        WorkKind(
            "Portfolios",
            _portfolios,
            lambda post, to: moved(Portfolio.objects.filter(member_post=post), member_post=to),
            frozenset({Role.EXECUTIVE_MEMBER.value}),
        )
    )
    register(
        WorkKind(
            "Meetings to chair",
            _meetings,
            lambda post, to: moved(DmtMeeting.objects.filter(chair=post, date__gte=today()), chair=to),
        )
    )
