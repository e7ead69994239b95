"""What somebody's page of notifications shows."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.http import urlencode

from council.models import Notification, User

A_PAGE = 25


@dataclass(frozen=True)
class NoticesPage:
    """One page of them, the newest first. ``unread`` counts all that are unread, whatever is shown."""

    page: Page
    only_unread: bool
    unread: int

    @property
    def newest(self) -> str:
        """The moment up to which "mark all as read" goes: what comes after the page was made stays unread."""
        rows = self.page.object_list
        return rows[0].at.isoformat() if rows else ""

    @property
    def query(self) -> str:
        """What leads back to this page."""
        asked: dict[str, Any] = {"show": "unread"} if self.only_unread else {}
        return urlencode(asked | ({"page": self.page.number} if self.page.number > 1 else {}))


def notices_page(person: User, show: str, page: str | None) -> NoticesPage:
    """Three queries."""
    mine = Notification.objects.visible_to(person)
    rows = mine.unread() if show == "unread" else mine
    return NoticesPage(Paginator(rows, A_PAGE).get_page(page), show == "unread", mine.unread().count())
