"""What every page's frame needs: the council's name, the navigation, who is signed in, what today is."""

from typing import Any

from django.conf import settings
from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from common.today import is_fixed, today
from council.models import CouncilSettings, Notification, User
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


def council_and_unread(user_id: int | None) -> tuple[CouncilSettings, int]:
    """The council's settings, and how many notifications this person has not read. One query for both: every page asks.

    It starts from the person, because before a council is set up there are no settings to start from.
    """
    if user_id is None:
        return CouncilSettings.current(), 0
    unread = Notification.objects.unread().filter(person=OuterRef("pk")).order_by()
    count = Subquery(unread.values("person").annotate(number=Count("pk")).values("number"))
    names = [field.attname for field in CouncilSettings._meta.concrete_fields]
    stored = [Subquery(CouncilSettings.objects.order_by("pk").values(name)[:1]) for name in names]
    *values, number = User.objects.filter(pk=user_id).values_list(*stored, count).get()
    return CouncilSettings.from_db("default", names, values) if values[0] else CouncilSettings(), number or 0


def site(request: HttpRequest) -> dict[str, Any]:
    """``site`` in every template; looked up only where a template asks for it."""

    def build() -> dict[str, Any]:
        who = authority(getattr(request, "user", None))
        council, unread = council_and_unread(who.user_id)
        may_audit = who.has(*AUDITORS)
        post = who.main_post
        name = getattr(request.user, "name", "") if who.user_id else ""
        return {
            "council": council,
            "council_name": council.name,
            "product": "Service planning",
            "nav": navigation(request.path, may_audit) if who.user_id else [],
            "unread": unread,
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
