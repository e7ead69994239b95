"""The outer door of every view, and what becomes of a refusal on the way out."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from common.access import may_use
from common.verdict import Refused
from config.access import TABLE
from council.models import CouncilSettings
from council.permissions import authority

GetResponse = Callable[[HttpRequest], HttpResponse]


def refusal_page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The page that says a refusal's sentence: 403, or 409 where things have moved on."""
    template = "409.html" if refusal.status == 409 else "403.html"
    return render(request, template, {"sentence": refusal.sentence}, status=refusal.status)


class Refusals:
    """Asks the permission table before every view, and turns any refusal into its page.

    An address that the table does not list is refused to all.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with CouncilSettings.asked_once():
            return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        match = request.resolver_match
        access = TABLE.get(match.view_name) if match else None
        if access is None:
            return refusal_page(request, Refused("This address is in no permission table, so nobody may use it."))
        method = request.method or "GET"
        if not access.roles_for(method):
            return HttpResponseNotAllowed(access.methods())
        who = authority(request.user)
        verdict = may_use(access, method, who.roles, signed_in=who.user_id is not None)
        if verdict:
            return None
        if who.user_id is None and method in {"GET", "HEAD"}:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return refusal_page(request, Refused(verdict.sentence))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refusal_page(request, exception) if isinstance(exception, Refused) else None
