"""What a plan's pages show, worked out once: tasks, findings with their links, the timeline, and what to do next."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from common.today import today
from council.models import DmtMeeting
from council.permissions import authority
from risks.wording import slug as risk_slug
from serviceplans import permissions as may
from serviceplans.choices import Severity, Status, Step
from serviceplans.content import content_of
from serviceplans.history import PlanHistory
from serviceplans.models import CarriedForward, Comment, Dismissal, Plan, PlanVersion
from serviceplans.parts import Finding, kind_for
from serviceplans.rules import CheckedFinding, health_check
from serviceplans.withholding import shown_to

CHOICES = {"themes", "project_types", "priority_level", "grounds", "strategies"}


@dataclass(frozen=True)
class FindingLine:
    """A finding as a page shows it: the sentence, its link, and the reason if it was dismissed."""

    code: str
    message: str
    severity: Severity
    section: str
    url: str
    subject: str
    dismissed: Dismissal | None

    @property
    def blocks(self) -> bool:
        return self.severity == Severity.BLOCKING


@dataclass(frozen=True)
class Task:
    """One part in the task list."""

    key: str
    title: str
    summary: str
    state: str
    tone: str
    url: str


def finding_url(plan: Plan, finding: Finding, kind: str) -> str:
    """The address of the field that a finding is about."""
    if kind == "actions" and finding.subject:
        ending = "milestones" if finding.field == "milestones" else _anchor(finding.field)
        return f"{plan.address('plan_action', finding.part, finding.subject)}#{ending}"
    if kind == "risks" and finding.subject:
        return f"{plan.address('plan_risk', finding.part, risk_slug(finding.subject))}#id_{finding.field}"
    page = plan.address("plan_part", finding.part)
    if finding.subject.isdigit():
        return f"{page}#id_rows-{int(finding.subject) - 1}-{finding.field}"
    return f"{page}#{_anchor(finding.field)}" if finding.field else page


def _anchor(field: str) -> str:
    return f"id_{field}_0" if field in CHOICES else f"id_{field}"


def comment_lines(plan: Plan, comments: list[Comment], *, answerable: bool = True) -> list[dict[str, Any]]:
    """Comments as the page's component shows them; with a button to answer them for those who may."""
    return [
        {
            "author": comment.post,
            "when": comment.at,
            "text": comment.text,
            "answered": comment.answered_at is not None,
            "answer_url": plan.address("plan_answer", comment.pk) if answerable else "",
            "field": comment.field,
        }
        for comment in comments
    ]


class PlanPage:
    """One version of a plan as one person sees it. Each property is worked out once, from one load of the content.

    ``only``: the key of the one part that the page is about.
    """

    def __init__(self, version: PlanVersion, user: Any, only: str = "") -> None:
        self.only = only
        self.version = version
        self.plan = version.plan
        self.user = user
        self.may_edit = may.may_edit(user, version)
        self.may_submit = may.may_submit(user, version)
        self.may_withdraw = may.may_withdraw(user, version)
        self.may_agree = may.may_agree(user, version)
        self.may_approve = may.may_approve(user, version)
        self.may_publish = may.may_publish(user, version)
        self.may_comment = may.may_comment(user, version)
        self.may_invite = may.may_invite(user, version)

    @cached_property
    def history(self) -> PlanHistory:
        """The plan's versions, and what changed in it since it was approved."""
        return PlanHistory(self.version, self.user)

    @cached_property
    def links(self) -> dict[str, str]:
        """Addresses of the plan's pages and files."""
        names = ("read", "check", "submit", "withdraw", "review", "comment", "publish", "contributors", "dismiss")
        found = {name: self.plan.address(f"plan_{name}") for name in names}
        return found | {ending: self.plan.address("plan_export", ending) for ending in ("pdf", "docx")}

    @cached_property
    def files(self) -> dict[str, str]:
        """Addresses of the files of exactly this version."""
        number = self.version.number
        return {ending: self.plan.address("plan_version_export", number, ending) for ending in ("pdf", "docx")}

    @cached_property
    def contributors(self) -> list[Any]:
        return list(self.plan.contributors.all())

    @property
    def may_review(self) -> bool:
        return bool(self.may_agree or self.may_approve or self.may_comment)

    @cached_property
    def content(self) -> dict[str, Any]:
        """What this person may read of it; the command line, which is nobody in particular, reads all."""
        content = content_of(self.version, self.only)
        return content if self.user is None else shown_to(self.user, self.version, content)

    @cached_property
    def checked(self) -> list[CheckedFinding]:
        return health_check(self.content, self.plan.template.checks)

    @cached_property
    def comments(self) -> list[Comment]:
        return list(self.version.comments.all())

    @property
    def unanswered(self) -> list[Comment]:
        return [comment for comment in self.comments if comment.answered_at is None]

    @property
    def first_comment_url(self) -> str:
        first = self.unanswered[0]
        page = self.plan.address("plan_part", first.part_key)
        return f"{page}#id_{first.field}" if first.field else page

    @cached_property
    def comments_by_part(self) -> list[dict[str, Any]]:
        """What has been said so far, under the heading of each part, without buttons."""
        groups = []
        for section in self.content["sections"]:
            for part in section["parts"]:
                said = [comment for comment in self.comments if comment.part_key == part["key"]]
                if said:
                    title = kind_for(part).title
                    groups.append({"title": title, "lines": comment_lines(self.plan, said, answerable=False)})
        return groups

    @cached_property
    def findings(self) -> list[FindingLine]:
        kinds = {part["key"]: part["kind"] for section in self.content["sections"] for part in section["parts"]}
        dismissed = {(d.code, d.subject): d for d in self.version.dismissals.all()}
        return [
            FindingLine(
                code=checked.finding.code,
                message=checked.finding.message,
                severity=checked.severity,
                section=checked.section,
                url=finding_url(self.plan, checked.finding, kinds[checked.finding.part]),
                subject=checked.finding.key,
                dismissed=dismissed.get((checked.finding.code, checked.finding.key)),
            )
            for checked in self.checked
        ]

    @property
    def to_fix(self) -> list[FindingLine]:
        return [line for line in self.findings if line.blocks]

    @property
    def to_consider(self) -> list[FindingLine]:
        return [line for line in self.findings if not line.blocks and not line.dismissed]

    @property
    def dismissed(self) -> list[FindingLine]:
        return [line for line in self.findings if line.dismissed]

    @cached_property
    def sections(self) -> list[dict[str, Any]]:
        """The task list: each section of the template with its parts and how far each has got."""
        stops = Counter(checked.finding.part for checked in self.checked if checked.blocks)
        asked = Counter(comment.part_key for comment in self.unanswered)
        return [
            {
                "title": f"{section['number']}. {section['heading']}" if section["number"] else section["heading"],
                "key": section["key"],
                "tasks": [self._task(part, stops[part["key"]], asked[part["key"]]) for part in section["parts"]],
            }
            for section in self.content["sections"]
        ]

    def _task(self, part: dict[str, Any], stops: int, asked: int) -> Task:
        kind, data = kind_for(part), part["data"]
        empty = kind.is_empty(data)
        if asked:
            state, tone = f"{asked} comment{'s' * (asked != 1)}", "amber"
        elif part.get("review"):
            state, tone = "To review", "amber"
        elif empty:
            state, tone = ("Not started", "grey") if part["required"] else ("Optional", "grey")
        elif stops or not kind.is_complete(data):
            state, tone = "In progress", "blue"
        else:
            state, tone = "Complete", "green"
        url = self.plan.address("plan_part", part["key"])
        return Task(part["key"], kind.title, kind.summary(data), state, tone, url)

    @property
    def to_review(self) -> list[Task]:
        """The parts that were carried from last year's plan and that nobody has reviewed since."""
        return [task for section in self.sections for task in section["tasks"] if task.state == "To review"]

    @cached_property
    def carried(self) -> CarriedForward | None:
        """Where the plan came from, if it was rolled forward."""
        rows = CarriedForward.objects.filter(version=self.version)
        return rows.select_related("source__plan__service", "source__plan__cycle").first()

    @property
    def done_count(self) -> tuple[int, int]:
        """Parts that are complete, of how many that are required or begun."""
        tasks = [task for section in self.sections for task in section["tasks"] if task.state != "Optional"]
        return sum(task.tone == "green" for task in tasks), len(tasks)

    @cached_property
    def decisions(self) -> list[Any]:
        return list(self.version.decisions.all())

    @cached_property
    def timeline(self) -> list[dict[str, Any]]:
        """Where the plan stands, then each step back to the beginning, newest first."""
        steps = [
            {
                "heading": decision.get_step_display(),
                "when": decision.at,
                "text": self._told(decision),
                "state": "done",
                "digest": decision.digest,
            }
            for decision in reversed(self.decisions)
        ]
        if not any(decision.step in (Step.BEGIN, Step.REVISE) for decision in self.decisions):
            began = {"heading": "Draft begun", "when": self.version.begun_at, "text": "", "state": "done", "digest": ""}
            steps.append(began)
        return [
            {"heading": self.standing, "when": None, "text": self.waiting_for, "state": "current", "digest": ""},
            *steps,
        ]

    @staticmethod
    def _told(decision: Any) -> str:
        at = f" · at {decision.meeting}" if decision.meeting else ""
        by = f"{decision.post_title} ({decision.by.name})" if decision.by else decision.post_title
        return f"{by}{at}" + (f" · “{decision.comment}”" if decision.comment else "")

    @property
    def standing(self) -> str:
        """Where the plan is now, in a few words."""
        if self.version.is_draft:
            return "With you, in draft" if may.holds(self.user, self.version) else "With the plan holder, in draft"
        return str(Status(self.version.status).label)

    @cached_property
    def waiting_for(self) -> str:
        """Whom the next step waits for."""
        service = self.plan.service
        member = may.lead_portfolio_post(self.version)
        director = service.director_post.title if service.director_post else "the Director, whose post is not set up"
        reviewer = "the Chief Executive" if may.chief_executive_agrees(self.version) else director
        return {
            Status.DRAFT: "",
            Status.DMT_REVIEW: f"Waiting for {reviewer}",
            Status.MEMBER_REVIEW: f"Waiting for {member.title if member else 'an Executive Member'}",
            Status.APPROVED: "In force. Waiting for a performance officer to publish it",
            Status.PUBLISHED: "In force, and public",
        }.get(Status(self.version.status), "")

    @property
    def reviewer_name(self) -> str:
        """Who agrees the plan at DMT, for a sentence."""
        director = self.plan.service.director_post
        return "The Chief Executive" if may.chief_executive_agrees(self.version) or not director else director.title

    @property
    def subtitle(self) -> str:
        last = self.decisions[-1] if self.decisions else None
        said = f"{Status(self.version.status).label}, version {self.version.number}"
        if last and last.step in (Step.RETURN_TO_HOLDER, Step.RETURN_TO_DIRECTOR, Step.WITHDRAW):
            said += f" · {last.get_step_display().lower()} on {last.at.day} {last.at:%B %Y}"
        return said

    @cached_property
    def next_meeting(self) -> DmtMeeting | None:
        meetings = DmtMeeting.objects.filter(directorate=self.plan.service.directorate_id, date__gte=today())
        return meetings.first()

    @cached_property
    def first_unfinished(self) -> Task | None:
        tasks = [task for section in self.sections for task in section["tasks"]]
        return next((task for task in tasks if task.state in ("In progress", "Not started", "To review")), None)

    @property
    def my_post(self) -> str:
        post = authority(self.user).main_post
        return post.title if post else ""
