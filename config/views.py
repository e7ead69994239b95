"""The pages of the house itself: the front door, what this is, whether it lives, and its error pages."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from config import home
from config.context_processors import site
from council.pages import demo_cast
from council.permissions import authority
from reporting.public import published_plans
from reporting.published import publications


def front(request: HttpRequest) -> HttpResponse:
    """Signed out: what this is and what is published. Signed in: the one question that this person's role asks."""
    if authority(request.user).user_id is None:
        cast = demo_cast() if settings.DEMO else []
        performance = next(iter(publications()), None)
        return render(
            request, "front.html", {"cast": cast, "published": published_plans()[:10], "performance": performance}
        )
    # The frame's own look-up of the council's settings serves the page as well.
    frame = site(request)
    return render(request, "home.html", {**frame, "home": home.for_user(request.user, frame["site"]["council"])})


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.html")


def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        return JsonResponse({"database": "does not answer"}, status=503, headers={"Retry-After": "5"})
    return JsonResponse({"database": "answers"})


def server_error(request: HttpRequest) -> HttpResponse:
    """Pages that need no database: 503 with Retry-After where the database is down, locked or full; else 500."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "5"})
    return HttpResponse(render_to_string("500.html"), status=500)
