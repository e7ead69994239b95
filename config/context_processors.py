"""What every page's frame needs: the council's name, the navigation, who is signed in, what today is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from common.today import is_fixed, today
from council.models import CouncilSettings
from council.permissions import authority
from reporting.permissions import AUDITORS

# (label, url name, the address that it covers). Signed-in people see these.
NAVIGATION = [
    ("Home", "home", "/"),
    ("Plans", "plans", "/plans/"),
    ("Performance", "indicators", "/performance/"),
    ("Risks", "risks", "/risks/"),
    ("Equalities", "equalities", "/equalities/"),
    ("Meetings", "meetings", "/meetings/"),
    ("Reports", "reports", "/reports/"),
    ("Council", "structure", "/council/"),
]


AUDIT = ("Audit trail", "audit", "/audit/")


def navigation(path: str, may_audit: bool) -> list[dict[str, Any]]:
    """The main navigation, with the place that the path belongs to marked."""
    return [
        {"label": label, "url": reverse(name), "current": path == "/" if root == "/" else path.startswith(root)}
        for label, name, root in [*NAVIGATION, *([AUDIT] if may_audit else [])]
    ]


def site(request: HttpRequest) -> dict[str, Any]:
    """``site`` in every template; looked up only where a template asks for it."""

    def build() -> dict[str, Any]:
        who = authority(getattr(request, "user", None))
        council, may_audit = CouncilSettings.current(), who.has(*AUDITORS)
        post = who.main_post
        name = getattr(request.user, "name", "") if who.user_id else ""
        return {
            "council": council,
            "council_name": council.name,
            "product": "Service planning",
            "nav": navigation(request.path, may_audit) if who.user_id else [],
            "unread": getattr(request.user, "unread", 0) if who.user_id else 0,
            "may_audit": may_audit,
            "at_notifications": request.path.startswith(reverse("notifications")),
            "demo": settings.DEMO,
            "demo_note": council.invented_note,
            "today": today(),
            "today_fixed": is_fixed(),
            "identity": post.title if post else name,
            "authority": who,
        }

    return {"site": SimpleLazyObject(build)}
