"""Which posts decide at a review, which of them have, and for which of them a person may act.

A deputy acts for the post, and so does whoever has its sign-off delegated; vacant posts leave nobody.
"""

from typing import Any

from council.choices import Role
from council.models import Post
from council.permissions import authority
from serviceplans.choices import REVIEWS, Reviewer, Several
from serviceplans.models import PlanVersion, Signature
from serviceplans.rules.route import Stage


def chief_executive_agrees(version: PlanVersion) -> bool:
    """A plan that its own Director holds, or that has no Director, is agreed by the Chief Executive."""
    service = version.plan.service
    return service.director_post_id in (None, service.holder_post_id)


def by_chief_executive(version: PlanVersion, stage: Stage) -> bool:
    if stage.reviewer == Reviewer.DIRECTOR:
        return chief_executive_agrees(version)
    return stage.reviewer == Reviewer.CHIEF_EXECUTIVE


def member_posts(version: PlanVersion, several: str = Several.ALL) -> list[Post]:
    """The posts of the Executive Members who answer for the service today, the lead first; each once."""
    links = sorted(version.plan.service.portfolio_links.all(), key=lambda link: not link.lead)
    posts = {link.portfolio.member_post.pk: link.portfolio.member_post for link in links if link.portfolio.member_post}
    return list(posts.values())[: 1 if several == Several.LEAD else None]


def member_post_ids(version: PlanVersion) -> set[int]:
    return {post.pk for post in member_posts(version)}


def posts_at(version: PlanVersion, stage: Stage | None = None) -> list[Post]:
    """The posts whose decision a review needs: of the review that the version is in, unless another is named.

    Of another review than its own, a post that only the route names is not looked up.
    """
    stage = stage or version.current_stage
    if stage is None:
        return []
    if stage.reviewer == Reviewer.MEMBERS:
        return member_posts(version, stage.several)
    if stage.reviewer == Reviewer.DIRECTOR and not chief_executive_agrees(version):
        director = version.plan.service.director_post
        return [director] if director else []
    here = version.stage_post is not None and stage == version.current_stage
    return [version.stage_post] if here and version.stage_post else []


def signs_at(user: Any, version: PlanVersion, stage: Stage) -> list[Post]:
    """The posts for which this person may decide at a review of the version's route; empty for everybody else."""
    who = authority(user)
    if by_chief_executive(version, stage):
        return [post for post in who.signing_posts if post.role == Role.CHIEF_EXECUTIVE][:1]
    if stage.reviewer == Reviewer.POST:
        return [post for post in who.signing_posts if post.title == stage.post]
    wanted = {post.pk for post in posts_at(version, stage)}
    return [post for post in who.signing_posts if post.pk in wanted]


def reviewer_post(user: Any, version: PlanVersion) -> Post | None:
    """The post for which this person answers for the plan in the directorate: its Director's, or the Chief Executive's."""
    who = authority(user)
    if chief_executive_agrees(version):
        return who.post_in_role(Role.CHIEF_EXECUTIVE)
    return who.post_for(version.plan.service.director_post_id)


def signed(version: PlanVersion) -> list[Signature]:
    """The signatures that stand at the review that the version is in: given there, to the text that is there."""
    stage = version.current_stage
    if version.status not in REVIEWS or stage is None or version.frozen is None:
        return []
    return [
        row
        for row in version.given
        if row.voided_by_id is None and row.stage == stage.key and row.digest == version.frozen.digest
    ]


def outstanding(version: PlanVersion) -> list[Post]:
    """The posts whose decision the present review still needs."""
    if version.status not in REVIEWS:
        return []
    done = {row.post_id for row in signed(version)}
    return [post for post in posts_at(version) if post.pk not in done]
