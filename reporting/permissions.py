"""Who may use which address of this room, and what somebody may do with a meeting's actions and with clinics."""

from typing import TYPE_CHECKING, Any

from common.access import ANYONE, SIGNED_IN, Access
from common.verdict import ALLOWED, Verdict
from council.choices import Role
from council.permissions import authority, may_keep_meetings_of

if TYPE_CHECKING:
    from reporting.models import Clinic, MeetingItem

# Managers, Heads of Service, Directors, CMT and board chairs (York 2019); the Hub arranges them for others.
CALLS_CLINICS = (
    Role.PLAN_HOLDER,
    Role.HEAD_OF_SERVICE,
    Role.DIRECTOR,
    Role.CMT,
    Role.CHIEF_EXECUTIVE,
    Role.BOARD_CHAIR,
    Role.PERFORMANCE_OFFICER,
)
CALLERS = frozenset(role.value for role in CALLS_CLINICS)


def may_mark_done(user: Any, item: "MeetingItem") -> Verdict:
    """Whether this person may say that an action of a meeting is done: whoever has it, or whoever keeps the meeting."""
    if item.outcome != "action":
        return Verdict("Only an action that a meeting agreed can be done.", conflict=True)
    if item.owner_post_id in authority(user).post_ids or may_keep_meetings_of(user, item.meeting.directorate):
        return ALLOWED
    return Verdict(f"This action is for {item.owner}, or whoever keeps the meeting, to mark as done.")


def may_call_clinic(user: Any) -> Verdict:
    """Whether this person may call a performance clinic."""
    if authority(user).has(*CALLS_CLINICS):
        return ALLOWED
    return Verdict("A clinic is called by a plan holder, a Head of Service, a Director, CMT or the chair of a board.")


def may_hold_clinic(user: Any, clinic: "Clinic") -> Verdict:
    """Whether this person may write down what a clinic found, or call it off: its chair, who called it, its Director,
    performance officers."""
    who = authority(user)
    if clinic.called_by_id == who.user_id or clinic.chair_id in who.post_ids or who.has(Role.PERFORMANCE_OFFICER):
        return ALLOWED
    if clinic.directorate_id and clinic.directorate_id in who.corner("directorate", Role.DIRECTOR):
        return ALLOWED
    return Verdict("What a clinic found is written down by its chair, whoever called it, or a performance officer.")


def may_publish_performance(user: Any) -> Verdict:
    """Whether this person may publish a quarter's performance: the performance team alone."""
    if authority(user).has(Role.PERFORMANCE_OFFICER):
        return ALLOWED
    return Verdict("Only a performance officer publishes performance.")


# The audit trail is read by internal audit alone: it shows every draft, every comment and every sign-in.
AUDITORS = frozenset({Role.AUDITOR.value})
KEEPERS = frozenset({Role.DIRECTOR.value, Role.PERFORMANCE_OFFICER.value})

PUBLISHERS = frozenset({Role.PERFORMANCE_OFFICER.value})

ACCESS = {
    "reports": Access(get=SIGNED_IN),
    "report": Access(get=SIGNED_IN),
    "report_export": Access(get=SIGNED_IN),
    "meetings": Access(get=SIGNED_IN),
    "meeting_new": Access(get=KEEPERS, post=KEEPERS),
    "meeting": Access(get=SIGNED_IN),
    # Whose meeting it is, is asked of the meeting: any post may chair one.
    "meeting_edit": Access(get=SIGNED_IN, post=SIGNED_IN),
    "meeting_record": Access(get=SIGNED_IN, post=SIGNED_IN),
    "meeting_business": Access(get=SIGNED_IN, post=SIGNED_IN),
    "meeting_business_remove": Access(post=SIGNED_IN),
    "meeting_close": Access(get=SIGNED_IN, post=SIGNED_IN),
    "meeting_reopen": Access(get=KEEPERS, post=KEEPERS),
    "meeting_call_off": Access(get=KEEPERS, post=KEEPERS),
    "meeting_action_done": Access(post=SIGNED_IN),
    "meeting_export": Access(get=SIGNED_IN),
    "clinics": Access(get=SIGNED_IN),
    "clinic_new": Access(get=CALLERS, post=CALLERS),
    "clinic": Access(get=SIGNED_IN),
    "clinic_hold": Access(get=SIGNED_IN, post=SIGNED_IN),
    "clinic_cancel": Access(get=SIGNED_IN, post=SIGNED_IN),
    "audit": Access(get=AUDITORS),
    "audit_entry": Access(get=AUDITORS),
    "audit_export": Access(get=AUDITORS),
    "audit_verify": Access(post=AUDITORS),
    "performance_publish": Access(get=PUBLISHERS, post=PUBLISHERS),
    "public_performance": Access(get=ANYONE),
    "public_performance_csv": Access(get=ANYONE),
    "public_breakdowns_csv": Access(get=ANYONE),
    "public_indicator": Access(get=ANYONE),
    "public_plans": Access(get=ANYONE),
    "public_plan": Access(get=ANYONE),
    "public_plan_export": Access(get=ANYONE),
}
