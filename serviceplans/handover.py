"""What of plans a post has open: actions that it is accountable for, drafts that it helps with, comments to answer."""

from django.db.models import F, QuerySet
from django.urls import reverse

from council.handover import Item, WorkKind, register
from council.models import Post
from serviceplans.choices import IN_FORCE, UNDER_WAY, ActionStatus
from serviceplans.models import Action, ActionOfficer, ActionVersion, Comment, Contributor, MilestoneVersion

CURRENT = [*UNDER_WAY, *IN_FORCE]
DONE = (ActionStatus.COMPLETED, ActionStatus.STOPPED)


def _open_actions(post: Post) -> QuerySet[ActionVersion]:
    """Its actions in plans under way and in force, without those that have been completed or stopped."""
    finished = Action.objects.filter(updates__status__in=DONE)
    rows = ActionVersion.objects.filter(officers__post=post, version__status__in=CURRENT)
    return rows.exclude(action__in=finished).select_related("action").distinct()


def _actions(post: Post) -> list[Item]:
    texts = {row.action.reference: str(row) for row in _open_actions(post)}
    return [(text, reverse("action", args=[reference])) for reference, text in sorted(texts.items())]


def _pass_actions(post: Post, to: Post) -> None:
    """The post's place among the officers goes to the other, once; milestones that name it are renamed."""
    rows = list(_open_actions(post).values_list("pk", flat=True))
    officers = ActionOfficer.objects.filter(action__in=rows)
    already = officers.filter(post=to).values_list("action", flat=True)
    officers.filter(post=post, action__in=list(already)).delete()
    officers.filter(post=post).update(post=to, words=to.title)
    milestones = MilestoneVersion.objects.filter(action__in=rows, owner__iexact=post.title, done_on=None)
    milestones.update(owner=to.title)
    ActionVersion.objects.filter(pk__in=rows).update(counter=F("counter") + 1)


def _invitations(post: Post) -> QuerySet[Contributor]:
    rows = Contributor.objects.filter(post=post, plan__versions__status__in=UNDER_WAY)
    return rows.select_related("plan__service", "plan__cycle").distinct()


def _drafts(post: Post) -> list[Item]:
    return [(str(row.plan), row.plan.get_absolute_url()) for row in _invitations(post)]


def _pass_drafts(post: Post, to: Post) -> None:
    rows = list(_invitations(post))
    known = set(Contributor.objects.filter(post=to).values_list("plan", flat=True))
    for row in rows:
        if row.plan_id in known or row.plan.service.holder_post_id == to.pk:
            row.delete()
        else:
            row.post = to
            row.save(update_fields=["post"])


def _comments(post: Post) -> list[Item]:
    rows = Comment.objects.filter(
        version__plan__service__holder_post=post, version__status__in=UNDER_WAY, parent=None, resolved_at=None
    )
    found = rows.select_related("version__plan__service", "version__plan__cycle")
    return [
        # Whoever hands work over need not be of the directorate.
        (
            f"{row.version.plan}: {'an internal comment' if row.internal else row.text[:80]}",
            row.version.plan.address("plan_comment_reply", row.pk),
        )
        for row in found
    ]


def register_work() -> None:
    register(
        WorkKind("Actions", _actions, _pass_actions, note="Plans that are signed keep their words; the action moves.")
    )
    register(WorkKind("Drafts to help with", _drafts, _pass_drafts))
    # Comments are answered by whoever holds the plan, so they go with it.
    register(WorkKind("Comments to answer", _comments, lambda post, to: None, note="They go with the plan."))
