"""The outer door of each address; what somebody may do with one plan is asked again of the plan."""

from common.access import ANYONE, SIGNED_IN, Access
from council.choices import Role
from council.permissions import READS_ALL_DRAFTS

WRITERS = frozenset({r.value for r in Role} - {Role.STAFF.value, Role.AUDITOR.value, Role.BOARD_MEMBER.value})
# Whose review it is, is asked of the plan: a delegate may hold any post.
REVIEWERS = SIGNED_IN
INSIDERS = WRITERS | {Role.PERFORMANCE_OFFICER.value}
ROUTE_KEEPERS = frozenset({Role.PERFORMANCE_OFFICER.value, Role.ADMINISTRATOR.value})
RECORDERS = frozenset({Role.PERFORMANCE_OFFICER.value, Role.DEMOCRATIC_SERVICES.value})
OFFICERS = frozenset({Role.PERFORMANCE_OFFICER.value})
# Whoever may read drafts somewhere, and so sees where the plans there stand.
FOLLOWERS = frozenset({r.value for r in (*READS_ALL_DRAFTS, Role.DIRECTOR, Role.PLAN_HOLDER, Role.HEAD_OF_SERVICE)})
HOLDERS = frozenset({Role.PLAN_HOLDER.value, Role.DIRECTOR.value})

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
    "plan_settle": Access(post=WRITERS),
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
    "plan_word": Access(get=WRITERS, post=WRITERS),
    "plan_word_read": Access(get=WRITERS, post=WRITERS),
    "plan_word_place": Access(post=WRITERS),
    "plan_word_discard": Access(post=WRITERS),
    "plan_rows": Access(get=WRITERS, post=WRITERS),
    "plan_rows_table": Access(get=WRITERS),
    "plan_rows_preview": Access(get=WRITERS),
    "plan_rows_refused": Access(get=WRITERS),
    "plan_rows_confirm": Access(post=WRITERS),
    "plan_rows_discard": Access(post=WRITERS),
    "plan_contributors": Access(get=HOLDERS, post=HOLDERS),
    "plan_dismiss": Access(get=WRITERS, post=WRITERS),
    "plan_comment_reply": Access(get=SIGNED_IN, post=SIGNED_IN),
    "plan_comment_resolve": Access(post=WRITERS),
    "plan_comment_reopen": Access(post=SIGNED_IN),
    # Whose comment it is, is asked of the comment, and of the action's update.
    "plan_comment_inside": Access(post=SIGNED_IN),
    "plan_submit": Access(post=HOLDERS),
    "plan_withdraw": Access(get=HOLDERS, post=HOLDERS),
    "plan_review": Access(get=REVIEWERS, post=REVIEWERS),
    "plan_comment": Access(post=REVIEWERS),
    "plan_signoff": Access(get=SIGNED_IN),
    "plan_complete": Access(get=SIGNED_IN, post=SIGNED_IN),
    "plan_record": Access(get=RECORDERS, post=RECORDERS),
    "plan_record_answer": Access(get=SIGNED_IN, post=SIGNED_IN),
    "plan_record_file": Access(get=SIGNED_IN),
    "plan_amend": Access(get=WRITERS, post=WRITERS),
    "plan_amendments": Access(get=SIGNED_IN),
    "sign_off_route": Access(get=ROUTE_KEEPERS, post=ROUTE_KEEPERS),
    "plan_inside": Access(get=INSIDERS, post=INSIDERS),
    "plan_publish": Access(
        get=frozenset({Role.PERFORMANCE_OFFICER.value}), post=frozenset({Role.PERFORMANCE_OFFICER.value})
    ),
    "action": Access(get=SIGNED_IN),
    # Whose action it is, is asked of the action: any post may be accountable for one.
    "action_services": Access(get=SIGNED_IN, post=SIGNED_IN),
    "action_acknowledge": Access(get=SIGNED_IN, post=SIGNED_IN),
    "action_update": Access(get=SIGNED_IN, post=SIGNED_IN),
    "action_comment_inside": Access(post=SIGNED_IN),
}
