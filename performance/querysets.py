from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models

from council.choices import Role
from council.permissions import authority

if TYPE_CHECKING:
    from council.models import Post
    from performance.models import Indicator, Result, Scorecard  # noqa: F401


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def visible_to(self, user: Any) -> "IndicatorQuerySet":
        """Everyone signed in reads the register; a visitor reads none of it here (published pages are their own)."""
        return self if getattr(user, "is_authenticated", False) else self.none()

    def entered(self) -> "IndicatorQuerySet":
        """Those whose results somebody enters: neither retired nor calculated from others."""
        return self.filter(retired=False, formula="")


class ResultQuerySet(models.QuerySet["Result"]):
    def visible_to(self, user: Any) -> "ResultQuerySet":
        """As the indicators that they belong to."""
        return self if getattr(user, "is_authenticated", False) else self.none()


class ScorecardQuerySet(models.QuerySet["Scorecard"]):
    def visible_to(self, user: Any) -> "ScorecardQuerySet":
        """Everyone signed in reads every scorecard, drafts too: they are marked, as on York's KPI Machine page.

        One that is retired only officers find.
        """
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self if authority(user).has(Role.PERFORMANCE_OFFICER) else self.in_use()

    def in_use(self) -> "ScorecardQuerySet":
        """Those that have not been retired: what lists and homes offer."""
        return self.filter(retired=False)

    def for_posts(self, posts: Iterable["Post"]) -> "ScorecardQuerySet":
        """The scorecards that holders of these posts read as theirs; none where no post has one."""
        mine = models.Q(pk__in=[])
        for post in posts:
            if post.role in (Role.CMT, Role.CHIEF_EXECUTIVE):
                mine |= models.Q(kind__in=["cmt", "organisational"])
            if post.directorate_id:
                mine |= models.Q(kind="dmt", directorate=post.directorate_id)
            if post.portfolio_id:
                mine |= models.Q(kind="portfolio", portfolio=post.portfolio_id)
            if post.committee:
                mine |= models.Q(kind__in=["scrutiny", "board"], audience=post.committee)
        return self.in_use().filter(mine)
