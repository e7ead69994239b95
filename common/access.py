"""The form of the permission table: which roles may use which method of which address.

Each app lists its url names in ``permissions.ACCESS``; the top floor assembles the tables, asks them before every view
and refuses an address that no table lists.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from common.verdict import ALLOWED, Verdict

ANYONE = frozenset({"anyone"})
SIGNED_IN = frozenset({"signed-in"})


@dataclass(frozen=True)
class Access:
    """Who may GET and who may POST one address; an empty set means that the method does not exist there.

    Roles are the keys of ``council.choices.Role``. What a person may do with one plan, indicator or risk is asked
    again, with the object, by the app's permission functions: this table is the outer door.
    """

    get: frozenset[str] = field(default_factory=frozenset)
    post: frozenset[str] = field(default_factory=frozenset)

    def roles_for(self, method: str) -> frozenset[str]:
        """The roles that may use the method; HEAD and OPTIONS follow GET."""
        return self.post if method == "POST" else self.get if method in {"GET", "HEAD", "OPTIONS"} else frozenset()

    def methods(self) -> list[str]:
        """The methods that exist at this address."""
        return [name for name, who in (("GET", self.get), ("HEAD", self.get), ("POST", self.post)) if who]


def may_use(access: Access, method: str, roles: Collection[str], *, signed_in: bool) -> Verdict:
    """Whether somebody with these roles may use the method at this address, or the sentence that says why not."""
    allowed = access.roles_for(method)
    if allowed & ANYONE:
        return ALLOWED
    if not signed_in:
        return Verdict("Sign in to see this page.")
    if allowed & SIGNED_IN or allowed & set(roles):
        return ALLOWED
    return Verdict("Your post does not give you this page. If it should, ask the performance team.")
