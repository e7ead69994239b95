"""Who came in, who went, who tried to and could not, and whose password was set: written to the ledger, nothing else."""

from common.ledger import record
from council.models import User
from council.permissions import authority


def signed_in(user: User) -> None:
    _record("account.signed-in", user)


def signed_out(user: User) -> None:
    _record("account.signed-out", user)


def sign_in_failed(email: str) -> None:
    """A wrong password, or no such account. What was typed is kept only where it is somebody's address.

    Something is written in either case, so that how long the answer takes does not tell whether there is an account.
    """
    known = User.objects.filter(email__iexact=email).first()
    record("account.failed", _subject(known) if known else "account unknown")


def password_set(user: User) -> None:
    _record("account.password", user)


def _record(verb: str, user: User) -> None:
    post = authority(user).main_post
    record(verb, _subject(user), actor_id=user.pk, post=post.title if post else "")


def _subject(user: User) -> str:
    return f"account {user.email}"[:200]
