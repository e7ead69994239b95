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
from .changes import answer_change, change_plan, withdraw_change
from .parts import begin_plan, link_row, review_part, save_part, unlink_row
from .remarks import answer_comment, dismiss_finding, invite, uninvite
from .reminding import Reminded, remind_planners
from .revisions import abandon_revision, begin_revision
from .rolling import begin_from_last_year, roll_forward
from .signoff import agree, approve, comment, publish, return_to_director, return_to_holder, submit, withdraw

__all__ = [
    "ActionData",
    "MilestoneData",
    "Reminded",
    "abandon_revision",
    "action_data",
    "agree",
    "answer_change",
    "answer_comment",
    "approve",
    "begin_from_last_year",
    "begin_plan",
    "begin_revision",
    "change_plan",
    "comment",
    "dismiss_finding",
    "invite",
    "link_row",
    "publish",
    "remind_planners",
    "remove_action",
    "remove_objective",
    "return_to_director",
    "return_to_holder",
    "review_part",
    "roll_forward",
    "save_action",
    "save_objective",
    "save_part",
    "submit",
    "uninvite",
    "unlink_row",
    "update_action",
    "withdraw",
    "withdraw_change",
]
