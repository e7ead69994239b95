"""What a plan's pages show, worked out once: tasks, findings with their links, the timeline, and what to do next."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from common.today import today
from council.models import DmtMeeting
from council.permissions import authority
from serviceplans import permissions as may
from serviceplans.content import content_of
from serviceplans.history import PlanHistory
from serviceplans.models import AffectedService, CarriedForward, Comment, Commitment, PlanVersion
from serviceplans.pages.findings import FindingLine, finding_url
from serviceplans.pages.signoff import SignOffFacts
from serviceplans.parts import kind_for
from serviceplans.permissions.templates import may_move_plan
from serviceplans.rolling.settled import Settled, settled_in
from serviceplans.rules import CheckedFinding, health_check
from serviceplans.rules.inside import without_inside
from serviceplans.threads import readable, threads_by_part
from serviceplans.withholding import shown_to


@dataclass(frozen=True)
class Task:
    """One part in the task list."""

    key: str
    title: str
    summary: str
    state: str
    tone: str
    url: str


class PlanPage(SignOffFacts):
    """One version of a plan as one person sees it. Each property is worked out once, from one load of the content.

    ``only``: the key of the one part that the page is about.
    """

    def __init__(self, version: PlanVersion, user: Any, only: str = "") -> None:
        super().__init__(version, user)
        self.only = only

    @cached_property
    def links(self) -> dict[str, str]:
        """Addresses of the plan's pages and files."""
        names = (
            "read", "check", "submit", "withdraw", "review", "comment", "publish", "contributors", "dismiss", "amend",
            "record", "complete", "signoff", "inside", "word",
        )  # fmt: skip
        found = {name: self.plan.address(f"plan_{name}") for name in names}
        found |= {ending: self.plan.address("plan_export", ending) for ending in ("pdf", "docx")}
        return found | {"rows": f"{reverse('plan_rows')}?plan={self.plan.slug}"}

    @property
    def newer_template(self) -> int | None:
        """The number of a newer version of the plan's template, for whoever may move the plan to it."""
        newest = getattr(self.version, "newest_template", None)
        is_newer = newest is not None and newest > self.plan.template.number
        return newest if is_newer and may_move_plan(self.user, self.version) else None

    @property
    def template_url(self) -> str:
        return self.plan.address("plan_template")

    @cached_property
    def files(self) -> dict[str, str]:
        """Addresses of the files of exactly this version."""
        number = self.version.number
        return {ending: self.plan.address("plan_version_export", number, ending) for ending in ("pdf", "docx")}

    @cached_property
    def history(self) -> PlanHistory:
        """The plan's versions, and what changed in it since it was approved."""
        return PlanHistory(self.version, self.user)

    @cached_property
    def contributors(self) -> list[Any]:
        return list(self.plan.contributors.all())

    @cached_property
    def content(self) -> dict[str, Any]:
        """What this person may read of it; the command line, which is nobody in particular, reads all."""
        content = content_of(self.version, self.only)
        return content if self.user is None else shown_to(self.user, self.version, content)

    @property
    def may_keep_inside(self) -> Any:
        return may.may_keep_inside(self.user, self.version)

    @cached_property
    def named_in(self) -> list[AffectedService]:
        """Other services' actions that name this plan's service, for its holder and for who follows its drafts."""
        if not self.reads_sign_off:
            return []
        rows = AffectedService.objects.filter(service=self.plan.service_id).select_related("action__service")
        return sorted(rows, key=lambda row: (row.acknowledged_at is not None, row.action.reference))

    @cached_property
    def commitments(self) -> list[Commitment]:
        """What every service is committed to, for those who are asked how this one stands and for who follows its drafts."""
        if not self.reads_sign_off:
            return []
        return list(Commitment.objects.binding(self.plan.service, self.plan.cycle))

    @cached_property
    def holds_plan(self) -> bool:
        return may.holds(self.user, self.version)

    @cached_property
    def kept_inside(self) -> list[str]:
        """The name of each part and row that is not published."""
        return without_inside(self.content, self.version.marks)[1] if self.version.inside else []

    @cached_property
    def checked(self) -> list[CheckedFinding]:
        return health_check(self.content, self.plan.template.checks)

    @cached_property
    def comments(self) -> list[Comment]:
        """What this person may read of what was said."""
        return readable(self.version, self.user, list(self.version.comments.all()))

    @property
    def unresolved(self) -> list[Comment]:
        return [comment for comment in self.comments if comment.parent_id is None and comment.resolved_at is None]

    @property
    def first_comment_url(self) -> str:
        first = self.unresolved[0]
        if not any(part["key"] == first.part_key for section in self.content["sections"] for part in section["parts"]):
            return self.plan.address("plan_review")
        page = self.plan.address("plan_part", first.part_key)
        return f"{page}#id_{first.field}" if first.field else page

    @cached_property
    def threads(self) -> list[dict[str, Any]]:
        """What has been said, under the heading of each part, with the buttons that this person may press."""
        titles = {
            part["key"]: kind_for(part).title for section in self.content["sections"] for part in section["parts"]
        }
        return threads_by_part(self.version, self.user, self.comments, titles)

    @cached_property
    def findings(self) -> list[FindingLine]:
        parts = {part["key"]: part for section in self.content["sections"] for part in section["parts"]}
        dismissed = {(d.code, d.subject): d for d in self.version.dismissals.all()}
        return [
            FindingLine(
                code=checked.finding.code,
                message=checked.finding.message,
                severity=checked.severity,
                section=checked.section,
                url=finding_url(self.plan, checked.finding, parts[checked.finding.part]),
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
        asked = Counter(comment.part_key for comment in self.unresolved)
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
        if part.get("left"):
            url = f"{self.plan.address('plan_left')}#{part['key']}"
            return Task(part["key"], kind.title, kind.summary(data), "No place", "amber", url)
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

    @cached_property
    def settled(self) -> list[Settled]:
        """Actions of a draft that were completed or stopped after they had been carried."""
        return settled_in(self.version) if self.version.is_draft and self.carried else []

    @property
    def done_count(self) -> tuple[int, int]:
        """Parts that are complete, of how many that are required or begun."""
        tasks = [
            task for section in self.sections for task in section["tasks"] if task.state not in ("Optional", "No place")
        ]
        return sum(task.tone == "green" for task in tasks), len(tasks)

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
