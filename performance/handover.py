"""What of performance a post has open: the indicators and the statutory returns that it answers for."""

from django.urls import reverse

from council.handover import Item, WorkKind, moved, register
from council.models import Post
from performance.models import Indicator, StatutoryReturn


def _indicators(post: Post) -> list[Item]:
    rows = Indicator.objects.filter(owner_post=post, retired=False)
    return [(str(row), reverse("indicator", args=[row.slug])) for row in rows]


def _returns(post: Post) -> list[Item]:
    return [(str(row), reverse("returns")) for row in StatutoryReturn.objects.filter(owner_post=post)]


def register_work() -> None:
    register(
        WorkKind(
            "Indicators",
            _indicators,
            lambda post, to: moved(Indicator.objects.filter(owner_post=post, retired=False), owner_post=to),
        )
    )
    register(
        WorkKind(
            "Statutory returns",
            _returns,
            lambda post, to: moved(StatutoryReturn.objects.filter(owner_post=post), owner_post=to),
        )
    )
