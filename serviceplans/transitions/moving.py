"""One step on the route: the state changes, what was signed is written or voided, then the decision and the ledger."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from common.today import now
from common.verdict import Conflict
from council.choices import Role
from council.models import CouncilSettings, Post, User
from council.permissions import authority
from serviceplans import permissions as may
from serviceplans.choices import Acting, Reviewer, Status, Step
from serviceplans.content import frozen_text, written
from serviceplans.models import Decision, FrozenContent, PlanTemplate, PlanVersion, Signature
from serviceplans.permissions.reviewers import by_chief_executive
from serviceplans.rules.route import Route, Stage, read_route, stages_from
from serviceplans.transitions.committing import stand_again, write_stood
from serviceplans.transitions.locking import write_decision, write_ledger

Tell = Callable[[PlanVersion, Decision], None]


def route_of(template: PlanTemplate) -> Route:
    """The route that a plan in this template takes when it is submitted now: its own, else the council's."""
    return read_route(template.route or CouncilSettings.current().sign_off_route)


def enter(version: PlanVersion, stage: Stage | None) -> None:
    """Put the version into a review, or with None back into the holder's draft. Conflict where nobody could decide there."""
    version.stage, version.stage_post = (stage.key if stage else ""), None
    if stage is None:
        version.status, version.frozen = Status.DRAFT, None
        return
    version.status = stage.status
    if by_chief_executive(version, stage):
        version.stage_post = Post.objects.filter(role=Role.CHIEF_EXECUTIVE).first()
    elif stage.reviewer == Reviewer.POST:
        version.stage_post = Post.objects.titled(stage.post)
    if not may.posts_at(version):
        raise Conflict(_nobody(version, stage))


def _nobody(version: PlanVersion, stage: Stage) -> str:
    """What is missing from the council's structure, and so stops the plan."""
    if stage.reviewer == Reviewer.MEMBERS:
        return "No Executive Member's post is set up for this service, so nobody could approve the plan."
    if by_chief_executive(version, stage):
        return "No Chief Executive's post is set up, so nobody could review this plan."
    return f"The post “{stage.post}” on the route of sign-off is not set up, so nobody could review this plan."


def freeze(version: PlanVersion) -> str:
    """What is written now becomes what is reviewed and signed; returns its digest."""
    text, digest = frozen_text(written(version))
    defaults = {"content": text, "at": now()}
    version.frozen, _ = FrozenContent.objects.get_or_create(version=version, digest=digest, defaults=defaults)
    return digest


def acting_as(user: User, post: Post | None) -> str:
    """How this person comes to act for the post."""
    who = authority(user)
    if post is None or post.pk not in who.signing_ids:
        return ""
    if post.pk not in who.post_ids:
        return Acting.DELEGATE
    return Acting.DEPUTY if post.pk in who.deputising else ""


def take(
    version: PlanVersion, step: Step, before: str, *, by: User, posts: Sequence[Post], tell: Tell | None = None,
    sign: bool = False, void: Iterable[str] = (), void_of: Decision | None = None, acting: str | None = None,
    digest: str = "", **facts: Any,
) -> Decision:  # fmt: skip
    """Write one step that has been decided: the decision, what it signs and voids, who is told, and the ledger last.

    ``posts``: those for which it is taken (the first gives its name), each of which signs where ``sign`` says so.
    ``void``: the stages whose signatures end with this step (``void_of``: those of one earlier decision only).
    A plan that comes back to its holder gets what every service has been committed to meanwhile.
    """
    version.save()
    stood = stand_again(version) if version.is_draft else []
    post = posts[0] if posts else None
    acting = acting_as(by, post) if acting is None else acting
    facts["comment"] = str(facts.get("comment", "")).strip()
    decision = write_decision(version, step, before, by=by, posts=posts, acting=acting, digest=digest, **facts)
    voided = void_signatures(version, decision, void, void_of)
    for one in posts if sign else []:
        Signature.objects.create(
            version=version, decision=decision, stage=decision.stage, post=one, digest=decision.digest
        )
    version.__dict__.pop("given", None)
    if tell is not None:
        tell(version, decision)
    facts_kept = ledger_facts(version, decision, posts, voided)
    write_ledger(f"plan.{step}", version, by, decision.post_title if posts else None, {"status": before}, facts_kept)
    write_stood(version, by, stood)
    return decision


def ledger_facts(
    version: PlanVersion, decision: Decision, posts: Sequence[Post], voided: list[Signature]
) -> dict[str, Any]:
    """What the ledger keeps of a step; what there was nothing of is left out."""
    facts = {
        "status": version.status,
        "stage": version.stage,
        "comment": decision.comment,
        "digest": decision.digest,
        "meeting": str(decision.meeting) if decision.meeting else "",
        "acting": decision.acting,
        "posts": [post.title for post in posts],
        "amendments": decision.amendments,
        "compared_with": decision.compared_with,
        "voided": [row.post.title for row in voided],
        "record": recorded(decision),
    }
    return {name: value for name, value in facts.items() if value}


def recorded(decision: Decision) -> dict[str, Any] | None:
    """Of a decision that was taken elsewhere: when, and which file says so."""
    row = decision.record
    if row is None:
        return None
    return {"decided_on": row.decided_on, "file": row.attachment.name, "sha256": row.attachment.sha256}


def void_signatures(
    version: PlanVersion, decision: Decision, stages: Iterable[str], only: Decision | None = None
) -> list[Signature]:
    """End the signatures given at these stages (or ``only`` with one step); they stay on the timeline with what ended them."""
    keys = list(stages)
    if not keys:
        return []
    rows = Signature.objects.filter(version=version, voided_by=None, stage__in=keys).exclude(decision=decision)
    if only is not None:
        rows = rows.filter(decision=only)
    found = list(rows.select_related("post", "decision"))
    for row in found:
        row.voided_by = decision
        row.save(update_fields=["voided_by"])
    return found


def every_stage(version: PlanVersion) -> list[str]:
    return stages_from(version.stages, None)
