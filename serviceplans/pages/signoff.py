"""Where a version stands on its route, as one person sees it: what they may do, whom it waits for, what has happened."""

from functools import cached_property
from typing import Any

from council.permissions import authority
from serviceplans import permissions as may
from serviceplans.choices import REVIEWS, Step
from serviceplans.models import PlanVersion
from serviceplans.seats import Seat, seats_of, vacancy_sentence, waiting_words
from serviceplans.timeline import timeline_of
from serviceplans.withholding import reads_drafts


class SignOffFacts:
    """The half of a plan's page that is about sign-off. Each property is worked out once."""

    def __init__(self, version: PlanVersion, user: Any) -> None:
        self.version = version
        self.plan = version.plan
        self.user = user
        self.may_edit = may.may_edit(user, version)
        self.may_bring_in = may.may_bring_in(user, version)
        self.may_submit = may.may_submit(user, version)
        self.may_withdraw = may.may_withdraw(user, version)
        self.may_agree = may.may_agree(user, version)
        self.may_approve = may.may_approve(user, version)
        self.may_return = may.may_return(user, version)
        self.may_amend = may.may_amend(user, version)
        self.may_record = may.may_record(user, version)
        self.may_complete = may.may_complete(user, version)
        self.may_publish = may.may_publish(user, version)
        self.may_comment = may.may_comment(user, version)
        self.may_invite = may.may_invite(user, version)

    @property
    def may_decide(self) -> bool:
        """Whether this person's decision is wanted now, at whichever review the plan is in."""
        return bool(self.may_agree or self.may_approve)

    @property
    def amended_at(self) -> Any:
        """The meeting at which the plan was agreed with the amendments that are now to be confirmed."""
        asked = may.amendments_agreed(self.version)
        return asked.meeting_id if asked else None

    @property
    def amendments_asked(self) -> list[str]:
        """The amendments with which the plan was agreed, while they are being made or wait to be confirmed."""
        asked = may.amendments_agreed(self.version)
        return asked.amendments if asked else []

    @property
    def confirms_amendments(self) -> bool:
        """Whether this person's word sends the amended plan on; the plan holder's goes to the reviewer first."""
        stage = self.version.current_stage
        return bool(stage and may.signs_at(self.user, self.version, stage) and not may.holds(self.user, self.version))

    @property
    def deciding_for(self) -> str:
        """For which posts this person decides, where they are not simply their own."""
        stage, who = self.version.current_stage, authority(self.user)
        posts = may.signs_at(self.user, self.version, stage) if stage else []
        words = [f"{post.title}{self._manner(post.pk)}" for post in posts]
        plain = len(posts) == 1 and words[0] == posts[0].title
        return "" if plain or not who.user_id else " and ".join(words)

    def _manner(self, post: int) -> str:
        who = authority(self.user)
        return " by delegation" if post not in who.post_ids else " as its deputy" if post in who.deputising else ""

    @property
    def may_keep_route(self) -> bool:
        return bool(may.may_keep_route(self.user))

    @property
    def may_review(self) -> bool:
        return bool(self.may_decide or self.may_comment or (self.may_return and self.version.status in REVIEWS))

    @cached_property
    def reads_sign_off(self) -> bool:
        """Whether this person reads what was said and asked on the way: those who write, review, or read drafts."""
        return reads_drafts(self.user, self.version)

    @cached_property
    def decisions(self) -> list[Any]:
        return list(self.version.decisions.all())

    @cached_property
    def timeline(self) -> list[dict[str, Any]]:
        """Where the plan stands, then each step back to the beginning, newest first."""
        waits = " ".join(filter(None, [self.waiting_for, self.stopped]))
        return timeline_of(self.version, self.user, self.decisions, self.standing, waits)

    @property
    def standing(self) -> str:
        """Where the plan is now, in a few words."""
        if self.version.is_draft:
            return "With you, in draft" if may.holds(self.user, self.version) else "With the plan holder, in draft"
        return self.version.state

    @cached_property
    def seats(self) -> list[Seat]:
        """Whose decision the present review needs, and who has given it."""
        return seats_of(self.version)

    @property
    def several_decide(self) -> bool:
        return len(self.seats) > 1

    @property
    def stopped(self) -> str:
        """Which vacant post stops the plan, and what to do; empty where none does."""
        return vacancy_sentence(self.seats)

    @cached_property
    def waiting_for(self) -> str:
        """Whom the next step waits for."""
        return waiting_words(self.version)

    @property
    def reviewer_name(self) -> str:
        """Who agrees the plan at DMT, for a sentence."""
        director = self.plan.service.director_post
        return "The Chief Executive" if may.chief_executive_agrees(self.version) or not director else director.title

    @property
    def subtitle(self) -> str:
        last = self.decisions[-1] if self.decisions else None
        said = f"{self.version.state}, version {self.version.number}"
        if last and last.step in (Step.RETURN_TO_HOLDER, Step.RETURN_TO_DIRECTOR, Step.WITHDRAW):
            said += f" · {last.heading[:1].lower()}{last.heading[1:]} on {last.at.day} {last.at:%B %Y}"
        return said
