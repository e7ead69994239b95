"""A post's open work passes to another post, all of it or none."""

from typing import Any

from django.db import transaction

from common.ledger import record
from common.verdict import Conflict, Refused
from council import notifications
from council.handover import Work, mark_of, open_work
from council.models import Post, User
from council.permissions import authority, may_hand_over


@transaction.atomic
def hand_over(from_post: int, to_post: int, *, by: User, seen: str) -> list[Work]:
    """Pass on everything that ``open_work`` lists; returns it. ``seen`` is the mark of the list that was confirmed.

    Conflict (409) where the list has changed since, or there is nothing; Refused (403) where the other post's role
    cannot take a kind of it over.
    """
    posts = {
        post.pk: post for post in Post.objects.select_for_update().filter(pk__in=[from_post, to_post]).order_by("pk")
    }
    if len(posts) < 2:
        raise Refused("Choose two different posts: one that hands over, and one that takes over.")
    post, to = posts[from_post], posts[to_post]
    may_hand_over(by, to).require()
    work = open_work(post)
    if not work:
        raise Conflict(f"{post.title} has no open work to hand over.")
    if mark_of(work) != seen:
        raise Conflict("This post's work has changed since you read the list. Read it again, then confirm.")
    wrong = unfit(work, to)
    if wrong:
        raise Refused(wrong)
    for one in work:
        one.kind.pass_on(post, to)
    own = authority(by).main_post
    entry_post = own.title if own else by.name
    notifications.handed_over(post, to, work)
    after = {"to": to.title, "work": {one.kind.label: [text for text, _ in one.items] for one in work}}
    _record(post, by, entry_post, after)
    return work


def unfit(work: list[Work], to: Post) -> str:
    """Which kinds of the work the other post cannot take over, because of its role; empty where it can take all."""
    wrong = [one.kind.label.lower() for one in work if one.kind.roles and to.role not in one.kind.roles]
    if not wrong:
        return ""
    named = " and ".join(wrong)
    return f"{to.title} is of the role “{to.get_role_display()}”, which cannot take over {named}. Choose another post."


def _record(post: Post, by: User, speaker: str, after: dict[str, Any]) -> None:
    before = {"from": post.title}
    record("post.hand-over", f"post {post.title}"[:200], actor_id=by.pk, post=speaker, before=before, after=after)
