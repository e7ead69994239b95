"""Who may do what with a plan: each answer is allowed, or the sentence that the person reads."""

from typing import Any

from django.shortcuts import get_object_or_404

from common.access import ANYONE, SIGNED_IN, Access
from common.verdict import ALLOWED, Verdict
from council.choices import Role
from council.models import Post, ServiceArea
from council.permissions import READS_ALL_DRAFTS, authority
from risks.models import Risk
from risks.permissions import reviewing_post
from serviceplans.choices import IN_FORCE, Status
from serviceplans.models import Action, ActionVersion, PlanVersion

LOCKED = {
    Status.DMT_REVIEW: "is with the DMT, so it is locked. The plan holder can withdraw it, or the Director can return it.",
    Status.MEMBER_REVIEW: "is with the Executive Member, so it is locked until it is approved or returned.",
    Status.APPROVED: "has been approved, so its words are locked.",
    Status.PUBLISHED: "is published, so its words are locked.",
    Status.SUPERSEDED: "has been superseded by a later version, so it is locked.",
    Status.ABANDONED: "is a revision that was abandoned, so it is locked.",
}


def conflict(sentence: str) -> Verdict:
    return Verdict(sentence, conflict=True)


def in_open_cycle(version: PlanVersion) -> Verdict:
    """Allowed while the plan's cycle is open; the plans of a closed one stay as they are."""
    cycle = version.plan.cycle
    sentence = f"The planning cycle {cycle.name} is closed, so its plans stay as they are. Ask a performance officer."
    return ALLOWED if cycle.is_open else conflict(sentence)


def locked(version: PlanVersion) -> Verdict:
    """Allowed while the version is a draft of an open cycle; otherwise why it cannot be changed."""
    if not version.is_draft:
        return conflict(f"This plan {LOCKED[Status(version.status)]}")
    return in_open_cycle(version)


def holds(user: Any, version: PlanVersion) -> bool:
    """Whether this person holds the post that holds the plan, or deputises for it."""
    return version.plan.service.holder_post_id in authority(user).post_ids


def contributes(user: Any, version: PlanVersion) -> bool:
    posts = authority(user).post_ids
    return any(contributor.post_id in posts for contributor in version.plan.contributors.all())


def lead_portfolio_post(version: PlanVersion) -> Post | None:
    """The post that approves the plan: the lead portfolio's Executive Member."""
    links = sorted(version.plan.service.portfolio_links.all(), key=lambda link: not link.lead)
    return next((link.portfolio.member_post for link in links if link.portfolio.member_post), None)


def member_post_ids(version: PlanVersion) -> set[int]:
    links = version.plan.service.portfolio_links.all()
    return {link.portfolio.member_post_id for link in links if link.portfolio.member_post_id}


def chief_executive_agrees(version: PlanVersion) -> bool:
    """A plan that its own Director holds, or that has no Director, is agreed by the Chief Executive."""
    service = version.plan.service
    return service.director_post_id in (None, service.holder_post_id)


def reviewer_post(user: Any, version: PlanVersion) -> Post | None:
    """The post for which this person may agree the plan at DMT, if they have one."""
    who = authority(user)
    if chief_executive_agrees(version):
        return who.post_in_role(Role.CHIEF_EXECUTIVE)
    return who.post_for(version.plan.service.director_post_id)


def may_edit(user: Any, version: PlanVersion) -> Verdict:
    if not (holds(user, version) or contributes(user, version)):
        return Verdict("Only the plan holder and the contributors that the holder invited can change this plan.")
    return locked(version)


def may_invite(user: Any, version: PlanVersion) -> Verdict:
    return locked(version) if holds(user, version) else Verdict("Only the plan holder can invite contributors.")


def may_submit(user: Any, version: PlanVersion) -> Verdict:
    if not holds(user, version):
        return Verdict("Only the plan holder can submit this plan.")
    if version.status == Status.DMT_REVIEW:
        return conflict("This plan has already been submitted: it is with the DMT.")
    return locked(version)


def may_withdraw(user: Any, version: PlanVersion) -> Verdict:
    if not holds(user, version):
        return Verdict("Only the plan holder can withdraw this plan.")
    if version.status in (Status.DMT_REVIEW, Status.MEMBER_REVIEW):
        return in_open_cycle(version)
    return conflict("Only a plan in review can be withdrawn. This one is " + state_words(version) + ".")


def state_words(version: PlanVersion) -> str:
    return (
        str(Status(version.status).label).lower().replace("dmt", "DMT").replace("executive member", "Executive Member")
    )


def not_own(user: Any, version: PlanVersion, verb: str) -> Verdict:
    """Nobody agrees or approves a plan that they hold, or that they submitted when deputising."""
    if holds(user, version):
        return Verdict(f"You hold this plan, so somebody else must {verb} it.")
    latest = [d for d in version.decisions.all() if d.step == "submit"]
    if latest and latest[-1].by_id == authority(user).user_id:
        return Verdict(f"You submitted this plan, so somebody else must {verb} it.")
    return ALLOWED


def may_agree(user: Any, version: PlanVersion) -> Verdict:
    own = not_own(user, version, "agree")
    if not own:
        return own
    if reviewer_post(user, version) is None:
        who = "the Chief Executive" if chief_executive_agrees(version) else "the directorate's Director"
        return Verdict(f"Only {who} can agree or return this plan at DMT.")
    if version.status == Status.DMT_REVIEW:
        return in_open_cycle(version)
    if version.status == Status.MEMBER_REVIEW:
        return conflict("This plan has already been agreed at DMT: it is with the Executive Member.")
    return conflict(f"Only a plan in DMT review can be agreed or returned there. This one is {state_words(version)}.")


def may_approve(user: Any, version: PlanVersion) -> Verdict:
    own = not_own(user, version, "approve")
    if not own:
        return own
    post = lead_portfolio_post(version)
    if post is None or post.pk not in authority(user).post_ids:
        name = post.title if post else "the Executive Member, whose post has not been set up,"
        return Verdict(f"Only {name} can approve or return this plan.")
    if version.status == Status.MEMBER_REVIEW:
        return in_open_cycle(version)
    if version.status in IN_FORCE:
        return conflict("This plan has already been approved.")
    return conflict(f"Only a plan that the DMT has agreed can be approved. This one is {state_words(version)}.")


def may_publish(user: Any, version: PlanVersion) -> Verdict:
    if not authority(user).has(Role.PERFORMANCE_OFFICER):
        return Verdict("Only a performance officer can publish a plan.")
    if version.status == Status.APPROVED:
        return in_open_cycle(version)
    if version.status == Status.PUBLISHED:
        return conflict("This plan has already been published.")
    return conflict(f"Only an approved plan can be published. This one is {state_words(version)}.")


def may_comment(user: Any, version: PlanVersion) -> Verdict:
    """Reviewers comment while the plan is with them; the equalities lead whenever it is not yet approved."""
    who = authority(user)
    if who.has(Role.EQUALITIES_LEAD) and version.status not in (*IN_FORCE, Status.SUPERSEDED):
        return ALLOWED
    if version.status == Status.DMT_REVIEW and reviewer_post(user, version) and not holds(user, version):
        return ALLOWED
    if version.status == Status.MEMBER_REVIEW and who.post_ids & member_post_ids(version):
        return ALLOWED
    return Verdict("Comments are made by the person with whom the plan is in review.")


def may_answer(user: Any, version: PlanVersion) -> Verdict:
    return may_edit(user, version)


def may_roll_forward(user: Any) -> Verdict:
    """Whether this person may roll every plan forward into another cycle."""
    if authority(user).has(Role.PERFORMANCE_OFFICER):
        return ALLOWED
    return Verdict("Only a performance officer can roll the plans forward.")


def may_remind(user: Any) -> Verdict:
    """Whether this person may remind whoever is next with a plan."""
    if authority(user).has(Role.PERFORMANCE_OFFICER):
        return ALLOWED
    return Verdict("Only a performance officer can remind others of their plans.")


def may_begin(user: Any, service: ServiceArea) -> Verdict:
    """Whether this person may begin the plan of one service: its holder, and performance officers for them."""
    who = authority(user)
    if who.has(Role.PERFORMANCE_OFFICER) or service.holder_post_id in who.post_ids:
        return ALLOWED
    return Verdict(f"Only the plan holder of {service.name} or a performance officer can begin its plan.")


def service_to_begin(user: Any, prefix: str) -> ServiceArea:
    """The service whose plan this person may begin; Refused for another's, 404 for none."""
    service = get_object_or_404(ServiceArea.objects.select_related("holder_post"), prefix__iexact=prefix)
    may_begin(user, service).require()
    return service


def may_update_action(user: Any, action: Action) -> Verdict:
    """Its accountable officers by the plan in force, the holder of its service, and performance officers for them."""
    who = authority(user)
    if who.has(Role.PERFORMANCE_OFFICER) or action.service.holder_post_id in who.post_ids:
        return ALLOWED
    worded = ActionVersion.objects.filter(action=action).exclude(version__status=Status.ABANDONED)
    officers = list(worded.values_list("version__status", "officers__post"))
    answering = [post for status, post in officers if status in IN_FORCE] or [post for _, post in officers]
    if who.post_ids & set(answering):
        return ALLOWED
    return Verdict("Only an action's accountable officer or the plan holder can update it.")


def may_change_risk(user: Any, version: PlanVersion, risk: Risk | None) -> Verdict:
    """A plan shows any risk; it changes new ones, its service's, its directorate's shared ones, and the person's own."""
    if risk is None:
        return ALLOWED
    service = version.plan.service
    shared = risk.service_id is None and risk.directorate_id == service.directorate_id
    if risk.service_id == service.pk or shared or reviewing_post(user, risk):
        return ALLOWED
    whose = "another service's risk" if risk.service_id else "the whole council's risk"
    owner = f": ask its owner, {risk.owner}" if risk.owner else ""
    return Verdict(f"{risk.reference} is {whose}, so this plan shows it and does not change it{owner}.")


WRITERS = frozenset({r.value for r in Role} - {Role.STAFF.value, Role.AUDITOR.value, Role.BOARD_MEMBER.value})
REVIEWERS = frozenset(
    {r.value for r in (Role.DIRECTOR, Role.CHIEF_EXECUTIVE, Role.EXECUTIVE_MEMBER, Role.EQUALITIES_LEAD)}
)
HOLDERS = frozenset({Role.PLAN_HOLDER.value, Role.DIRECTOR.value})
OFFICERS = frozenset({Role.PERFORMANCE_OFFICER.value})
# Whoever may read drafts somewhere, and so sees where the plans there stand.
FOLLOWERS = frozenset({r.value for r in (*READS_ALL_DRAFTS, Role.DIRECTOR, Role.PLAN_HOLDER, Role.HEAD_OF_SERVICE)})

ACCESS = {
    "plans": Access(get=SIGNED_IN),
    "plan_calendar": Access(get=FOLLOWERS),
    "plan_calendar_csv": Access(get=FOLLOWERS),
    "plan_calendar_xlsx": Access(get=FOLLOWERS),
    "remind_planners": Access(post=OFFICERS),
    "roll_forward": Access(get=OFFICERS, post=OFFICERS),
    "plan_begin": Access(post=HOLDERS | OFFICERS),
    "plan": Access(get=SIGNED_IN),
    "plan_read": Access(get=ANYONE),
    "plan_check": Access(get=WRITERS),
    "plan_export": Access(get=ANYONE),
    "plan_part": Access(get=WRITERS, post=WRITERS),
    "plan_part_autosave": Access(post=WRITERS),
    "plan_part_reviewed": Access(post=WRITERS),
    "plan_objective_new": Access(get=WRITERS, post=WRITERS),
    "plan_objective": Access(get=WRITERS, post=WRITERS),
    "plan_objective_remove": Access(get=WRITERS, post=WRITERS),
    "plan_action_new": Access(get=WRITERS, post=WRITERS),
    "plan_action": Access(get=WRITERS, post=WRITERS),
    "plan_action_remove": Access(get=WRITERS, post=WRITERS),
    "plan_link": Access(post=WRITERS),
    "plan_unlink": Access(post=WRITERS),
    "plan_risk_new": Access(get=WRITERS, post=WRITERS),
    "plan_risk": Access(get=WRITERS, post=WRITERS),
    "plan_indicator_new": Access(get=WRITERS, post=WRITERS),
    "plan_equality_new": Access(get=WRITERS, post=WRITERS),
    "plan_equality": Access(get=WRITERS, post=WRITERS),
    "plan_contributors": Access(get=HOLDERS, post=HOLDERS),
    "plan_dismiss": Access(get=WRITERS, post=WRITERS),
    "plan_answer": Access(post=WRITERS),
    "plan_submit": Access(post=HOLDERS),
    "plan_withdraw": Access(get=HOLDERS, post=HOLDERS),
    "plan_review": Access(get=REVIEWERS, post=REVIEWERS),
    "plan_comment": Access(post=REVIEWERS),
    "plan_publish": Access(
        get=frozenset({Role.PERFORMANCE_OFFICER.value}), post=frozenset({Role.PERFORMANCE_OFFICER.value})
    ),
    "action": Access(get=SIGNED_IN),
    # Whose action it is, is asked of the action: any post may be accountable for one.
    "action_update": Access(get=SIGNED_IN, post=SIGNED_IN),
}
