"""Contributors, and warnings set aside."""

from django.db import transaction

from common.today import now
from common.verdict import Refused
from council.models import Post, User
from serviceplans import permissions as may
from serviceplans.models import Contributor, Dismissal
from serviceplans.transitions.locking import acting_post, done, editable, lock


@transaction.atomic
def invite(version_id: int, post: Post, *, by: User) -> Contributor:
    version = lock(version_id)
    may.may_invite(by, version).require()
    made, new = Contributor.objects.get_or_create(plan=version.plan, post=post, defaults={"invited_at": now()})
    if new:
        done("contributor.invite", version, by, None, {"post": post.title})
    return made


@transaction.atomic
def uninvite(version_id: int, contributor_id: int, *, by: User) -> None:
    version = lock(version_id)
    may.may_invite(by, version).require()
    gone = Contributor.objects.filter(plan=version.plan, pk=contributor_id).select_related("post").first()
    if gone:
        before = {"post": gone.post.title}
        gone.delete()
        done("contributor.remove", version, by, before, None)


@transaction.atomic
def dismiss_finding(version_id: int, *, by: User, code: str, subject: str, reason: str) -> Dismissal:
    """Set a warning aside with a reason, which shows wherever the warning did."""
    version = editable(version_id, by)
    if version.plan.template.checks.get(code) != "warning":
        raise Refused("Only a warning can be dismissed: this finding must be mended.")
    if not reason.strip():
        raise Refused("Give the reason: it shows beside the warning.")
    post = acting_post(by, version.plan.service.holder_post_id)
    facts = {"reason": reason.strip(), "by": by, "post": post.title if post else by.name, "at": now()}
    made, _ = Dismissal.objects.update_or_create(version=version, code=code, subject=subject, defaults=facts)
    done("finding.dismiss", version, by, None, {"code": code, "subject": subject, "reason": made.reason})
    return made
