"""What people are told of sign-off: written with the step, sent once it has committed."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.timezone import localdate

from common.today import today
from common.values.years import format_date
from council.choices import NoticeKind, Role
from council.models import Delegation, Post, User
from council.notifications import notify, people_among
from serviceplans.choices import IN_FORCE, Acting, ChangeState, Status, Step
from serviceplans.models import AffectedService, Comment, Decision, PlanChange, PlanUpload, PlanVersion, RowsUpload
from serviceplans.permissions import chief_executive_agrees, names, outstanding, posts_at
from serviceplans.permissions.reviewers import by_chief_executive
from serviceplans.rules.route import Stage, stages_from
from serviceplans.seats import seats_of, vacancy_sentence

if TYPE_CHECKING:
    from serviceplans.calendar.lines import CalendarLine

People = Iterable[Post | User | None]


def in_role(role: str) -> list[Post]:
    return list(Post.objects.filter(role=role))


def holder(version: PlanVersion) -> list[Post | None]:
    return [version.plan.service.holder_post]


def deciding(posts: Iterable[Post]) -> list[Post | User | None]:
    """Whoever may decide for these posts today: the posts, and those who have their sign-off."""
    asked = list(posts)
    lent = Delegation.objects.on(today()).filter(post__in=asked).select_related("to_post", "to_person")
    return [*asked, *(row.to_post or row.to_person for row in lent)]


def directors(version: PlanVersion) -> list[Post | None]:
    """The service's Director, or the Chief Executive in their place: who answers for a plan in force."""
    return [*in_role(Role.CHIEF_EXECUTIVE)] if chief_executive_agrees(version) else [version.plan.service.director_post]


def reviewers(version: PlanVersion) -> list[Post | User | None]:
    """Those whose decision the review that the version is in still needs."""
    return deciding(outstanding(version))


def reviewers_at(version: PlanVersion, stage: Stage) -> list[Post]:
    """The posts that decide at any stage of the version's route."""
    return in_role(Role.CHIEF_EXECUTIVE) if by_chief_executive(version, stage) else posts_at(version, stage)


def reviewers_so_far(version: PlanVersion) -> list[Post]:
    """Everybody with whom the version has been since it was submitted, and is."""
    here = version.current_stage
    later = set(stages_from(version.stages, here)[1:]) if here else {stage.key for stage in version.stages}
    return [post for stage in version.stages if stage.key not in later for post in reviewers_at(version, stage)]


def step_taken(
    version: PlanVersion, decision: Decision, to: People, subject: str, ask: str, kind: NoticeKind = NoticeKind.PLAN
) -> None:
    """Tell people of one step: what happened, who did it, what was said, and where to go next.

    Whoever is told of a step in two capacities hears of it once, so what asks something of them comes first.
    """
    lines = [f"{decision.heading}: {version.plan}.", f"By {whose(decision)} on {format_date(localdate(decision.at))}."]
    if decision.meeting:
        lines.append(f"At {decision.meeting}.")
    if decision.comment:
        lines += ["", f"Comment: {decision.comment}"]
    if decision.amendments:
        lines += ["", "Amendments:", *(f"- {line}" for line in decision.amendments)]
    notify(
        to,
        kind=kind,
        about=f"decision {decision.pk}",
        subject=subject,
        body="\n".join([*lines, "", ask]),
        link=version.plan.get_absolute_url(),
    )


def asked(version: PlanVersion, decision: Decision, to: People, subject: str, ask: str) -> None:
    """The same, of whom something is now asked."""
    step_taken(version, decision, to, subject, ask, NoticeKind.DECIDE)


def whose(decision: Decision) -> str:
    """For which post, and how somebody else came to act for it."""
    if decision.acting == Acting.RECORDER and decision.record and decision.by:
        day = format_date(decision.record.decided_on)
        return f"{decision.post_title}, off the system on {day}, as {decision.by.name} recorded"
    manner = {Acting.DEPUTY: " (by their deputy)", Acting.DELEGATE: " (by delegation)"}
    return decision.post_title + manner.get(Acting(decision.acting), "")


def stopped(version: PlanVersion, decision: Decision) -> None:
    """Where nobody may decide for a post whose decision is needed now, whoever can fill it is told."""
    sentence = vacancy_sentence(seats_of(version))
    if sentence:
        to = [*in_role(Role.ADMINISTRATOR), *holder(version)]
        step_taken(version, decision, to, f"A vacant post stops {version.plan}", sentence)


def submitted(version: PlanVersion, decision: Decision) -> None:
    stage = version.current_stage
    to = "DMT" if stage and stage.meeting else "your review"
    asked(version, decision, reviewers(version), f"For {to}: {version.plan}", "Read it, then agree or return it.")
    stopped(version, decision)


def withdrawn(version: PlanVersion, decision: Decision, to: list[Post]) -> None:
    step_taken(version, decision, to, f"Withdrawn: {version.plan}", "Nothing is asked of you now.")


def decided(version: PlanVersion, decision: Decision) -> None:
    """Agreed, approved by one of several, or approved: who is next is asked, and who waits for it is told."""
    recorded(version, decision)
    if decision.step == Step.APPROVE_ONE:
        ask = f"It waits for {names(outstanding(version))}."
        step_taken(version, decision, holder(version), f"{decision.heading}: {version.plan}", ask)
    elif version.status in IN_FORCE:
        approved(version, decision)
    else:
        agreed(version, decision)


def agreed(version: PlanVersion, decision: Decision) -> None:
    stage = version.current_stage
    last = stage is not None and stage == version.stages[-1]
    ask = f"Read it, then {'approve' if last else 'agree'} or return it."
    subject = "For your approval" if last else "For your review"
    asked(version, decision, reviewers(version), f"{subject}: {version.plan}", ask)
    stopped(version, decision)
    now_with = f"It is now with {stage.to if stage else 'nobody'}."
    step_taken(version, decision, holder(version), f"{decision.heading}: {version.plan}", now_with)


def approved(version: PlanVersion, decision: Decision) -> None:
    officers = in_role(Role.PERFORMANCE_OFFICER)
    asked(version, decision, officers, f"To publish: {version.plan}", "It is approved and can be published.")
    chain = reviewers_at(version, version.stages[0]) if len(version.stages) > 1 else []
    step_taken(version, decision, [*holder(version), *chain], f"Approved: {version.plan}", "The plan is in force.")


def sent_back(version: PlanVersion, decision: Decision) -> None:
    """Whoever has it now is asked to act; whoever had approved is told that this counts no more."""
    recorded(version, decision)
    if version.status == Status.DRAFT:
        ask = "The comments stand beside the fields that they are about. Change the plan and submit it again."
        asked(version, decision, holder(version), f"Returned to you: {version.plan}", ask)
    else:
        ask = "Agree it again, with amendments or as it stands, or return it to the plan holder."
        asked(version, decision, reviewers(version), f"Returned by {decision.post_title}: {version.plan}", ask)
    voided = decision.voided.select_related("post")
    others = [row.post for row in voided if row.stage == decision.stage and row.post_id != decision.post_id]
    ask = "Your approval of this text counts no more. The plan will come to you again."
    step_taken(version, decision, deciding(others), f"Your approval no longer counts: {version.plan}", ask)


def amendments_asked(version: PlanVersion, decision: Decision) -> None:
    ask = "Make the amendments, then send them to be confirmed."
    asked(version, decision, holder(version), f"Agreed with amendments: {version.plan}", ask)


def amended(version: PlanVersion, decision: Decision) -> None:
    ask = "Compare what was changed, then agree or return it."
    asked(version, decision, reviewers(version), f"Amendments made: {version.plan}", ask)


def recorded(version: PlanVersion, decision: Decision) -> None:
    """Whoever holds the post is told what was recorded as its decision."""
    if decision.record is not None:
        ask = "Confirm that you decided this, or dispute it, on the plan's page."
        asked(version, decision, [decision.post], f"Recorded as your decision: {version.plan}", ask)


def disputed(version: PlanVersion, recorded_as: Decision, step: Decision) -> None:
    """The officer who recorded it is told, and those whose plan it is."""
    ask = "See what was recorded, and speak with whoever disputes it."
    asked(version, step, [recorded_as.by], f"Disputed: {version.plan}", ask)
    step_taken(version, step, holder(version), f"Disputed: {version.plan}", "See the plan's sign-off.")


def replied(version: PlanVersion, first: Comment, made: Comment) -> None:
    """The author of a comment is told of a reply; a reply by the author goes to those who hold the plan."""
    to: People = [first.author] if made.author_id != first.author_id else holder(version)
    words = f"{made.post} replied to a comment on {version.plan}.\n\n“{first.text}”\n\n{made.text}"
    of_comment(version, to, f"reply {made.pk}", f"Reply: {version.plan}", words)


def reopened(version: PlanVersion, comment: Comment, entry: str) -> None:
    words = f"{comment.post} opened a comment on {version.plan} again.\n\n“{comment.text}”"
    of_comment(version, holder(version), entry, f"Comment open again: {version.plan}", words)


def of_comment(version: PlanVersion, to: People, about: str, subject: str, words: str) -> None:
    link = version.plan.get_absolute_url()
    notify(to, kind=NoticeKind.PLAN, about=about, subject=subject, body=words, link=link)


def published(version: PlanVersion, decision: Decision) -> None:
    to = [*holder(version), *(post for stage in version.stages for post in reviewers_at(version, stage))]
    step_taken(version, decision, to, f"Published: {version.plan}", "Anyone can now read it.")


def file_brought_in(version: PlanVersion, upload: PlanUpload, post: Post | None) -> None:
    """The holder is told that an officer has brought a Word file into their draft."""
    words = f"{post or 'Somebody'} has brought the Word file {upload.filename} into this plan. Read what it says now."
    notify(
        holder(version),
        kind=NoticeKind.PLAN,
        about=f"file {upload.pk} brought in",
        subject=f"A Word file was brought in: {version.plan}",
        body=words,
        link=version.plan.get_absolute_url(),
    )


def rows_brought_in(version: PlanVersion, upload: RowsUpload, post: Post | None) -> None:
    """The holder is told that an officer has brought rows of a spreadsheet into their draft."""
    words = (
        f"{post or 'Somebody'} has brought {upload.table} from {upload.filename} into this plan. Read what it says now."
    )
    notify(
        holder(version),
        kind=NoticeKind.PLAN,
        about=f"rows {upload.pk} brought into {version.pk}",
        subject=f"Rows were brought in: {version.plan}",
        body=words,
        link=version.plan.get_absolute_url(),
    )


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
    step_taken(version, decision, directors(version), f"Revision begun: {version.plan}", ask)


def revision_abandoned(version: PlanVersion, decision: Decision) -> None:
    ask = "The plan stands as it was."
    step_taken(version, decision, directors(version), f"Revision abandoned: {version.plan}", ask)


def plan_changed(version: PlanVersion, made: list[PlanChange], by: User) -> None:
    """The director is asked for the dates that wait; the holder and the director are told of what others changed."""
    waiting = [change for change in made if change.state == ChangeState.PROPOSED]
    done = [change for change in made if change.state == ChangeState.MADE]
    if waiting:
        subject = f"A date to move: {version.plan}"
        _told_of(version, waiting, directors(version), subject, "Move it or leave it.", NoticeKind.DECIDE)
    if done:
        others = [one for one in people_among(holder(version) + directors(version)) if one.pk != by.pk]
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


def service_named(named: AffectedService) -> None:
    """The holder of a service's plan is told that another's action affects it."""
    row = named.action.versions.order_by("-version__begun_at").first()
    notify(
        [named.service.holder_post],
        kind=NoticeKind.PLAN,
        about=f"action {named.action.reference} names {named.service.pk} {named.named_at:%Y-%m-%d %H:%M:%S.%f}",
        subject=f"{named.action.reference} affects {named.service.name}",
        body=f"{named.action.service.name} has named {named.service.name} as affected by this action: {row.text if row else ''}",
        link=reverse("action_acknowledge", args=[named.action.reference, named.service.slug]),
    )


def service_answered(named: AffectedService) -> None:
    """The service whose action it is is told that another has acknowledged it."""
    said = f" It says: {named.comment}" if named.comment else ""
    notify(
        [named.action.service.holder_post],
        kind=NoticeKind.PLAN,
        about=f"action {named.action.reference} acknowledged by {named.service.pk}",
        subject=f"{named.service.name} has acknowledged {named.action.reference}",
        body=f"{named.acknowledged_post} has acknowledged action {named.action.reference} for {named.service.name}.{said}",
        link=reverse("action", args=[named.action.reference]),
    )
