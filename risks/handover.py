"""The risks that a post answers for."""

from council.handover import Item, WorkKind, moved, register
from council.models import Post
from risks.models import Risk


def _risks(post: Post) -> list[Item]:
    return [(str(row), row.get_absolute_url()) for row in Risk.objects.filter(owner_post=post, closed=False)]


def register_work() -> None:
    register(
        WorkKind(
            "Risks",
            _risks,
            lambda post, to: moved(Risk.objects.filter(owner_post=post, closed=False), owner_post=to),
        )
    )
