from .cycle import CycleStep, PlanningCycle
from .delegation import Delegation
from .meeting import DmtMeeting, MeetingAttendee
from .notification import NoticeChoice, Notification
from .people import Appointment, Post, User
from .plan import CouncilPlan, Strategy, Theme
from .pre_election import PreElectionPeriod
from .settings import CouncilSettings
from .structure import Directorate, Portfolio, ServiceArea, ServicePortfolio

__all__ = [
    "Appointment",
    "CouncilPlan",
    "CouncilSettings",
    "CycleStep",
    "Delegation",
    "Directorate",
    "DmtMeeting",
    "MeetingAttendee",
    "NoticeChoice",
    "Notification",
    "PlanningCycle",
    "Portfolio",
    "Post",
    "PreElectionPeriod",
    "ServiceArea",
    "ServicePortfolio",
    "Strategy",
    "Theme",
    "User",
]
