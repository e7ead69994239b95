"""What a person's posts give them. Asked by every app's own permission functions."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from common.access import ANYONE, SIGNED_IN, Access
from common.today import today
from common.verdict import ALLOWED, Verdict
from council.choices import Role
from council.models import Directorate, DmtMeeting, Post, User

# Roles that read drafts across the council (domain: CMT, performance, equalities, audit).
READS_ALL_DRAFTS = frozenset(
    {Role.CMT, Role.CHIEF_EXECUTIVE, Role.PERFORMANCE_OFFICER, Role.EQUALITIES_LEAD, Role.AUDITOR}
)


@dataclass(frozen=True)
class Authority:
    """The posts that a person holds or deputises for today, and what follows from them. Empty for a visitor."""

    user_id: int | None
    posts: tuple[Post, ...] = ()

    @property
    def roles(self) -> frozenset[str]:
        """Keys of ``Role``; everyone who is signed in is at least staff."""
        held = {post.role for post in self.posts}
        return frozenset(held | {Role.STAFF.value}) if self.user_id else frozenset()

    @property
    def post_ids(self) -> frozenset[int]:
        return frozenset(post.pk for post in self.posts)

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
        held = Post.objects.held_by(int(user.pk or 0), day).select_related("directorate", "service", "portfolio")
        known = (day, Authority(user.pk, tuple(held)))
        user._authority = known  # type: ignore[union-attr]
    return known[1]


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


ADMINISTRATORS = frozenset({Role.ADMINISTRATOR.value})
OFFICERS = frozenset({Role.PERFORMANCE_OFFICER.value})


def person(request: HttpRequest) -> User:
    """Who asks, at an address that only signed-in people reach."""
    assert isinstance(request.user, User)
    return request.user


ACCESS = {
    "demo_sign_in": Access(post=ANYONE),
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
