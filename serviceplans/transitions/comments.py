"""What is said about a plan: comments on its parts and fields, replies, and their being resolved and opened again.

Comments are no words of the plan: they may be made, answered and resolved while it is locked.
"""

from django.db import transaction

from common.today import now
from common.verdict import Refused
from council.models import Post, User
from serviceplans import notifications
from serviceplans import permissions as may
from serviceplans.models import Comment, PlanVersion
from serviceplans.transitions.locking import acting_post, lock, row_of, write_ledger

EMPTY = "Write the comment before you add it."


@transaction.atomic
def comment(version_id: int, *, by: User, part_key: str, field: str = "", text: str, internal: bool = False) -> Comment:
    """A reviewer's comment on a part, or on one field of it; ``internal``: for the directorate and performance only."""
    version = lock(version_id)
    may.may_comment(by, version).require()
    if not text.strip():
        raise Refused(EMPTY)
    if not version.plan.template.parts.filter(key=part_key).exists():
        raise Refused("Choose the section that the comment is about.")
    post = commenting_post(by, version)
    title = post.title if post else by.name
    made = Comment.objects.create(
        version=version, part_key=part_key, field=field, text=text.strip(), author=by, post=title, at=now(),
        internal=internal,
    )  # fmt: skip
    said = {"part": part_key, "field": field, "text": made.text} | ({"internal": True} if internal else {})
    write_ledger("plan.comment", version, by, post, None, said)
    return made


@transaction.atomic
def reply(version_id: int, comment_id: int, *, by: User, text: str) -> Comment:
    """Answer a comment, beneath it. The same words again, by a second press, add nothing."""
    version = lock(version_id)
    first = row_of(version.comments.filter(parent=None), comment_id)
    may.may_reply(by, version, first).require()
    if not text.strip():
        raise Refused("Write the reply before you add it.")
    last = first.replies.last()
    if last and (last.author_id, last.text) == (by.pk, text.strip()):
        return last
    post = commenting_post(by, version)
    made = Comment.objects.create(
        version=version, parent=first, part_key=first.part_key, field=first.field, text=text.strip(), author=by,
        post=post.title if post else by.name, at=now(),
    )  # fmt: skip
    after = {"part": first.part_key, "comment": first.pk, "text": made.text}
    notifications.replied(version, first, made)
    write_ledger("plan.comment-reply", version, by, post, None, after)
    return made


@transaction.atomic
def resolve_comment(version_id: int, comment_id: int, *, by: User) -> Comment:
    """Mark a comment as resolved. A second click changes nothing."""
    version = lock(version_id)
    may.may_resolve(by, version).require()
    found = row_of(version.comments.filter(parent=None), comment_id)
    if found.resolved_at is None:
        found.resolved_at, found.resolved_by = now(), by
        found.save(update_fields=["resolved_at", "resolved_by"])
        write_ledger("comment.resolve", version, by, commenting_post(by, version), None, {"comment": found.pk})
    return found


@transaction.atomic
def reopen_comment(version_id: int, comment_id: int, *, by: User) -> Comment:
    """Its author is not satisfied: the comment is open again. A second click changes nothing."""
    version = lock(version_id)
    found = row_of(version.comments.filter(parent=None), comment_id)
    may.may_reopen(by, version, found).require()
    if found.resolved_at is not None:
        found.resolved_at, found.resolved_by = None, None
        found.save(update_fields=["resolved_at", "resolved_by"])
        notifications.reopened(version, found, f"comment {found.pk} opened again {now():%Y-%m-%d %H:%M:%S.%f}")
        write_ledger("comment.reopen", version, by, commenting_post(by, version), None, {"comment": found.pk})
    return found


@transaction.atomic
def keep_comment_inside(version_id: int, comment_id: int, *, by: User, inside: bool) -> Comment:
    """Keep a comment with its replies for the directorate and performance, or open it again. A second click changes nothing."""
    version = lock(version_id)
    found = row_of(version.comments.filter(parent=None), comment_id)
    (may.may_keep_comment if inside else may.may_open_comment)(by, version, found).require()
    if found.internal != inside:
        before, found.internal = {"internal": found.internal}, inside
        found.save(update_fields=["internal"])
        after = {"comment": found.pk, "internal": inside}
        write_ledger("comment.keep-inside", version, by, commenting_post(by, version), before, after)
    return found


def commenting_post(by: User, version: PlanVersion) -> Post | None:
    """The post for which somebody speaks: the reviewer's, the Member's, the plan holder's, else their own."""
    stage = version.current_stage
    mine = may.signs_at(by, version, stage) if stage else []
    return mine[0] if mine else acting_post(by, *may.member_post_ids(version), version.plan.service.holder_post_id)
