"""How every change begins and ends: lock the version, ask, change, write it down."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from common.ledger import COMMAND_LINE, record
from common.today import now
from common.verdict import Conflict, Stale, Verdict
from council.choices import Role
from council.models import Post, User
from council.permissions import authority
from serviceplans import permissions as may
from serviceplans.choices import Step
from serviceplans.models import Decision, PlanVersion

# What is asked before a plan's words are changed; bringing in a file asks another question than a form does.
Ask = Callable[[User, PlanVersion], Verdict]


@dataclass(frozen=True)
class _Held:
    version: PlanVersion
    by: User | None
    ask: Ask


_held: ContextVar[_Held | None] = ContextVar("held version", default=None)
STALE = "Somebody saved this after you opened it. Nothing of yours is lost: compare the two below and save again."


def lock(version_id: int) -> PlanVersion:
    """The version, locked until the transaction ends, so that two people are one after the other."""
    PlanVersion.objects.select_for_update().get(pk=version_id)
    return PlanVersion.objects.with_plan().get(pk=version_id)


def require_fresh(row: Any, counter: int, stored: Any) -> None:
    """Refuse a save that was read at another counter; the refusal carries what is stored now."""
    if row.counter != counter:
        raise Stale(STALE, counter=row.counter, stored=stored)


def require_unchanged(version: PlanVersion, digest: str) -> None:
    """A decision is about exactly what was read."""
    if version.frozen is None or version.frozen.digest != digest:
        raise Conflict("This plan has changed since you read it. Read it again before you decide.")


def touch(version: PlanVersion) -> None:
    version.changed_at = now()
    version.save(update_fields=["changed_at"])


def acting_post(user: User, *candidates: int | None) -> Post | None:
    """The post for which a person acts: the one that gives them the right, else their first."""
    who = authority(user)
    return who.post_for(*candidates) or who.main_post


def write_decision(
    version: PlanVersion, step: Step, before: str, *, by: User | None, post: Post | None = None,
    posts: Sequence[Post] = (), digest: str = "", **facts: Any,
) -> Decision:  # fmt: skip
    """The timeline's row of a step: for which post or posts, and what was signed (``digest``, else what is in review).

    ``by`` None is the command line.
    """
    taken_for = list(posts) or [one for one in [post] if one]
    named = "; ".join(one.title for one in taken_for)
    return Decision.objects.create(
        version=version,
        step=step,
        from_status=before,
        to_status=version.status,
        by=by,
        post=taken_for[0] if taken_for else None,
        post_title=(named or (by.name if by else COMMAND_LINE))[:200],
        at=now(),
        digest=digest or (version.frozen.digest if version.frozen else ""),
        **{"stage": version.stage, **facts},
    )


def write_ledger(
    verb: str, version: PlanVersion, by: User | None, post: Post | str | None, before: Any, after: Any
) -> None:
    subject = f"plan {version.plan.code} v{version.number}"
    title = post if isinstance(post, str) else post.title if post else "" if by else COMMAND_LINE
    record(verb, subject, actor_id=by.pk if by else None, post=title, before=before, after=after)


def editable(version_id: int, by: User | None, ask: Ask = may.may_edit) -> PlanVersion:
    """The version, locked, if this person may change its words. None is the command line, which asks for a draft only."""
    held = _held.get()
    if held and (held.version.pk, held.by, held.ask) == (version_id, by, ask):
        return held.version
    version = lock(version_id)
    (ask(by, version) if by else may.locked(version)).require()
    return version


def is_held(version: PlanVersion) -> bool:
    """Whether a file's rows are being written into the version, one after the other (``holding``)."""
    held = _held.get()
    return held is not None and held.version is version


@contextmanager
def holding(version: PlanVersion, by: User | None, ask: Ask) -> Iterator[None]:
    """A block that writes many rows of a version which ``editable`` has locked: none of them locks and asks again."""
    token = _held.set(_Held(version, by, ask))
    try:
        yield
    finally:
        _held.reset(token)


def writing_post(by: User, version: PlanVersion) -> Post | None:
    """The post for which somebody changes a plan's words: the holder's, the performance officer's, else their first."""
    who = authority(by)
    held = who.post_for(version.plan.service.holder_post_id)
    return held or who.post_in_role(Role.PERFORMANCE_OFFICER) or who.main_post


def done(verb: str, version: PlanVersion, by: User | None, before: Any, after: Any) -> None:
    """The end of every edit: the version's time of change, and the ledger last."""
    touch(version)
    write_ledger(verb, version, by, writing_post(by, version) if by else None, before, after)


def next_position(rows: Any) -> int:
    return int(rows.aggregate(last=Max("position"))["last"] or 0) + 1


def row_of(rows: Any, pk: int) -> Any:
    """A row of this version; one that has gone, or belongs to another plan, is a conflict and not a fault."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Conflict("This row is no longer in the plan: somebody has removed it.")
    return found
