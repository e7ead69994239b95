"""The e-mails of sign-off: written with the step, sent once it has committed."""

from django.conf import settings

from common.mail import tell
from common.today import today
from council.choices import Role
from council.models import Appointment, Post
from serviceplans.models import Decision, PlanVersion
from serviceplans.permissions import chief_executive_agrees, lead_portfolio_post


def addresses(*posts: Post | None) -> list[str]:
    """E-mail addresses of whoever holds these posts today, deputies included."""
    held = Appointment.objects.on(today()).filter(post__in=[post for post in posts if post])
    return list(held.values_list("person__email", flat=True).distinct())


def in_role(role: str) -> list[str]:
    return addresses(*Post.objects.filter(role=role))


def holder(version: PlanVersion) -> list[str]:
    return addresses(version.plan.service.holder_post)


def reviewers(version: PlanVersion) -> list[str]:
    """Those who agree the plan at DMT."""
    if chief_executive_agrees(version):
        return in_role(Role.CHIEF_EXECUTIVE)
    return addresses(version.plan.service.director_post)


def member(version: PlanVersion) -> list[str]:
    return addresses(lead_portfolio_post(version))


def step_taken(version: PlanVersion, decision: Decision, to: list[str], subject: str, ask: str) -> None:
    """Tell people of one step: what happened, who did it, what was said, and where to go next."""
    lines = [
        f"{decision.get_step_display()}: {version.plan}.",
        f"By {decision.post_title} on {decision.at.day} {decision.at:%B %Y}.",
    ]
    if decision.meeting:
        lines.append(f"At {decision.meeting}.")
    if decision.comment:
        lines += ["", f"Comment: {decision.comment}"]
    lines += ["", ask, f"{settings.SITE_URL}{version.plan.get_absolute_url()}"]
    tell(to, subject, "\n".join(lines))


def submitted(version: PlanVersion, decision: Decision) -> None:
    ask = "Read it, then agree or return it:"
    step_taken(version, decision, reviewers(version), f"For DMT: {version.plan}", ask)


def withdrawn(version: PlanVersion, decision: Decision, from_member: bool) -> None:
    to = reviewers(version) + (member(version) if from_member else [])
    step_taken(version, decision, to, f"Withdrawn: {version.plan}", "Nothing is asked of you now. The plan:")


def returned(version: PlanVersion, decision: Decision) -> None:
    ask = "The comments stand beside the fields that they are about. Change the plan and submit it again:"
    step_taken(version, decision, holder(version), f"Returned to you: {version.plan}", ask)


def agreed(version: PlanVersion, decision: Decision) -> None:
    step_taken(
        version, decision, member(version), f"For your approval: {version.plan}", "Read it, then approve or return it:"
    )
    step_taken(
        version, decision, holder(version), f"Agreed at DMT: {version.plan}", "It is now with the Executive Member:"
    )


def returned_to_director(version: PlanVersion, decision: Decision) -> None:
    ask = "Agree it again, or return it to the plan holder:"
    step_taken(version, decision, reviewers(version), f"Returned by the Executive Member: {version.plan}", ask)


def approved(version: PlanVersion, decision: Decision) -> None:
    step_taken(
        version, decision, holder(version) + reviewers(version), f"Approved: {version.plan}", "The plan is in force:"
    )
    officers = in_role(Role.PERFORMANCE_OFFICER)
    step_taken(version, decision, officers, f"To publish: {version.plan}", "It is approved and can be published:")


def published(version: PlanVersion, decision: Decision) -> None:
    to = holder(version) + reviewers(version) + member(version)
    step_taken(version, decision, to, f"Published: {version.plan}", "Anyone can now read it:")
