from .actions import (
    Action,
    ActionOfficer,
    ActionUpdate,
    ActionVersion,
    Milestone,
    MilestoneVersion,
    Objective,
    ObjectiveVersion,
)
from .affected import AffectedService
from .changes import PlanChange
from .commitments import Commitment, CommitmentTarget, Exemption, ServiceResult
from .links import VersionEqualityObjective, VersionIndicator, VersionRisk
from .plans import Contributor, FrozenContent, PartContent, Plan, PlanVersion
from .reminding import PlanReminder, ReminderLine
from .rolling import CarriedForward
from .signoff import Comment, Decision, Dismissal, OffSystemRecord, Signature
from .templates import PlanTemplate, TemplatePart, TemplateSection
from .uploads import PlanUpload, RowsUpload

__all__ = [
    "Action",
    "ActionOfficer",
    "ActionUpdate",
    "ActionVersion",
    "AffectedService",
    "CarriedForward",
    "Comment",
    "Commitment",
    "CommitmentTarget",
    "Contributor",
    "Decision",
    "Dismissal",
    "Exemption",
    "FrozenContent",
    "Milestone",
    "MilestoneVersion",
    "Objective",
    "ObjectiveVersion",
    "OffSystemRecord",
    "PartContent",
    "Plan",
    "PlanChange",
    "PlanReminder",
    "PlanTemplate",
    "PlanUpload",
    "PlanVersion",
    "ReminderLine",
    "RowsUpload",
    "ServiceResult",
    "Signature",
    "TemplatePart",
    "TemplateSection",
    "VersionEqualityObjective",
    "VersionIndicator",
    "VersionRisk",
]
