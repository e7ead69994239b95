"""The page of one service's answers to a commitment."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from common.values.period import Period
from common.verdict import Stale, Verdict
from performance.forms import shown_result
from serviceplans import permissions as may
from serviceplans.committed.lines import ServiceLine, answer_for
from serviceplans.committed.page import CommitmentPage


class ServicePage:
    """One service: what it has said in each quarter that has closed, and what is asked of it now."""

    def __init__(self, page: CommitmentPage, line: ServiceLine) -> None:
        self.page, self.line = page, line
        self.commitment, self.service, self.quarter = page.commitment, line.service, page.quarter

    @property
    def address(self) -> str:
        return reverse("commitment_service", args=[self.commitment.pk, self.service.slug])

    @cached_property
    def may_answer(self) -> Verdict:
        return may.may_answer(self.page.user, self.commitment, self.service)

    @property
    def takes_result(self) -> bool:
        """Whether the page asks this person for a figure."""
        return bool(self.commitment.agreed and self.quarter and self.may_answer)

    @cached_property
    def stored(self) -> Any:
        rows = self.page.loaded.results[self.commitment.pk, self.service.pk]
        return next((row for row in rows if self.quarter and row.period_key == self.quarter.key), None)

    @property
    def initial(self) -> dict[str, Any]:
        row = self.stored
        return {"counter": row.counter, "result": shown_result(row), "comment": row.comment} if row else {"counter": 0}

    @property
    def quarters(self) -> list[tuple[Period, Any, str]]:
        """Each closed quarter, the latest first: its answer, and where it is shown."""
        loaded = self.page.loaded
        return [
            (one, answer_for(self.commitment, loaded, self.service, one), f"?{urlencode({'quarter': one.label})}")
            for one in reversed(self.page.quarters)
        ]

    @property
    def own_words(self) -> str:
        """What the service says beside it in its plan, as its reader may read it."""
        key, loaded = (self.commitment.pk, self.service.pk), self.page.loaded
        rows: Any = loaded.links[key] or loaded.actions[key]
        return next((row.own_words for row in reversed(rows.values())), "")

    def compare(self, stale: Stale, form: Any) -> list[dict[str, str]]:
        """What is stored against what was posted."""
        stored, mine = stale.stored or {}, form.data
        pairs = [("Result", "result"), ("What happened, and what happens next", "comment")]
        found = [(label, mine.get(name, ""), stored.get(name, "")) for label, name in pairs]
        return [{"label": label, "mine": ours, "theirs": theirs} for label, ours, theirs in found if ours != theirs]
