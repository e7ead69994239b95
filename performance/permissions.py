"""Who may import, enter and correct: the performance team all results, an owner those of the indicators they own."""

from common.access import SIGNED_IN, Access
from common.verdict import ALLOWED, Verdict
from council.choices import Role
from council.models import User
from council.permissions import authority
from performance.models import Indicator

OFFICERS = frozenset({Role.PERFORMANCE_OFFICER})

ACCESS = {
    "performance": Access(get=SIGNED_IN),
    "indicators": Access(get=SIGNED_IN),
    "indicators_csv": Access(get=SIGNED_IN),
    "indicator": Access(get=SIGNED_IN),
    "enter_result": Access(get=SIGNED_IN, post=SIGNED_IN),
    "results_due": Access(get=SIGNED_IN),
    "import_results": Access(get=OFFICERS, post=OFFICERS),
    "import_blank": Access(get=OFFICERS),
    "import_preview": Access(get=OFFICERS),
    "import_outcome_csv": Access(get=OFFICERS),
    "confirm_import": Access(post=OFFICERS),
    "discard_import": Access(post=OFFICERS),
}


def may_import(user: User) -> Verdict:
    """Only the performance team imports files."""
    if authority(user).has(Role.PERFORMANCE_OFFICER):
        return ALLOWED
    return Verdict("Only a performance officer can import results.")


def may_enter(user: User, indicator: Indicator) -> Verdict:
    """The holder of the indicator's owner post (or a deputy), and the performance team."""
    who = authority(user)
    if who.has(Role.PERFORMANCE_OFFICER) or (indicator.owner_post_id and indicator.owner_post_id in who.post_ids):
        return (
            Verdict(f"{indicator.reference} is retired, so it takes no more results.") if indicator.retired else ALLOWED
        )
    owner = indicator.owner or "its owner"
    return Verdict(f"Results of {indicator.reference} are entered by {owner} or by the performance team.")


def acting_post(user: User, indicator: Indicator | None = None) -> str:
    """The title of the post for which this person acts here."""
    who = authority(user)
    owned = who.post_for(indicator.owner_post_id) if indicator else None
    post = owned or who.post_in_role(Role.PERFORMANCE_OFFICER) or who.main_post
    return post.title if post else ""
