"""Comments as pages show them: each with its replies, and the addresses of what this person may do with it."""

from collections import defaultdict
from typing import Any

from serviceplans import permissions as may
from serviceplans.choices import INTERNAL
from serviceplans.models import Comment, PlanVersion


def readable(version: PlanVersion, user: Any, comments: list[Comment]) -> list[Comment]:
    """Those that this person may read: a comment that is kept inside goes with its replies."""
    hidden = {one.pk for one in comments if one.internal and not may.reads_comment(user, version, one)}
    return [one for one in comments if one.pk not in hidden and one.parent_id not in hidden]


def thread_lines(version: PlanVersion, user: Any, comments: list[Comment]) -> list[dict[str, Any]]:
    """The comments of a version as ``{% comments %}`` takes them, oldest first, replies under the one they follow."""
    replies: dict[int | None, list[Comment]] = defaultdict(list)
    for comment in comments:
        replies[comment.parent_id].append(comment)
    resolves = bool(may.may_resolve(user, version))
    return [_line(version, user, comment, replies[comment.pk], resolves) for comment in replies[None]]


def _line(version: PlanVersion, user: Any, comment: Comment, replies: list[Comment], resolves: bool) -> dict[str, Any]:
    def address(action: str, allowed: bool) -> str:
        return version.plan.address(f"plan_comment_{action}", comment.pk) if allowed else ""

    def keep(inside: bool) -> str:
        """Where it is kept inside, or opened; empty where it stands so already, or is not this person's to say."""
        ask = may.may_keep_comment if inside else may.may_open_comment
        return address("inside", comment.internal != inside and bool(ask(user, version, comment)))

    resolved = comment.resolved_at is not None
    return {
        "id": comment.pk,
        "author": comment.post,
        "when": comment.at,
        "text": comment.text,
        "field": comment.field,
        "resolved": resolved,
        "internal": INTERNAL if comment.internal else "",
        "keep_url": keep(True),
        "open_url": keep(False),
        "resolve_url": address("resolve", resolves and not resolved),
        "reopen_url": address("reopen", resolved and bool(may.may_reopen(user, version, comment))),
        "reply_url": address("reply", not resolved and bool(may.may_reply(user, version, comment))),
        "replies": [{"author": reply.post, "when": reply.at, "text": reply.text} for reply in replies],
    }


def threads_by_part(
    version: PlanVersion, user: Any, comments: list[Comment], titles: dict[str, str]
) -> list[dict[str, Any]]:
    """The same, under the heading of each part that somebody spoke of, in the plan's order."""
    groups = []
    for key, title in titles.items():
        lines = thread_lines(version, user, [comment for comment in comments if comment.part_key == key])
        if lines:
            groups.append({"key": key, "title": title, "lines": lines})
    return groups
