"""What a person's posts give them. Asked by every app's own permission functions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest

from common.access import ANYONE, SIGNED_IN, Access
from common.today import today
from common.verdict import ALLOWED, Verdict, conflict
from council.choices import Role
from council.models import Delegation, Directorate, DmtMeeting, Post, PreElectionPeriod, User

# Roles that read drafts across the council (domain: CMT, performance, equalities, audit).
READS_ALL_DRAFTS = frozenset(
    {Role.CMT, Role.CHIEF_EXECUTIVE, Role.PERFORMANCE_OFFICER, Role.EQUALITIES_LEAD, Role.AUDITOR}
)


# Roles without a part in deciding on plans, so without a sign-off to lend.
NEVER_SIGN = (Role.STAFF, Role.PERFORMANCE_OFFICER, Role.AUDITOR, Role.BOARD_MEMBER, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Authority:
    """The posts that a person holds or deputises for today, and what follows from them. Empty for a visitor.

    ``delegated``: posts whose sign-off of plans they have besides; nothing else of those posts is theirs.
    """

    user_id: int | None
    posts: tuple[Post, ...] = ()
    deputising: frozenset[int] = frozenset()
    delegated: tuple[Post, ...] = ()

    @property
    def roles(self) -> frozenset[str]:
        """Keys of ``Role``; everyone who is signed in is at least staff."""
        held = {post.role for post in self.posts}
        return frozenset(held | {Role.STAFF.value}) if self.user_id else frozenset()

    @property
    def post_ids(self) -> frozenset[int]:
        return frozenset(post.pk for post in self.posts)

    @property
    def signing_ids(self) -> frozenset[int]:
        """The posts for which this person may sign plans off: held, deputised for, or delegated to them."""
        return self.post_ids | {post.pk for post in self.delegated}

    @property
    def signing_posts(self) -> tuple[Post, ...]:
        return (*self.posts, *self.delegated)

    def has(self, *roles: str) -> bool:
        return bool(self.roles & set(roles))

    def corner(self, attribute: str, *roles: str) -> frozenset[int]:
        """Ids of the directorates, services or portfolios (``"directorate"``…) of posts held in these roles."""
        found = (getattr(post, f"{attribute}_id") for post in self.posts if not roles or post.role in roles)
        return frozenset(pk for pk in found if pk)

    def post_for(self, *candidates: int | None) -> Post | None:
        """The held post among these ids, so that a decision can say for which post it was made."""
        return next((post for post in self.posts if post.pk in candidates), None)

    def post_in_role(self, *roles: str) -> Post | None:
        return next((post for post in self.posts if post.role in roles), None)

    @property
    def main_post(self) -> Post | None:
        return self.posts[0] if self.posts else None


def authority(user: User | AnonymousUser | Any) -> Authority:
    """What this person's posts give them today. Looked up once for each request's user object."""
    if not getattr(user, "is_authenticated", False):
        return Authority(None)
    day = today()
    known = getattr(user, "_authority", None)
    if known is None or known[0] != day:
        found = Post.objects.acted_for_by(int(user.pk or 0), day)
        return hold(user, found.select_related("directorate", "service", "portfolio"), day)
    return known[1]


def hold(user: Any, posts: Iterable[Any], day: date) -> Authority:
    """Let a person's authority be what these posts give them (as ``acted_for_by`` finds), for as long as it is that day."""
    acted = list(posts)
    found = Authority(
        int(user.pk or 0),
        posts=tuple(post for post in acted if post.is_held),
        deputising=frozenset(post.pk for post in acted if post.is_held and not post.is_own),
        delegated=tuple(post for post in acted if not post.is_held),
    )
    user._authority = day, found
    return found


def may_appoint(user: User, person: User) -> Verdict:
    """Whether this person may give a post to ``person``: administrators may, to anybody but themselves."""
    if not authority(user).has(Role.ADMINISTRATOR):
        return Verdict("Only an administrator can give somebody a post.")
    return Verdict("You cannot give yourself a post: ask another administrator.") if person.pk == user.pk else ALLOWED


def may_end(user: User, person: User) -> Verdict:
    """Whether this person may end an appointment of ``person``: administrators may, but not their own."""
    if not authority(user).has(Role.ADMINISTRATOR):
        return Verdict("Only an administrator can end somebody's time in a post.")
    # Nobody can then leave the council without its last administrator.
    return Verdict("You cannot end your own time in a post: ask another administrator.") if person == user else ALLOWED


def may_change_cycles(user: User | Any) -> Verdict:
    """Whether this person may create planning cycles, move their steps, open and close them."""
    if authority(user).has(Role.PERFORMANCE_OFFICER):
        return ALLOWED
    return Verdict("Only a performance officer can change the planning calendar.")


def may_keep_meetings_of(user: Any, directorate: Directorate) -> Verdict:
    """Whether this person keeps the calendar of a directorate's DMT: its Director, and performance officers."""
    who = authority(user)
    if who.has(Role.PERFORMANCE_OFFICER) or directorate.pk in who.corner("directorate", Role.DIRECTOR):
        return ALLOWED
    return Verdict(f"The DMT of {directorate.name} is kept by its Director and the performance officers.")


def may_keep_meeting(user: Any, meeting: DmtMeeting) -> Verdict:
    """Whether this person may change one meeting and record what it decides; not once its minutes are agreed."""
    who = authority(user)
    if meeting.chair_id not in who.post_ids:
        kept = may_keep_meetings_of(user, meeting.directorate)
        if not kept:
            return kept
    if meeting.is_closed:
        return Verdict("The minutes of this meeting are agreed, so they are locked. Reopen them first.", conflict=True)
    return ALLOWED


def keeping_post(user: Any) -> str:
    """The title of the post for which somebody keeps a meeting, for the record."""
    who = authority(user)
    post = who.post_in_role(Role.DIRECTOR, Role.PERFORMANCE_OFFICER) or who.main_post
    return post.title if post else ""


def holds_itself(user: Any, post: Post) -> bool:
    """Whether this person holds the post and does not only deputise for it."""
    who = authority(user)
    return post.pk in who.post_ids - who.deputising


def may_delegate(user: User, post: Post) -> Verdict:
    """Whoever holds a post lends its sign-off; an administrator does it for somebody who is away."""
    if holds_itself(user, post) or authority(user).has(Role.ADMINISTRATOR):
        return ALLOWED
    return Verdict("Only whoever holds a post can lend its sign-off, or an administrator for them.")


def may_receive(to: Post | User, post: Post, by: User) -> Verdict:
    """Whether this post or person may be lent the sign-off of ``post``."""
    if isinstance(to, Post):
        posts, name = [to], to.title
    else:
        posts, name = list(Post.objects.held_by(to.pk, today())), to.name
    if post in posts:
        return Verdict(f"{name} has this sign-off already.")
    if {held.role for held in posts} & {Role.PERFORMANCE_OFFICER, Role.AUDITOR}:
        return Verdict(f"{name} keeps or audits the rules of planning, so never decides on a plan.")
    mine = to == by or (isinstance(to, Post) and to.pk in authority(by).post_ids)
    if mine and not holds_itself(by, post):
        return Verdict("You cannot lend yourself a sign-off: ask another administrator.")
    return ALLOWED


def may_revoke(user: Any, delegation: Delegation) -> Verdict:
    """Whoever holds the post takes it back, and an administrator; while it runs, or before it begins."""
    if not (holds_itself(user, delegation.post) or authority(user).has(Role.ADMINISTRATOR)):
        return Verdict("Only whoever holds the post can take its sign-off back, or an administrator.")
    if delegation.revoked_at:
        return conflict("This delegation has already been taken back.")
    return conflict("This delegation has already ended.") if delegation.ends < today() else ALLOWED


def posts_to_delegate(user: Any) -> QuerySet[Post]:
    """The posts whose sign-off this person may lend."""
    who = authority(user)
    if who.has(Role.ADMINISTRATOR):
        return Post.objects.all()
    return Post.objects.filter(pk__in=who.post_ids - who.deputising).exclude(role__in=NEVER_SIGN)


def speaks_for(user: User, post: Post) -> str:
    """The post for which this person lends or takes back: the post itself, else their administrator's."""
    own = authority(user).post_in_role(Role.ADMINISTRATOR)
    return post.title if holds_itself(user, post) else own.title if own else user.name


def may_hand_over(user: User, to: Post) -> Verdict:
    """Administrators and performance officers pass a post's work on, but to no post of their own."""
    who = authority(user)
    if not who.has(Role.ADMINISTRATOR, Role.PERFORMANCE_OFFICER):
        return Verdict("Only an administrator or a performance officer can hand a post's work over.")
    return (
        Verdict("You cannot hand work over to a post of your own: ask somebody else.")
        if to.pk in who.post_ids
        else ALLOWED
    )


def may_set_pre_election(user: Any) -> Verdict:
    """Performance officers and administrators say when publishing is held before an election, and end it early."""
    if authority(user).has(Role.PERFORMANCE_OFFICER, Role.ADMINISTRATOR):
        return ALLOWED
    return Verdict("Only a performance officer or an administrator sets a pre-election period.")


def may_end_pre_election(user: Any, period: PreElectionPeriod) -> Verdict:
    """Whether this person may end a period that runs or is to come."""
    if period.ended_at:
        return conflict("This period has already been ended.")
    return conflict("This period is over.") if period.ends < today() else may_set_pre_election(user)


def may_publish_now(urgent: str = "") -> Verdict:
    """Whether anything is made public today: in a pre-election period only what is ``urgent``, which says why."""
    period = PreElectionPeriod.objects.on(today()).first()
    return ALLOWED if period is None or urgent.strip() else conflict(period.sentence)


ADMINISTRATORS = frozenset({Role.ADMINISTRATOR.value})
KEEPERS = frozenset({Role.ADMINISTRATOR.value, Role.PERFORMANCE_OFFICER.value})
OFFICERS = frozenset({Role.PERFORMANCE_OFFICER.value})


def person(request: HttpRequest) -> User:
    """Who asks, at an address that only signed-in people reach."""
    assert isinstance(request.user, User)
    return request.user


ACCESS = {
    "demo_sign_in": Access(post=ANYONE),
    "delegations": Access(get=SIGNED_IN),
    "pre_election": Access(get=SIGNED_IN, post=KEEPERS),
    "pre_election_end": Access(post=KEEPERS),
    # Whose sign-off it is, is asked of the post: any post may stand on a route.
    "delegate": Access(get=SIGNED_IN, post=SIGNED_IN),
    "revoke_delegation": Access(get=SIGNED_IN, post=SIGNED_IN),
    "hand_over": Access(get=KEEPERS, post=KEEPERS),
    "structure": Access(get=SIGNED_IN),
    "people": Access(get=SIGNED_IN),
    "appoint": Access(get=ADMINISTRATORS, post=ADMINISTRATORS),
    "end_appointment": Access(get=ADMINISTRATORS, post=ADMINISTRATORS),
    "cycles": Access(get=SIGNED_IN),
    "cycle_new": Access(get=OFFICERS, post=OFFICERS),
    "cycle": Access(get=SIGNED_IN),
    "cycle_edit": Access(get=OFFICERS, post=OFFICERS),
    "cycle_open": Access(post=OFFICERS),
    "cycle_close": Access(get=OFFICERS, post=OFFICERS),
    "notifications": Access(get=SIGNED_IN),
    "notification": Access(post=SIGNED_IN),
    "notifications_read": Access(post=SIGNED_IN),
    "notice_choices": Access(get=SIGNED_IN, post=SIGNED_IN),
}
