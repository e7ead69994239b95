"""A post's authority to sign plans off is lent to another post or to a person, and taken back."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from common.ledger import record
from common.today import now, today
from common.verdict import Conflict, Refused
from council import notifications
from council.choices import Role
from council.models import Delegation, Post, ServiceArea, User
from council.permissions import may_delegate, may_receive, may_revoke, speaks_for
from council.querysets import live_on
from council.rules import delegation_fault, own_plans


@transaction.atomic
def delegate(post_id: int, to: Post | User, *, by: User, starts: date, ends: date, reason: str) -> Delegation:
    """Lend the post's sign-off of plans between two days, both included.

    Refused (403) where it is not this person's to lend, or the receiver may not decide on plans; Conflict (409) where
    the receiver has it already.
    """
    post = Post.objects.select_for_update().get(pk=post_id)
    may_delegate(by, post).require()
    may_receive(to, post, by).require()
    fault = delegation_fault(starts, ends, today())
    if fault or not reason.strip():
        raise Refused(fault or "Say why: the reason is kept with each decision that is taken by delegation.")
    if own_plans_of(to, post)[1]:
        raise Refused(
            f"{name_of(to)} holds every plan that this post decides on, and nobody decides on their own plan."
        )
    target = {"to_post": to} if isinstance(to, Post) else {"to_person": to}
    same = Delegation.objects.filter(post=post, revoked_at=None, starts__lte=ends, ends__gte=starts, **target)
    if same.exists():
        raise Conflict(f"{name_of(to)} already has the sign-off of this post for some of these days.")
    speaker = speaks_for(by, post)
    made = Delegation.objects.create(
        post=post,
        starts=starts,
        ends=ends,
        reason=reason.strip(),
        made_by=by,
        made_for=speaker,
        made_at=now(),
        **target,
    )
    notifications.delegated(made)
    _record("delegation.make", made, by, speaker, None)
    return made


@transaction.atomic
def revoke(delegation_id: int, *, by: User) -> Delegation:
    """Take the sign-off back, from this moment on. What was decided by delegation stands. Conflict where it has ended."""
    made = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("post", "to_post", "to_person")
        .get(pk=delegation_id)
    )
    may_revoke(by, made).require()
    before = _facts(made)
    made.revoked_at, made.revoked_by = now(), by
    made.save(update_fields=["revoked_at", "revoked_by"])
    notifications.delegation_revoked(made)
    _record("delegation.revoke", made, by, speaks_for(by, made.post), before)
    return made


def own_plans_of(to: Post | User, post: Post) -> tuple[list[str], bool]:
    """The services whose plan the receiver holds and the post decides on, and whether it decides on no other."""
    day = today()
    answers = Q(portfolio_links__portfolio__member_post=post) & live_on(day, "portfolio_links__")
    # What a Director holds, and what has no Director, is the Chief Executive's to agree.
    chief = Q(director_post=None) | Q(holder_post=F("director_post"))
    decides = answers | Q(director_post=post) | (chief if post.role == Role.CHIEF_EXECUTIVE else Q(pk__in=[]))
    signed = ServiceArea.objects.filter(decides, live_on(day)).values_list("name", flat=True).distinct()
    held = Q(holder_post=to) if isinstance(to, Post) else Q(holder_post__in=Post.objects.held_by(to.pk, day))
    return own_plans(list(signed), list(ServiceArea.objects.filter(held, live_on(day)).values_list("name", flat=True)))


def name_of(to: Post | User) -> str:
    return to.title if isinstance(to, Post) else to.name


def _facts(made: Delegation) -> dict[str, Any]:
    return {
        "post": made.post.title,
        "to": made.to,
        "starts": made.starts,
        "ends": made.ends,
        "reason": made.reason,
        "revoked": made.revoked_at is not None,
    }


def _record(verb: str, made: Delegation, by: User, speaker: str, before: Any) -> None:
    subject = f"post {made.post.title}"[:200]
    record(verb, subject, actor_id=by.pk, post=speaker, before=before, after=_facts(made))
