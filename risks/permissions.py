"""Who may use which address of the register, and who may review which risk."""

from typing import Any

from common.access import SIGNED_IN, Access
from common.verdict import ALLOWED, Verdict
from council.choices import Role
from council.models import Post
from council.permissions import authority
from risks.models import Risk

ACCESS = {
    "risks": Access(get=SIGNED_IN),
    "risks_csv": Access(get=SIGNED_IN),
    "risk": Access(get=SIGNED_IN),
    # Whose risk it is, is asked of the risk: any post may own one.
    "risk_review": Access(get=SIGNED_IN, post=SIGNED_IN),
    "risk_close": Access(get=SIGNED_IN, post=SIGNED_IN),
}


def may_review(user: Any, risk: Risk) -> Verdict:
    """The owner's post, the directorate's director or a performance officer, while the risk is open."""
    if risk.closed:
        return Verdict(f"{risk.reference} is closed, so it is no longer reviewed.", conflict=True)
    if reviewing_post(user, risk):
        return ALLOWED
    owner = risk.owner or "nobody yet"
    who = f"its owner ({owner}), the director of its directorate or a performance officer"
    return Verdict(f"{risk.reference} is reviewed by {who}.")


def reviewing_post(user: Any, risk: Risk) -> Post | None:
    """The post for which this person reviews this risk; None where no post of theirs may."""
    who = authority(user)
    named = who.post_for(risk.owner_post_id, risk.service.director_post_id if risk.service else None)
    directorates = {risk.directorate_id, risk.service.directorate_id if risk.service else None} - {None}
    director = next((p for p in who.posts if p.role == Role.DIRECTOR and p.directorate_id in directorates), None)
    return named or director or who.post_in_role(Role.PERFORMANCE_OFFICER)


def acting_post(user: Any, risk: Risk) -> str:
    """The title of the post for which this person changes the risk, for the record; empty where nobody is named."""
    if user is None:
        return ""
    post = reviewing_post(user, risk) or authority(user).main_post
    return post.title if post else ""
