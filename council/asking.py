"""Who asks, with all that every page asks of them: one query for a request."""

from django.db.models import Count, OuterRef, Subquery

from common.today import today
from common.together import together
from council.models import CouncilSettings, Notification, Post, User
from council.permissions import hold


def person_who_asks(user_id: int) -> User | None:
    """The person, with the posts that they act for today and ``unread``, how many notifications wait for them.

    The council's settings come with them, and are the current ones for the rest of the request.
    """
    unread = Notification.objects.unread().filter(person=OuterRef("pk")).order_by().values("person")
    day = today()
    found = together(
        people=User.objects.filter(pk=user_id).annotate(unread=Subquery(unread.annotate(n=Count("pk")).values("n"))),
        posts=Post.objects.acted_for_by(user_id, day).select_related("directorate", "service", "portfolio"),
        council=CouncilSettings.objects.order_by("pk"),
    )
    CouncilSettings.remember(*found["council"][:1] or [CouncilSettings()])
    for person in found["people"]:
        hold(person, found["posts"], day)
    return next(iter(found["people"]), None)
