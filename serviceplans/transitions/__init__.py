"""Every change of state of a plan: one named atomic call each."""

from .actions import (
    ActionData,
    MilestoneData,
    action_data,
    remove_action,
    remove_objective,
    save_action,
    save_objective,
    update_action,
)
from .affected import acknowledge, name_services
from .amending import agree_with_amendments, amendments_made
from .answering import give_result, say_own_words
from .bringing import bring_in_plan
from .changes import answer_change, change_plan, withdraw_change
from .comments import comment, keep_comment_inside, reopen_comment, reply, resolve_comment
from .commitments import (
    CommitmentData,
    bind_service,
    change_commitment,
    exempt_service,
    place_commitment,
    withdraw_commitment,
)
from .inside import keep_inside, keep_update_inside
from .parts import begin_plan, link_row, review_part, save_part, unlink_row
from .records import WrongDay, can_reopen, confirm_record, dispute_record, record_decision
from .remarks import dismiss_finding, invite, uninvite
from .reminding import Reminded, remind_planners
from .review import agree, approve, complete_approval, return_plan
from .revisions import abandon_revision, begin_revision
from .rolling import begin_from_last_year, roll_forward
from .route import save_route
from .rows import confirm_rows, discard_rows, keep_rows, write_rows
from .settling import settle_action
from .signoff import publish, submit, withdraw
from .templates import bring_in
from .uploads import confirm_upload, discard_upload, keep_upload, place_upload

__all__ = [
    "ActionData",
    "CommitmentData",
    "MilestoneData",
    "Reminded",
    "WrongDay",
    "abandon_revision",
    "acknowledge",
    "action_data",
    "agree",
    "agree_with_amendments",
    "amendments_made",
    "answer_change",
    "approve",
    "begin_from_last_year",
    "begin_plan",
    "begin_revision",
    "bind_service",
    "bring_in",
    "bring_in_plan",
    "can_reopen",
    "change_commitment",
    "change_plan",
    "comment",
    "complete_approval",
    "confirm_record",
    "confirm_rows",
    "confirm_upload",
    "discard_rows",
    "discard_upload",
    "dismiss_finding",
    "dispute_record",
    "exempt_service",
    "give_result",
    "invite",
    "keep_comment_inside",
    "keep_inside",
    "keep_rows",
    "keep_update_inside",
    "keep_upload",
    "link_row",
    "name_services",
    "place_commitment",
    "place_upload",
    "publish",
    "record_decision",
    "remind_planners",
    "remove_action",
    "remove_objective",
    "reopen_comment",
    "reply",
    "resolve_comment",
    "return_plan",
    "review_part",
    "roll_forward",
    "save_action",
    "save_objective",
    "save_part",
    "save_route",
    "say_own_words",
    "settle_action",
    "submit",
    "uninvite",
    "unlink_row",
    "update_action",
    "withdraw",
    "withdraw_change",
    "withdraw_commitment",
    "write_rows",
]
