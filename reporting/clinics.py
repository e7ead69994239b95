"""What the pages of performance clinics show: the list, and one clinic with its pack."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from performance.models import Result
from performance.standing import Standing, explain
from reporting.choices import QUESTIONS, ClinicState
from reporting.models import Clinic
from reporting.permissions import may_call_clinic, may_hold_clinic
from serviceplans.models import ActionUpdate
from serviceplans.permissions import reads_update

SHOWN = 60
HISTORY = 8  # results or updates of a pack


@dataclass(frozen=True)
class ClinicList:
    """``called`` are still to come, the next first; ``past`` the latest first. ``about``: the one thing that was asked."""

    called: list[Clinic]
    past: list[Clinic]
    may_call: bool
    about: str = ""


def clinic_list(user: Any, about: str = "") -> ClinicList:
    """The clinics on what this person may read, or only those on the indicator or action asked for. Two queries."""
    rows = Clinic.objects.visible_to(user).for_list()
    if about:
        rows = rows.filter(Q(indicator__reference=about) | Q(action__reference=about))
    called = list(rows.filter(state=ClinicState.CALLED).order_by("date", "pk"))
    return ClinicList(called, list(rows.exclude(state=ClinicState.CALLED)[:SHOWN]), bool(may_call_clinic(user)), about)


class ClinicPage:
    """One clinic as one person sees it, with its pack: history, where it stands, and the forecast (York 2019)."""

    def __init__(self, clinic: Clinic, user: Any) -> None:
        self.clinic, self.user = clinic, user
        self.may_hold = may_hold_clinic(user, clinic)
        self.is_called = clinic.state == ClinicState.CALLED

    @cached_property
    def standing(self) -> Standing | None:
        return explain(self.clinic.indicator) if self.clinic.indicator else None

    @cached_property
    def results(self) -> list[Result]:
        """The indicator's latest results, the newest first."""
        if self.clinic.indicator is None:
            return []
        return list(self.clinic.indicator.results.order_by("-period_key")[:HISTORY])

    @cached_property
    def updates(self) -> list[ActionUpdate]:
        """The action's latest updates, the newest first."""
        return list(self.clinic.action.updates.order_by("-period_key")[:HISTORY]) if self.clinic.action else []

    @cached_property
    def reads_inside(self) -> bool:
        """Whether what is said of the action for the directorate and performance only is this person's to read."""
        return self.clinic.action is not None and reads_update(self.user, self.clinic.action)

    @property
    def answers(self) -> list[tuple[str, str]]:
        """York's questions with what was answered."""
        return list(zip(QUESTIONS, [*self.clinic.answers, *[""] * len(QUESTIONS)], strict=False))
