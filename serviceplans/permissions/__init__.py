"""Who may do what with a plan: each answer is allowed, or the sentence that the person reads."""

from common.verdict import conflict

from .access import ACCESS as PLANS
from .access import FOLLOWERS, HOLDERS, RECORDERS, REVIEWERS, WRITERS
from .affected import may_acknowledge, may_name_services
from .amending import amendments_agreed, may_amend
from .calendar import may_begin, may_remind, may_roll_forward, service_to_begin
from .commitments import ACCESS as COMMITMENTS
from .commitments import may_answer, may_change_commitment, may_place_commitments
from .inside import (
    may_keep_comment,
    may_keep_inside,
    may_keep_update,
    may_open,
    may_open_comment,
    reads_comment,
    reads_update,
)
from .plans import (
    contributes,
    holds,
    in_open_cycle,
    locked,
    may_bring_in,
    may_change_risk,
    may_edit,
    may_invite,
    may_publish,
    may_submit,
    may_update_action,
    may_withdraw,
    state_words,
)
from .records import may_answer_record, may_read_record, may_record, may_settle
from .remarks import may_comment, may_reopen, may_reply, may_resolve
from .reviewers import (
    chief_executive_agrees,
    member_post_ids,
    member_posts,
    outstanding,
    posts_at,
    reviewer_post,
    signed,
    signs_at,
)
from .signoff import may_agree, may_approve, may_complete, may_keep_route, may_return, names, not_own, signs
from .templates import ACCESS as TEMPLATES

ACCESS = {**PLANS, **COMMITMENTS, **TEMPLATES}

__all__ = [
    "ACCESS",
    "FOLLOWERS",
    "HOLDERS",
    "RECORDERS",
    "REVIEWERS",
    "WRITERS",
    "amendments_agreed",
    "chief_executive_agrees",
    "conflict",
    "contributes",
    "holds",
    "in_open_cycle",
    "locked",
    "may_acknowledge",
    "may_agree",
    "may_amend",
    "may_answer",
    "may_answer_record",
    "may_approve",
    "may_begin",
    "may_bring_in",
    "may_change_commitment",
    "may_change_risk",
    "may_comment",
    "may_complete",
    "may_edit",
    "may_invite",
    "may_keep_comment",
    "may_keep_inside",
    "may_keep_route",
    "may_keep_update",
    "may_name_services",
    "may_open",
    "may_open_comment",
    "may_place_commitments",
    "may_publish",
    "may_read_record",
    "may_record",
    "may_remind",
    "may_reopen",
    "may_reply",
    "may_resolve",
    "may_return",
    "may_roll_forward",
    "may_settle",
    "may_submit",
    "may_update_action",
    "may_withdraw",
    "member_post_ids",
    "member_posts",
    "names",
    "not_own",
    "outstanding",
    "posts_at",
    "reads_comment",
    "reads_update",
    "reviewer_post",
    "service_to_begin",
    "signed",
    "signs",
    "signs_at",
    "state_words",
]
