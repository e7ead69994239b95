"""What people are told of sign-off: written with the step, sent once it has committed."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse

from common.today import today
from council.choices import NoticeKind, Role
from council.models import Post, User
from council.notifications import notify, people_among
from serviceplans.choices import ChangeState
from serviceplans.models import Decision, PlanChange, PlanVersion
from serviceplans.permissions import chief_executive_agrees, lead_portfolio_post

if TYPE_CHECKING:
    from serviceplans.calendar.lines import CalendarLine

Posts = Iterable[Post | None]


def in_role(role: str) -> list[Post]:
    return list(Post.objects.filter(role=role))


def holder(version: PlanVersion) -> list[Post | None]:
    return [version.plan.service.holder_post]


def reviewers(version: PlanVersion) -> list[Post | None]:
    """The posts that agree the plan at DMT."""
    return [*in_role(Role.CHIEF_EXECUTIVE)] if chief_executive_agrees(version) else [version.plan.service.director_post]


def member(version: PlanVersion) -> list[Post | None]:
    return [lead_portfolio_post(version)]


def step_taken(
    version: PlanVersion, decision: Decision, to: Posts, subject: str, ask: str, kind: NoticeKind = NoticeKind.PLAN
) -> None:
    """Tell people of one step: what happened, who did it, what was said, and where to go next.

    Whoever is told of a step in two capacities hears of it once, so what asks something of them comes first.
    """
    lines = [
        f"{decision.get_step_display()}: {version.plan}.",
        f"By {decision.post_title} on {decision.at.day} {decision.at:%B %Y}.",
    ]
    if decision.meeting:
        lines.append(f"At {decision.meeting}.")
    if decision.comment:
        lines += ["", f"Comment: {decision.comment}"]
    notify(
        to,
        kind=kind,
        about=f"decision {decision.pk}",
        subject=subject,
        body="\n".join([*lines, "", ask]),
        link=version.plan.get_absolute_url(),
    )


def asked(version: PlanVersion, decision: Decision, to: Posts, subject: str, ask: str) -> None:
    """The same, of whom something is now asked."""
    step_taken(version, decision, to, subject, ask, NoticeKind.DECIDE)


def submitted(version: PlanVersion, decision: Decision) -> None:
    asked(version, decision, reviewers(version), f"For DMT: {version.plan}", "Read it, then agree or return it.")


def withdrawn(version: PlanVersion, decision: Decision, from_member: bool) -> None:
    to = reviewers(version) + (member(version) if from_member else [])
    step_taken(version, decision, to, f"Withdrawn: {version.plan}", "Nothing is asked of you now.")


def returned(version: PlanVersion, decision: Decision) -> None:
    ask = "The comments stand beside the fields that they are about. Change the plan and submit it again."
    asked(version, decision, holder(version), f"Returned to you: {version.plan}", ask)


def agreed(version: PlanVersion, decision: Decision) -> None:
    ask = "Read it, then approve or return it."
    asked(version, decision, member(version), f"For your approval: {version.plan}", ask)
    now_with = "It is now with the Executive Member."
    step_taken(version, decision, holder(version), f"Agreed at DMT: {version.plan}", now_with)


def returned_to_director(version: PlanVersion, decision: Decision) -> None:
    ask = "Agree it again, or return it to the plan holder."
    asked(version, decision, reviewers(version), f"Returned by the Executive Member: {version.plan}", ask)


def approved(version: PlanVersion, decision: Decision) -> None:
    officers = in_role(Role.PERFORMANCE_OFFICER)
    asked(version, decision, officers, f"To publish: {version.plan}", "It is approved and can be published.")
    to = holder(version) + reviewers(version)
    step_taken(version, decision, to, f"Approved: {version.plan}", "The plan is in force.")


def published(version: PlanVersion, decision: Decision) -> None:
    to = holder(version) + reviewers(version) + member(version)
    step_taken(version, decision, to, f"Published: {version.plan}", "Anyone can now read it.")


def rolled_forward(version: PlanVersion, source: str, to_review: int) -> None:
    """Tell the holder that next year's plan is begun, and what to do with it first."""
    parts = f"{to_review} part{'s' * (to_review != 1)}"
    begun = f"It was begun from {source}. Review {parts} first: save each, or say that it still stands."
    notify(
        holder(version),
        kind=NoticeKind.DECIDE,
        about=f"plan {version.plan_id} rolled forward",
        subject=f"Begun for you: {version.plan}",
        body=begun if source else "There was no earlier plan, so it begins empty.",
        link=version.plan.get_absolute_url(),
    )


def remind_of_plans(person: User, lines: Sequence["CalendarLine"]) -> None:
    """One message with every plan in which this person is next."""
    late = sum(line.standing.late for line in lines)
    count = f"{len(lines)} plan{'s' * (len(lines) != 1)}"
    subject = f"Late: {late} of {count}" if late and late < len(lines) else f"{'Late' if late else 'Due soon'}: {count}"
    notify(
        [person],
        kind=NoticeKind.DUE,
        about=f"plan reminder {today().isoformat()}",
        subject=subject,
        body="You are next with what follows.",
        items=[(due_line(line), line.url or reverse("plan_calendar")) for line in lines],
        link=reverse("plan_calendar"),
    )


def due_line(line: "CalendarLine") -> str:
    """One plan in a reminder: "Housing 2019/20, drafting: Draft plans complete, 31 July 2019 (20 days late)"."""
    stands, plan = line.standing, f"{line.service.name} {line.cycle.name}"
    return f"{plan}, {line.state_in_words}: {stands.due_words} ({stands.words.lower()})"


def revision_begun(version: PlanVersion, decision: Decision) -> None:
    ask = "The version in force stays in force until the revision is approved."
    step_taken(version, decision, reviewers(version), f"Revision begun: {version.plan}", ask)


def revision_abandoned(version: PlanVersion, decision: Decision) -> None:
    ask = "The plan stands as it was."
    step_taken(version, decision, reviewers(version), f"Revision abandoned: {version.plan}", ask)


def plan_changed(version: PlanVersion, made: list[PlanChange], by: User) -> None:
    """The director is asked for the dates that wait; the holder and the director are told of what others changed."""
    waiting = [change for change in made if change.state == ChangeState.PROPOSED]
    done = [change for change in made if change.state == ChangeState.MADE]
    if waiting:
        subject = f"A date to move: {version.plan}"
        _told_of(version, waiting, reviewers(version), subject, "Move it or leave it.", NoticeKind.DECIDE)
    if done:
        others = [one for one in people_among(holder(version) + reviewers(version)) if one.pk != by.pk]
        _told_of(version, done, others, f"Changed: {version.plan}", "The change is shown with the plan.")


def change_answered(version: PlanVersion, change: PlanChange) -> None:
    verb = "Date moved" if change.state == ChangeState.MADE else "Date not moved"
    to = [change.asked_by, *holder(version)]
    _told_of(version, [change], to, f"{verb}: {version.plan}", "It is shown among the plan's changes.")


def _told_of(
    version: PlanVersion, changes: list[PlanChange], to: Iterable[User | Post | None], subject: str, ask: str,
    kind: NoticeKind = NoticeKind.PLAN,
) -> None:  # fmt: skip
    lines = []
    for change in changes:
        lines.append(f"{change.what}: “{change.before or 'nothing'}” becomes “{change.after}”.")
        lines.append(f"By {change.post or change.asked_post}.")
        lines += [f"Why: {change.reason}"] if change.reason else []
        lines += [f"Answer: {change.answer}"] if change.answer else []
    notify(
        to,
        kind=kind,
        about=f"change {changes[0].pk} {changes[0].state}",
        subject=subject,
        body="\n".join([*lines, "", ask]),
        link=version.plan.address("plan_changes"),
    )
